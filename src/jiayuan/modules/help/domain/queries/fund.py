"""What the pages of a fund show, and its yearly statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...fund_enums import SOURCES, AccountKind, PaymentKind, PaymentState
from ...fund_rules import FUND_APPROVE, from_above
from ...models import Fund, Payment, Transfer

COMMUNITIES = (PlaceKind.COMMUNITY, PlaceKind.VILLAGE)


def may_see_receipt(actor: Actor, photo: Any) -> bool:
    """Whoever sees the payment sees its receipt."""
    return Payment.objects.visible_to(actor).filter(receipt=photo.pk).exists()


def balances(fund: Fund) -> Mapping[str, int]:
    """Account kind -> fen. One query."""
    return dict(fund.accounts.values_list("kind", "balance"))


def waiting_for(actor: Actor) -> Sequence[Payment]:
    """Requests that this actor may approve now, oldest first. One query."""
    if actor.pk is None:
        return ()
    asked = Payment.objects.visible_to(actor).filter(state=PaymentState.ASKED)
    rows = asked.exclude(asked_by=actor.pk).select_related("fund__community", "wish", "asked_by")
    return [each for each in rows.order_by("pk") if may(actor, FUND_APPROVE, each)]


@dataclass(frozen=True)
class Statement:
    """A year of a fund, in fen. ``paid``: kind of payment -> what was paid for it, less what came back.

    ``opening`` and ``closing`` are what the fund held: available and reserved.
    """

    year: int
    opening: int
    granted: int
    donated: int
    paid: Mapping[PaymentKind, int]

    @property
    def spent(self) -> int:
        return sum(self.paid.values())

    @property
    def closing(self) -> int:
        return self.opening + self.granted + self.donated - self.spent


def statement(fund: Fund, year: int) -> Statement:
    """From the transfers alone. Five queries."""
    begin, end = _new_year(year), _new_year(year + 1)
    rows = Transfer.objects.filter(origin__fund=fund)
    before, during = rows.filter(at__lt=begin), rows.filter(at__gte=begin, at__lt=end)
    return Statement(
        year=year,
        opening=_net(before, Q(origin__kind__in=SOURCES), Q(target__kind__in=SOURCES))
        - _net(before, Q(target__kind=AccountKind.SPENT), Q(origin__kind=AccountKind.SPENT)),
        granted=_from(during, AccountKind.BUDGET),
        donated=_from(during, AccountKind.DONATION),
        paid=_paid(during),
    )


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))


def _from(rows: Any, source: AccountKind) -> int:
    return _net(rows, Q(origin__kind=source), Q(target__kind=source))


def _net(rows: Any, there: Q, back: Q) -> int:
    found = rows.aggregate(there=Sum("amount", filter=there), back=Sum("amount", filter=back))
    return (found["there"] or 0) - (found["back"] or 0)


def _paid(rows: Any) -> Mapping[PaymentKind, int]:
    spent, back = Q(target__kind=AccountKind.SPENT), Q(origin__kind=AccountKind.SPENT)
    found = rows.filter(spent | back).values("payment__kind").order_by("payment__kind")
    sums = found.annotate(there=Sum("amount", filter=spent), back=Sum("amount", filter=back))
    paid = {each["payment__kind"]: (each["there"] or 0) - (each["back"] or 0) for each in sums}
    return {kind: paid.get(kind.value, 0) for kind in PaymentKind}


def funds_of(actor: Actor) -> Sequence[tuple[Fund, Mapping[str, int]]]:
    """Each with what it holds. Two queries."""
    rows = Fund.objects.visible_to(actor).select_related("community").prefetch_related("accounts")
    return [(fund, {each.kind: each.balance for each in fund.accounts.all()}) for fund in rows]


def grantable(actor: Actor) -> Sequence[Place]:
    """Communities that this actor can grant a budget. One query."""
    above = Place.objects.filter(inside(actor.reach.paths_for(*OFFICERS), field="path"), kind__in=COMMUNITIES)
    return [each for each in above.order_by("path") if from_above(actor, each.path)]


def opened_payment(actor: Actor, pk: int) -> Payment:
    """With what its page shows. :raises Missing: none that this actor sees."""
    people = ("asked_by", "first_by", "second_by", "paid_by", "ended_by")
    rows = Payment.objects.visible_to(actor).select_related("fund__community", "wish", *people)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such payment."), _("Look at the list of the fund."))
    return found
