"""Who may do what with a community fund. Nobody decides alone, and a community gives nothing to itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

from .models import Payment, Transfer
from .rules import DESK

FUND_GRANT, FUND_DONATION = "help.fund_grant", "help.fund_donation"
FUND_ASK, FUND_APPROVE, FUND_REFUSE = "help.fund_ask", "help.fund_approve", "help.fund_refuse"
FUND_ALLOT = "help.fund_allot"
FUND_WITHDRAW, FUND_PAY, FUND_REVERSE = "help.fund_withdraw", "help.fund_pay", "help.fund_reverse"


def from_above(actor: Actor, path: str) -> bool:
    """Is of the street or the district, and does not work in the community itself."""
    in_it = actor.reach.holds((Role.COMMUNITY_WORKER,), path)
    return actor.reach.holds(OFFICERS, path) and not in_it


def community_of(target: Any) -> str:
    """``target``: a payment, a transfer, a fund, or a place path."""
    if isinstance(target, Payment):
        return str(target.fund.community_id)
    if isinstance(target, Transfer):
        return str(target.origin.fund.community_id)
    return str(getattr(target, "community_id", target))


@check(
    _("Only the community's workers and the offices above them see its fund."),
    _("Ask the community office what was paid."),
)
def is_at_its_desk(actor: Actor, target: Any) -> bool:
    return actor.reach.holds(DESK, community_of(target))


@check(
    _("Only the street or the district may do this; a community grants nothing to itself."),
    _("Ask the street office."),
)
def is_from_above(actor: Actor, target: Any) -> bool:
    return from_above(actor, community_of(target))


@check(
    _("Only the community's own workers ask its fund for money."),
    _("Tell the community office what is needed."),
)
def works_in_the_community(actor: Actor, target: Any) -> bool:
    return actor.reach.holds((Role.COMMUNITY_WORKER,), community_of(target))


@check(
    _("The community's own workers pay, and attach the receipt."),
    _("It has been told that two have approved; nothing is left to do here."),
)
def pays_for_the_community(actor: Actor, payment: Payment) -> bool:
    return works_in_the_community(actor, payment)


@check(_("You asked for this money yourself."), _("Two others approve it."))
def did_not_ask(actor: Actor, payment: Payment) -> bool:
    return payment.asked_by_id != actor.pk


@check(_("You have approved this already."), _("Somebody else approves it too."))
def has_not_approved(actor: Actor, payment: Payment) -> bool:
    return actor.pk is not None and actor.pk != payment.first_by_id


@check(
    _("One of the two approvals comes from the street or the district."),
    _("The other is given here already: ask the street office for theirs."),
)
def brings_one_from_above(actor: Actor, payment: Payment) -> bool:
    is_first = payment.first_by_id is None
    return is_first or payment.first_from_above or from_above(actor, community_of(payment))


@check(_("Only who asked for this money withdraws it."), _("Refuse it instead, and say why."))
def asked_for_it(actor: Actor, payment: Payment) -> bool:
    return actor.pk is not None and payment.asked_by_id == actor.pk


@check(_("You entered this yourself."), _("Somebody else of the street or the district reverses it."))
def did_not_enter(actor: Actor, transfer: Transfer) -> bool:
    return transfer.made_by_id != actor.pk


declare(FUND_GRANT, is_from_above)
declare(FUND_ALLOT, is_from_above)
declare(FUND_DONATION, is_at_its_desk)
declare(FUND_ASK, works_in_the_community)
declare(FUND_APPROVE, is_at_its_desk, did_not_ask, has_not_approved, brings_one_from_above)
declare(FUND_REFUSE, is_at_its_desk, did_not_ask)
declare(FUND_WITHDRAW, asked_for_it)
declare(FUND_PAY, pays_for_the_community)
declare(FUND_REVERSE, is_from_above, did_not_enter)
