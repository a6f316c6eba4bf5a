"""Declared figures: a number with its name, its unit, what it counts, and the rows behind it.

A room declares its numbers in ``figures.py``, imported when Django starts::

    @figure("cases.reported", name=_("Reported"), unit="case", definition=_("…"), shape=CASE, flow=True)
    def reported(scope: Scope) -> QuerySet[Case]:
        return …

The function gives the rows; the value is their number, or what ``measure`` makes of them and of nothing else. Pages,
the API, ``jiayuan figures`` and the documentation all ask the same declaration, so a number and the list that it opens
cannot part.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet, Sum

from .registers import registers

Rows = TypeVar("Rows", bound="QuerySet[Any]")
Value = int | Decimal | None
"""None: there is nothing to say, such as a mean of no rows."""


@dataclass(frozen=True)
class Scope:
    """What a figure is asked about.

    ``path`` is the place and ``paths`` those under which its records lie (its own, and those of places it took over).
    What happened up to and including ``as_of`` counts, ``day`` is that moment's day in China, and ``is_live`` says
    that it is the present. ``since``: only what happened from then on, for figures of events; None: from the
    beginning. ``is_public``: only rows that everybody may open.
    """

    path: str
    paths: tuple[str, ...]
    as_of: datetime
    day: date
    since: datetime | None = None
    is_live: bool = True
    is_public: bool = False


@dataclass(frozen=True)
class Line:
    """A row behind a number, as a list shows it, without personal data. ``url`` is empty where no page is its own."""

    title: str
    meta: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shape:
    """The rows of one model. ``prefix`` makes references (``case`` for ``case/42``); ``related`` is fetched along.

    ``line`` is called with a row and whether only the public page of it may be named.
    """

    prefix: str
    line: Callable[[Any, bool], Line]
    related: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()


def count(rows: "QuerySet[Any]") -> Value:
    """As many as there are."""
    return rows.count()


@dataclass(frozen=True)
class Total:
    """What a whole-numbered field of all rows makes together; 0 of none."""

    field: str

    def __call__(self, rows: "QuerySet[Any]") -> Value:
        return int(rows.aggregate(sum=Sum(self.field))["sum"] or 0)


@dataclass(frozen=True)
class Figure:
    """One declared number.

    ``unit`` is an English word in the singular, as data files write it; ``unit_name`` is what people read.
    ``limits`` says what of a past day cannot be known any more. ``is_flow``: counts what happened in a period, not
    what stands on a day. ``is_public``: may be asked by everybody, of public rows. ``in_hall``: is on the big screen.
    """

    id: str
    name: Any
    unit: str
    unit_name: Any
    definition: Any
    rows: Callable[[Scope], "QuerySet[Any]"]
    shape: Shape
    measure: Callable[["QuerySet[Any]"], Value] = count
    limits: Any = ""
    is_flow: bool = False
    is_public: bool = False
    in_hall: bool = False

    def value(self, scope: Scope) -> Value:
        return self.measure(self.rows(scope))

    def records(self, scope: Scope) -> list[str]:
        """References of all rows behind the value, by primary key."""
        keys = self.rows(scope).order_by("pk").values_list("pk", flat=True)
        return [f"{self.shape.prefix}/{key}" for key in keys]

    def listed(self, scope: Scope) -> "QuerySet[Any]":
        """The rows with what their lines need."""
        rows = (
            self.rows(scope).select_related(*self.shape.related) if self.shape.related else self.rows(scope)
        )
        return rows.defer(*self.shape.deferred)

    @property
    def is_plain(self) -> bool:
        """A count or a total: many of these are asked by one statement."""
        return self.measure is count or isinstance(self.measure, Total)


def figure(
    id: str,  # noqa: A002 (it is the figure's id)
    *,
    name: Any,
    unit: str,
    unit_name: Any,
    definition: Any,
    shape: Shape,
    measure: Callable[["QuerySet[Any]"], Value] = count,
    limits: Any = "",
    is_flow: bool = False,
    is_public: bool = False,
    in_hall: bool = False,
) -> "Callable[[Callable[[Scope], Rows]], Callable[[Scope], Rows]]":
    """Declare a figure over the rows that the function gives. Its id begins with the room's name.

    :raises ValueError: the id is taken.
    """

    def declare(rows: Callable[[Scope], Rows]) -> Callable[[Scope], Rows]:
        if id in registers.figures.names():
            raise ValueError(f"The figure {id} is declared twice.")
        registers.figures.add(
            id,
            Figure(
                id=id,
                name=name,
                unit=unit,
                unit_name=unit_name,
                definition=definition,
                rows=rows,
                shape=shape,
                measure=measure,
                limits=limits,
                is_flow=is_flow,
                is_public=is_public,
                in_hall=in_hall,
            ),
        )
        return rows

    return declare


def declared(prefix: str = "") -> Iterator[Figure]:
    """All figures whose id begins with ``prefix``, in the order they were declared."""
    return (each for each in registers.figures if each.id.startswith(prefix))
