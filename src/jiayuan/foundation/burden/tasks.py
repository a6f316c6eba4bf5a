"""The tasks whose forms are measured: declared by each room, one line each, with what is fed by what is entered.

A room declares a task, and its template puts the form between ``{% task "room.name" %}`` and ``{% endtask %}``. No view
is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.common.registers import Register


@dataclass(frozen=True)
class Page:
    """A register or a report of the console that shows what was entered."""

    url_name: str
    label: Any


@dataclass(frozen=True)
class Task:
    """One kind of thing that staff enter. ``figures``: ids of declared figures that count it; ``sheets``: names of
    lists that can be taken out as a table; ``pages``: registers and reports. ``action``: what the ledger calls it."""

    name: str
    label: Any
    action: str
    figures: Sequence[str] = ()
    sheets: Sequence[str] = ()
    pages: Sequence[Page] = ()


TASKS: Register[Task] = Register()


def declare_task(name: str, label: Any, action: str, **used: Any) -> Task:
    """``used``: the figures, sheets and pages of :class:`Task`."""
    return TASKS.add(name, Task(name, label, action, **used))
