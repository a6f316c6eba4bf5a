"""How much waits of every kind, asked for all rooms at once.

The number in the navigation stands on every page of the console, so what it counts is one statement, kept for each
reader and reach (decision 0026). A room says which rows wait for whom, and does not count them itself.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value
from django.utils.functional import Promise

from .prepared import kept_in, values_for

Statement = tuple[str, tuple[Any, ...]]
"""SQL and its parameters, slots among them; empty where nothing can be found."""
Rows = tuple[str, "QuerySet[Any]"]
"""A kind, and what waits of it."""

_statements: dict[Hashable, Statement] = {}


class Counted:
    """Kinds of things that wait for somebody; called with an actor, it counts them: {kind: (label, how many)}."""

    def __init__(
        self,
        labels: Mapping[str, str | Promise],
        rows: Callable[[Any], Iterable[Rows]],
        given: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        """:param rows: actor -> the rows of each kind. They are translated once: no moment may be in them but in a
        :class:`~.prepared.Slot`. :param given: what these slots are filled with when it is asked."""
        self.labels, self.rows, self.given = labels, rows, given

    def __call__(self, actor: Any) -> dict[str, tuple[str, int]]:
        return count_together([self], actor)


def count_together(counted: Sequence[Counted], actor: Any) -> dict[str, tuple[str, int]]:
    """One query for all kinds of all of them; kinds of which nothing waits are left out.

    They are counted side by side and not in one pass with filters: so each reads the few open rows of its own index,
    and what was closed in all the years is never touched.
    """
    key = (tuple(counted), actor.pk, actor.reach.grants)
    parts = (_counted(kind, rows) for each in counted for kind, rows in each.rows(actor))
    given = _together(each.given() for each in counted)
    counts = dict(ask_kept(key, lambda: joined(parts), given))
    labels = {kind: label for each in counted for kind, label in each.labels.items()}
    return {kind: (str(label), counts[kind]) for kind, label in labels.items() if counts.get(kind)}


def _together(many: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the slots of all rooms are filled with. A name is one room's: else one would count by another's moment."""
    given: dict[str, Any] = {}
    for each in many:
        if twice := given.keys() & each.keys():
            raise ValueError(f"two rooms fill the slot {min(twice)}")
        given.update(each)
    return given


def ask_kept(key: Hashable, make: Callable[[], Statement], given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is put together once for each ``key`` and kind of database."""
    sql, parameters = kept_in(_statements, (connection.vendor, key), make)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values_for(parameters, given))
        return cursor.fetchall()


def joined(parts: Iterable[Statement | None]) -> Statement:
    """All parts that can find anything, one below the other."""
    made = [each for each in parts if each is not None]
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({part}) AS part_{at}"  # noqa: S608
        for at, (part, _given) in enumerate(made)
    )
    return sql, tuple(value for _part, given in made for value in given)


def named(kind: str, rows: "QuerySet[Any]") -> Any:
    """The same rows, each with its kind as ``waits_as``."""
    return rows.annotate(waits_as=Value(kind, CharField()))


def statement(rows: "QuerySet[Any, Any]") -> Statement | None:
    """None if it cannot find anything, such as in the places of somebody who has none."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _counted(kind: str, rows: "QuerySet[Any]") -> Statement | None:
    counts = named(kind, rows).order_by().values("waits_as").annotate(many=Count("pk"))
    return statement(counts.values_list("waits_as", "many"))
