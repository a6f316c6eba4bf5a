"""How much of what was meant for a purpose is used: paid, or asked for and not refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from ...fund_enums import PaymentKind
from ...models import Allotment, Fund, Payment
from .fund_statement import Period, Statement

NEAR = 80
"""Percent from which on it is said that little is left."""


@dataclass(frozen=True)
class Use:
    """In fen."""

    kind: PaymentKind
    amount: int
    used: int

    @property
    def share(self) -> int:
        """In percent, rounded down."""
        return self.used * 100 // self.amount

    @property
    def is_over(self) -> bool:
        return self.used > self.amount

    @property
    def is_near(self) -> bool:
        return self.share >= NEAR and not self.is_over


def uses_of(fund: Fund, told: Statement) -> Sequence[Use]:
    """Of the year of ``told``, in the order of purposes; only those that have a budget. Two queries."""
    meant: Mapping[str, int] = dict(
        Allotment.objects.filter(fund=fund, year=told.year).values_list("kind", "amount")
    )
    running = _running(fund, told.period)
    return [
        Use(kind, meant[kind], told.paid.get(kind, 0) + running.get(kind, 0))
        for kind in PaymentKind
        if kind in meant
    ]


def _running(fund: Fund, period: Period) -> Mapping[str, int]:
    """Asked for in that year, and neither paid nor over."""
    rows = Payment.objects.running().filter(fund=fund, asked_at__gte=period.begin, asked_at__lt=period.end)
    return dict(rows.order_by().values_list("kind").annotate(sum=Sum("amount")))
