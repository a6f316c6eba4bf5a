"""What the pages of a fund show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...fund_enums import PaymentState
from ...fund_rules import FUND_APPROVE, from_above
from ...models import Fund, Payment, Transfer

MOST_SHOWN = 50
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


def funds_of(actor: Actor) -> Sequence[tuple[Fund, Mapping[str, int]]]:
    """Each with what it holds. Two queries."""
    rows = Fund.objects.visible_to(actor).select_related("community").prefetch_related("accounts")
    return [(fund, {each.kind: each.balance for each in fund.accounts.all()}) for fund in rows]


def grantable(actor: Actor) -> Sequence[Place]:
    """Communities that this actor can grant a budget. One query."""
    above = Place.objects.filter(inside(actor.reach.paths_for(*OFFICERS), field="path"), kind__in=COMMUNITIES)
    return [each for each in above.order_by("path") if from_above(actor, each.path)]


def opened_fund(actor: Actor, pk: int) -> Fund:
    """:raises Missing: none that this actor sees."""
    found = Fund.objects.visible_to(actor).select_related("community").filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such fund."), _("Look at the list of funds."))
    return found


def opened_transfer(actor: Actor, pk: int) -> Transfer:
    """With what its page shows. :raises Missing: none that this actor sees."""
    shown = ("origin__fund__community", "target", "payment__wish", "made_by", "reverses", "reversal")
    found = Transfer.objects.visible_to(actor).select_related(*shown).filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such entry."), _("Look at the list of the fund."))
    return found


def without_receipt(fund: Fund) -> Sequence[Payment]:
    """Approved, and the receipt is still to come; whoever waits longest first. One query."""
    rows = fund.payments.filter(state=PaymentState.APPROVED).select_related("wish", "asked_by")
    return list(rows.order_by("second_at", "pk")[:MOST_SHOWN])


def opened_payment(actor: Actor, pk: int) -> Payment:
    """With what its page shows. :raises Missing: none that this actor sees."""
    people = ("asked_by", "first_by", "second_by", "paid_by", "ended_by")
    rows = Payment.objects.visible_to(actor).select_related("fund__community", "wish", *people)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such payment."), _("Look at the list of the fund."))
    return found
