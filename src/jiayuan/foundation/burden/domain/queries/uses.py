"""Entered once, used where: which figures, lists and registers are fed by each task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiayuan.foundation.common.registers import registers

from ...tasks import TASKS, Task


@dataclass(frozen=True)
class Use:
    label: Any
    url: str


def uses() -> Sequence[tuple[Task, Mapping[str, Sequence[Use]]]]:
    """Drawn from the declarations. :raises KeyError: one names a figure or a list that is not there."""
    return [(task, uses_of(task)) for task in TASKS]


def uses_of(task: Task) -> Mapping[str, Sequence[Use]]:
    """``figures``, ``lists`` and ``pages``."""
    figures, sheets = registers.figures, registers.sheets
    return {
        "figures": [Use(figures[each].name, reverse("console-figure", args=[each])) for each in task.figures],
        "lists": [Use(sheets[each].label, reverse("console-table", args=[each])) for each in task.sheets],
        "pages": [Use(each.label, reverse(each.url_name)) for each in task.pages],
    }
