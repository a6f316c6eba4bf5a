"""What waits for whom: the cases' contribution to the console inbox."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.counted import Counted, Rows, Statement, ask_kept, joined, named, statement
from jiayuan.foundation.common.registers import WorkItem

from ...rules import UNIT_ROLES
from .orders import ORDERS
from .outside import OUTSIDE
from .queues import CASES
from .recalled import RECALLS, TOLD_FOR

SOURCES = (ORDERS, CASES, OUTSIDE, RECALLS)


def moments() -> dict[str, datetime]:
    """What the slots of a kept statement are filled with when it is asked."""
    return {"told_since": now() - TOLD_FOR}


def work_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent of each kind that waits for this actor; a constant number of queries: one that finds the keys,
    and what it takes to tell what was found."""
    key = ("work", actor.pk, actor.reach.grants, limit)
    found = ask_kept(key, lambda: most_urgent(actor, limit), moments())
    items: list[WorkItem] = []
    for source in SOURCES:
        keys: dict[int, str] = {}
        for kind, pk in found:
            if kind in source.labels:
                keys.setdefault(pk, kind)
        items += source.items(actor, keys) if keys else []
    return items


def rows_of(actor: Actor) -> Iterator[Rows]:
    """What waits of each kind; nothing for those for whom no case can wait."""
    if actor.reach.has_any([*DESK_STAFF, *UNIT_ROLES]):
        for source in SOURCES:
            yield from source.rows(actor)


def most_urgent(actor: Actor, limit: int) -> Statement:
    """One statement for all that can wait: kind and key of the most urgent of each kind. It is kept, so the present
    moment is in none of it."""
    return joined(
        statement(named(kind, rows).values_list("waits_as", "pk")[:limit]) for kind, rows in rows_of(actor)
    )


work_counts = Counted(
    {kind: label for source in SOURCES for kind, label in source.labels.items()}, rows_of, moments
)
"""How many wait of each kind."""
