"""The statement of a fund, for a year or a month of it: sums, and the rows behind them.

Only what crosses the fund's edge stands in it. What is reserved, and what of it comes back, stays inside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from ...fund_enums import SOURCES, AccountKind, PaymentKind
from ...models import Fund, Transfer

_FROM_SOURCE, _TO_SOURCE = Q(origin__kind__in=SOURCES), Q(target__kind__in=SOURCES)
_SPENT, _CAME_BACK = Q(target__kind=AccountKind.SPENT), Q(origin__kind=AccountKind.SPENT)
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Period:
    """``month`` None: the whole year."""

    year: int
    month: int | None = None

    @property
    def begin(self) -> datetime:
        return _midnight(date(self.year, self.month or 1, 1))

    @property
    def end(self) -> datetime:
        """The first moment that does not belong to it."""
        if self.month is None or self.month == MONTHS[-1]:
            return _midnight(date(self.year + 1, 1, 1))
        return _midnight(date(self.year, self.month + 1, 1))

    def __str__(self) -> str:
        return str(self.year) if self.month is None else f"{self.year}-{self.month:02}"


@dataclass(frozen=True)
class Statement:
    """In fen. ``paid``: kind of payment -> what was paid for it, less what came back.

    ``opening`` and ``closing`` are what the fund held: available and reserved.
    """

    period: Period
    opening: int
    granted: int
    donated: int
    paid: Mapping[PaymentKind, int]

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def income(self) -> int:
        return self.granted + self.donated

    @property
    def spent(self) -> int:
        return sum(self.paid.values())

    @property
    def told(self) -> Sequence[tuple[Any, int]]:
        """What it was paid for, in words, where something was."""
        return [(kind.label, fen) for kind, fen in self.paid.items() if fen]

    @property
    def closing(self) -> int:
        return self.opening + self.income - self.spent


def statement(fund: Fund, year: int, month: int | None = None) -> Statement:
    """From the transfers alone. Five queries."""
    period = Period(year, month)
    rows = Transfer.objects.filter(origin__fund=fund)
    before, during = rows.filter(at__lt=period.begin), _during(rows, period)
    return Statement(
        period=period,
        opening=_held(before),
        granted=_from(during, AccountKind.BUDGET),
        donated=_from(during, AccountKind.DONATION),
        paid=_paid(during),
    )


def statement_of(community: str, year: int) -> Statement | None:
    """For everybody: sums, and nobody's name. None where there is no fund. Six queries."""
    fund = Fund.objects.filter(community=community).first()
    return statement(fund, year) if fund is not None else None


@dataclass(frozen=True)
class StatementLine:
    """One row of the book. What undoes another counts against it, in the same column. In fen. ``held``: what the fund
    has after it."""

    transfer: Transfer
    income: int
    spending: int
    held: int = 0


def rows_of(fund: Fund, period: Period) -> "QuerySet[Transfer]":
    """What the lines are drawn from, in the order of time, with what they show."""
    edge = _FROM_SOURCE | _TO_SOURCE | _SPENT | _CAME_BACK
    rows = Transfer.objects.filter(edge, origin__fund=fund)
    shown = ("origin", "target", "payment__wish", "made_by", "reverses", "reversal")
    return _during(rows, period).select_related(*shown).order_by("at", "pk")


def lines_of(rows: "Iterable[Transfer]", held: int) -> Iterator[StatementLine]:
    """Each with what the fund has after it. ``held``: what it had before the first."""
    for row in rows:
        line = line_of(row)
        held += line.income - line.spending
        yield replace(line, held=held)


def held_before(row: Transfer, fund: Fund) -> int:
    """What the fund had before this row. Two queries."""
    earlier = Q(at__lt=row.at) | Q(at=row.at, pk__lt=row.pk)
    return _held(Transfer.objects.filter(earlier, origin__fund=fund))


def _held(rows: Any) -> int:
    return _net(rows, _FROM_SOURCE, _TO_SOURCE) - _net(rows, _SPENT, _CAME_BACK)


def line_of(row: Transfer) -> StatementLine:
    if row.origin.kind in SOURCES or row.target.kind in SOURCES:
        return StatementLine(row, row.amount if row.origin.kind in SOURCES else -row.amount, 0)
    return StatementLine(row, 0, row.amount if row.target.kind == AccountKind.SPENT else -row.amount)


def _during(rows: "QuerySet[Transfer]", period: Period) -> "QuerySet[Transfer]":
    return rows.filter(at__gte=period.begin, at__lt=period.end)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _from(rows: Any, source: AccountKind) -> int:
    return _net(rows, Q(origin__kind=source), Q(target__kind=source))


def _net(rows: Any, there: Q, back: Q) -> int:
    found = rows.aggregate(there=Sum("amount", filter=there), back=Sum("amount", filter=back))
    return (found["there"] or 0) - (found["back"] or 0)


def _paid(rows: Any) -> Mapping[PaymentKind, int]:
    found = rows.filter(_SPENT | _CAME_BACK).values("payment__kind").order_by("payment__kind")
    sums = found.annotate(there=Sum("amount", filter=_SPENT), back=Sum("amount", filter=_CAME_BACK))
    paid = {each["payment__kind"]: (each["there"] or 0) - (each["back"] or 0) for each in sums}
    return {kind: paid.get(kind.value, 0) for kind in PaymentKind}
