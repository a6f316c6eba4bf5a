"""The book of a fund: its locks, and the one way in which money moves.

Locks in order: the wish, its claims, people, the fund, its payment, the ledger. Whoever moves money holds the fund, so
what was read of its accounts is still so when it is written.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.people.models import Person

from ..fund_enums import SOURCES, AccountKind, PaymentState
from ..limits import MOST_AMOUNT
from ..models import Account, Fund, Payment, Transfer


def ensure_fund(community: str) -> Fund:
    """The community's fund, opened with its accounts if there is none yet, and locked."""
    fund, is_new = Fund.objects.get_or_create(community_id=community, defaults={"since": today()})
    if is_new:
        Account.objects.bulk_create(Account(fund=fund, kind=kind) for kind in AccountKind)
    return lock_fund(fund.pk)


def fund_of(community: str) -> Fund:
    """:raises Missing: nobody has opened one yet."""
    fund = Fund.objects.filter(community_id=community).first()
    if fund is None:
        raise Missing(
            _("This community has no fund yet."), _("The street opens one when it grants the first budget.")
        )
    return lock_fund(fund.pk)


def lock_fund(pk: int) -> Fund:
    fund = lock_first(Fund.objects.select_related("community"), pk)
    if fund is None:
        raise Missing(_("There is no such fund."), _("Look at the list of funds."))
    return fund


def lock_payment(pk: int) -> Payment:
    """The payment with its fund, both locked, the fund first. A wish of it is locked before by who needs it."""
    fund_id = Payment.objects.filter(pk=pk).values_list("fund_id", flat=True).first()
    if fund_id is None:
        raise Missing(_("There is no such payment."), _("Look at the list of the fund."))
    fund = lock_fund(fund_id)
    lock_rows(Payment, [pk])
    payment = Payment.objects.get(pk=pk)
    payment.fund = fund
    return payment


def own_nonce(by: Actor, deed: str, nonce: str | None) -> str | None:
    """The nonce of a form as it is kept: one's own, and of this deed only."""
    return clean_nonce(f"{by.pk}/{deed}/{nonce}") if nonce else None


def clean_amount(amount: int) -> int:
    """:raises Invalid: nothing, or more than a fund ever moves at once."""
    if not 0 < amount <= MOST_AMOUNT:
        raise Invalid(
            _("The amount is more than nothing and at most a million yuan."),
            _("Look at the point and the number of zeros."),
            field="amount",
        )
    return amount


def move(
    fund: Fund,
    origin: AccountKind,
    target: AccountKind,
    amount: int,
    *,
    by: Person | None,
    **fields: Any,
) -> Transfer:
    """One row; the database moves both balances by it (:mod:`..triggers`). The fund is locked by the caller.

    :raises Conflict: there is not as much.
    """
    accounts = {each.kind: each for each in Account.objects.filter(fund=fund)}
    if origin not in SOURCES and accounts[origin].balance < amount:
        raise Conflict(
            _("There is not enough money: %(left)s yuan are left here.")
            % {"left": f"{accounts[origin].balance / 100:.2f}"},
            _("Ask for less, or ask the street for more."),
            code="money",
        )
    transfer = Transfer(
        origin=accounts[origin], target=accounts[target], amount=amount, made_by=by, at=now(), **fields
    )
    transfer.save()
    return transfer


def let_go(payment: Payment, state: PaymentState, *, by: Person | None, reason: str = "") -> None:
    """A locked payment ends unpaid: what was reserved for it is available again. The caller records."""
    payment.state, payment.reason = state, reason
    payment.ended_by, payment.ended_at = by, now()
    payment.save()
    move(payment.fund, AccountKind.RESERVED, AccountKind.AVAILABLE, payment.amount, by=by, payment=payment)


def let_go_of_wishes(wishes: Iterable[int]) -> int:
    """These wishes, locked by the caller, are over: nobody pays for them any more. How many payments ended."""
    running = Payment.objects.running().filter(wish__in=list(wishes)).order_by("fund_id", "pk")
    return sum(_let_go_of(pk) for pk in list(running.values_list("pk", flat=True)))


def _let_go_of(pk: int) -> int:
    with transaction.atomic():
        payment = lock_payment(pk)
        if not payment.is_running:
            return 0
        let_go(payment, PaymentState.WITHDRAWN, by=None)
        note(payment.fund, "help.fund_withdraw", None, {"payment": payment.pk, "state": payment.state})
    return 1


def note(fund: Fund, action: str, by: Any, after: dict[str, object], nonce: str | None = None) -> None:
    """On the fund's chain: numbers and states; whom and what for stands in the payment, where it can be forgotten."""
    record(fund.stream, action, by=by, after=after, place_path=fund.community_id, nonce=nonce)
