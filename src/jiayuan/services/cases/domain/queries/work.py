"""What waits for whom: the cases' contribution to the console inbox."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.prepared import kept_in, values_for
from jiayuan.foundation.common.registers import WorkItem

from ...rules import UNIT_ROLES
from .orders import ORDERS
from .outside import OUTSIDE
from .queues import CASES
from .recalled import RECALLS, TOLD_FOR

SOURCES = (ORDERS, CASES, OUTSIDE, RECALLS)
Statement = tuple[str, tuple[Any, ...]]
"""SQL and its parameters, slots among them."""


def moments() -> dict[str, datetime]:
    """What the slots of a kept statement are filled with when it is asked."""
    return {"told_since": now() - TOLD_FOR}


def _has_any(actor: Actor) -> bool:
    """Can a case wait for this actor at all?"""
    return actor.reach.has_any([*DESK_STAFF, *UNIT_ROLES])


def work_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent of each kind that waits for this actor; a constant number of queries: one that finds the keys,
    and what it takes to tell what was found."""
    found = _asked(actor, limit)
    items: list[WorkItem] = []
    for source in SOURCES:
        keys: dict[int, str] = {}
        for kind, key in found:
            if kind in source.labels:
                keys.setdefault(key, kind)
        items += source.items(actor, keys) if keys else []
    return items


def work_counts(actor: Actor) -> dict[str, tuple[str, int]]:
    """How many wait of each kind, empty ones left out. One query.

    They are counted side by side and not in one pass with filters: so each reads the few open rows of its own index,
    and what was closed in all the years is never touched.
    """
    counts = dict(_asked(actor, None))
    labels = {kind: label for source in SOURCES for kind, label in source.labels.items()}
    return {kind: (str(label), counts[kind]) for kind, label in labels.items() if counts.get(kind)}


_statements: dict[Hashable, Statement] = {}


def _asked(actor: Actor, limit: int | None) -> list[tuple[str, int]]:
    """What the statement of :func:`statement_for` finds. It stands on every page of the console, and to put a dozen
    queries together costs far more than to ask them: so it is kept for each reader and reach."""
    if not _has_any(actor):
        return []
    key = (connection.vendor, actor.pk, actor.reach.grants, limit)
    sql, parameters = kept_in(_statements, key, lambda: statement_for(actor, limit))
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values_for(parameters, moments()))
        return cursor.fetchall()


def statement_for(actor: Actor, limit: int | None) -> Statement:
    """One statement for all that can wait: kind and key of the most urgent of each kind, or, without a limit, kind and
    how many there are; empty where nothing can be found. It is kept, so the present moment is in none of it."""
    parts = [
        _most_urgent(kind, rows, limit) if limit else _counted(kind, rows)
        for source in SOURCES
        for kind, rows in source.rows(actor)
    ]
    made = [each for each in parts if each is not None]
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({part}) AS queue_{at}"  # noqa: S608
        for at, (part, _given) in enumerate(made)
    )
    return sql, tuple(value for _part, given in made for value in given)


def _most_urgent(kind: str, rows: "QuerySet[Any]", limit: int) -> Statement | None:
    return _statement(_named(kind, rows).values_list("waits_as", "pk")[:limit])


def _counted(kind: str, rows: "QuerySet[Any]") -> Statement | None:
    counted = _named(kind, rows).order_by().values("waits_as").annotate(many=Count("pk"))
    return _statement(counted.values_list("waits_as", "many"))


def _named(kind: str, rows: "QuerySet[Any]") -> Any:
    return rows.annotate(waits_as=Value(kind, CharField()))


def _statement(rows: "QuerySet[Any, Any]") -> Statement | None:
    """None if it cannot find anything, such as in the places of somebody who has none."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None
