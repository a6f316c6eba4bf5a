"""One kind of thing that can wait for somebody: how it is found, counted and told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import WorkItem


@dataclass(frozen=True)
class Waiting:
    """What waits is found by keys first, in one statement for all kinds, so that what does not wait costs nothing."""

    labels: Mapping[str, str | Promise]
    """Why it is mine, by kind: what an item says, and what is counted."""
    rows: Callable[[Actor], "Iterable[tuple[str, QuerySet[Any]]]"]
    """The rows of each kind, the most urgent first. No moment may be in them but in a
    :class:`~jiayuan.foundation.common.prepared.Slot` of :func:`~.work.moments`: their SQL is kept."""
    items: Callable[[Actor, Mapping[int, str]], Sequence[WorkItem]]
    """The lines of the rows found: (actor, {key: kind}), never empty; where a row waits for two reasons, its first."""
