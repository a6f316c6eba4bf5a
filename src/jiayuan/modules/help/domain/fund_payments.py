"""A payment of a fund: asked by one, approved by two others, paid against a receipt."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import already_recorded, record
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..enums import Tier, WishState
from ..fund_enums import AccountKind, PaymentKind, PaymentState
from ..fund_rules import FUND_APPROVE, FUND_ASK, FUND_PAY, FUND_REFUSE, FUND_WITHDRAW, from_above
from ..limits import CONFIRM_TERM, FUND_WORDS, PAYEE, REASON
from ..models import Fund, Payment, Wish
from .checks import one_of
from .ends import release_claims
from .fund_book import clean_amount, fund_of, let_go, lock_payment, move, note, own_nonce
from .ladder import leave_ladder
from .locks import lock_wish
from .services import count_payment

PURPOSE = "fund"
"""Of photos of receipts."""
PAYABLE = (WishState.OPEN, WishState.CLAIMED)
PAID_FOR = (WishState.DONE, WishState.FULFILLED)


@dataclass(frozen=True)
class PaymentDraft:
    """``amount`` in fen. ``wish``: the key of one on the last tier, or else ``community`` and another ``kind``."""

    amount: int
    payee: str
    words: str
    wish: int | None = None
    community: str = ""
    kind: str = PaymentKind.WISH


def ask_payment(draft: PaymentDraft, *, by: Actor, nonce: str | None = None) -> Payment:
    """Ask for money; it is reserved at once, so that two requests never count on the same.

    :raises Refused, Invalid, Missing: each in words. :raises Conflict: the wish is elsewhere, or asked for already, or
        there is not enough money.
    """
    kept = own_nonce(by, "ask", nonce)
    kind = PaymentKind(one_of(draft.kind, PaymentKind, "kind"))
    with transaction.atomic():
        wish = lock_wish(draft.wish) if draft.wish is not None else None
        community = wish.place_id[:COMMUNITY_LENGTH] if wish is not None else draft.community
        gate(by, FUND_ASK, community)
        fund = fund_of(community)
        if kept and (sent := Payment.objects.filter(nonce=kept).first()) is not None:
            return sent
        _check_purpose(kind, wish)
        payment = _asked(fund, wish, kind, draft, by=by, nonce=kept)
        move(fund, AccountKind.AVAILABLE, AccountKind.RESERVED, payment.amount, by=by.person, payment=payment)
        _note(payment, "help.fund_ask", by, {"amount": payment.amount})
    return payment


def approve_payment(pk: int, *, by: Actor, nonce: str | None = None) -> Payment:
    """One of the two approvals. :raises Refused: who asked, who approved before, or the street's is still missing."""
    kept = own_nonce(by, f"approve/{pk}", nonce)
    with transaction.atomic():
        payment = lock_payment(pk)
        if already_recorded(kept) is not None:
            return payment
        gate(by, FUND_APPROVE, payment)
        _check_state(payment, PaymentState.ASKED)
        is_above = from_above(by, payment.fund.community_id)
        if payment.first_by_id is None:
            payment.first_by, payment.first_at, payment.first_from_above = by.person, now(), is_above
        else:
            payment.second_by, payment.second_at, payment.second_from_above = by.person, now(), is_above
            payment.state = PaymentState.APPROVED
        payment.save()
        _note(payment, "help.fund_approve", by, {"from_above": is_above}, kept)
    return payment


def refuse_payment(pk: int, *, reason: str, by: Actor, nonce: str | None = None) -> Payment:
    """Another says no, and why. :raises Refused: who asked. :raises Conflict: it is over."""
    return _end(pk, PaymentState.REFUSED, reason, by, nonce)


def withdraw_payment(pk: int, *, reason: str = "", by: Actor, nonce: str | None = None) -> Payment:
    """Who asked no longer needs it. :raises Refused: somebody else. :raises Conflict: it is over."""
    return _end(pk, PaymentState.WITHDRAWN, reason, by, nonce)


def pay(pk: int, *, amount: int, receipt: Photo | None, by: Actor, nonce: str | None = None) -> Payment:
    """It was paid, against a receipt; what was not needed is available again. A wish then waits for who wished.

    :param receipt: a photo of it that ``by`` sent. :param amount: what was really paid, in fen.
    :raises Refused, Invalid: each in words. :raises Conflict: not approved, or the wish is over or done by a helper.
    """
    kept = own_nonce(by, f"pay/{pk}", nonce)
    wish_id = Payment.objects.filter(pk=pk).values_list("wish_id", flat=True).first()
    with transaction.atomic():
        wish = lock_wish(wish_id) if wish_id is not None else None
        payment = lock_payment(pk)
        if already_recorded(kept) is not None:
            return payment
        gate(by, FUND_PAY, payment)
        _check_state(payment, PaymentState.APPROVED)
        _check_payable(wish)
        payment.receipt = _own_receipt(receipt, by)
        payment.paid_amount = _within(clean_amount(amount), payment.amount)
        payment.state, payment.paid_by, payment.paid_at = PaymentState.PAID, by.person, now()
        payment.save()
        _spend(payment, payment.paid_amount, by)
        _note(payment, "help.fund_pay", by, {"amount": payment.paid_amount}, kept)
        if wish is not None and wish.state in PAYABLE:
            _take_as_done(wish, payment, by)
        elif wish is not None and wish.state == WishState.FULFILLED:
            count_payment(wish)
    return payment


def _asked(
    fund: Fund, wish: Wish | None, kind: PaymentKind, draft: PaymentDraft, *, by: Actor, nonce: str | None
) -> Payment:
    return Payment.objects.create(
        fund=fund,
        wish=wish,
        kind=kind,
        amount=clean_amount(draft.amount),
        payee=clean_words(draft.payee, field="payee", limit=PAYEE),
        words=clean_words(draft.words, field="words", limit=FUND_WORDS),
        asked_by=by.person,
        asked_at=now(),
        nonce=nonce,
    )


def _check_purpose(kind: PaymentKind, wish: Wish | None) -> None:
    if (kind == PaymentKind.WISH) != (wish is not None):
        raise Invalid(
            _("A payment for a wish is asked for on the page of the wish."),
            _("Choose what else it is for."),
            field="kind",
        )
    if wish is None:
        return
    if not is_payable(wish) or wish.tier != Tier.FUND:
        raise Conflict(
            _("The fund pays only where nobody was found: this wish is not on the fund's tier."),
            _("Offer it further up first."),
            code="tier",
        )
    if Payment.objects.running().filter(wish=wish).exists():
        raise Conflict(
            _("Money is asked for this wish already."), _("See the requests of the fund."), code="running"
        )


def _end(pk: int, state: PaymentState, reason: str, by: Actor, nonce: str | None) -> Payment:
    kept, is_refusal = own_nonce(by, f"{state}/{pk}", nonce), state == PaymentState.REFUSED
    said = clean_words(reason, field="reason", limit=REASON, required=is_refusal)
    with transaction.atomic():
        payment = lock_payment(pk)
        if already_recorded(kept) is not None:
            return payment
        gate(by, FUND_REFUSE if is_refusal else FUND_WITHDRAW, payment)
        if not payment.is_running:
            raise _is_over(payment)
        let_go(payment, state, by=by.person, reason=said)
        _note(payment, "help.fund_refuse" if is_refusal else "help.fund_withdraw", by, {}, kept)
    return payment


def _check_state(payment: Payment, state: PaymentState) -> None:
    if payment.state != state:
        raise _is_over(payment)


def _is_over(payment: Payment) -> Conflict:
    return Conflict(
        _("This payment is “%(state)s” meanwhile.") % {"state": payment.get_state_display()},
        _("Look at it again; what can be done now is shown there."),
        code="state",
    )


def is_payable(wish: Wish) -> bool:
    """Nobody was found yet; or it was paid for, that was reversed, and what is right is to be entered anew."""
    if wish.state in PAYABLE:
        return True
    was_paid = Payment.objects.filter(wish=wish, state=PaymentState.PAID).exists()
    return wish.state in PAID_FOR and was_paid and not Payment.objects.standing().filter(wish=wish).exists()


def _check_payable(wish: Wish | None) -> None:
    if wish is not None and not is_payable(wish):
        raise Conflict(
            _("The wish is “%(state)s” meanwhile.") % {"state": wish.get_state_display()},
            _("Withdraw the payment; the money goes back."),
            code="wish",
        )


def _own_receipt(photo: Photo | None, by: Actor) -> Photo:
    if photo is None:
        raise Invalid(_("A receipt is missing."), _("Take a photo of it."), field="receipt")
    if photo.purpose != PURPOSE or photo.uploaded_by_id != by.pk:
        raise Missing(_("There is no such photo."), _("Send the photo of the receipt again."))
    if Payment.objects.filter(receipt=photo).exists():
        raise Conflict(
            _("This receipt belongs to another payment."), _("Take a photo of the right one."), code="receipt"
        )
    return photo


def _within(amount: int, reserved: int) -> int:
    if amount > reserved:
        raise Invalid(
            _("More was paid than is reserved: at most %(most)s yuan.") % {"most": f"{reserved / 100:.2f}"},
            _("Ask for the rest in a payment of its own."),
            field="amount",
        )
    return amount


def _spend(payment: Payment, paid: int, by: Actor) -> None:
    fund, rest = payment.fund, payment.amount - paid
    move(fund, AccountKind.RESERVED, AccountKind.SPENT, paid, by=by.person, payment=payment)
    if rest:
        move(fund, AccountKind.RESERVED, AccountKind.AVAILABLE, rest, by=by.person, payment=payment)


def _take_as_done(wish: Wish, payment: Payment, by: Actor) -> None:
    """Nobody is looked for any more, whatever seats were open; who wished says whether it is done."""
    released = release_claims(wish)
    leave_ladder(wish)
    wish.state, wish.confirm_by = WishState.DONE, deadline(now(), CONFIRM_TERM)
    wish.revision += 1
    wish.save()
    record(
        wish.stream,
        "help.fund_done",
        by=by.person,
        after={"state": wish.state, "payment": payment.pk, "role": "desk", **released},
        place_path=wish.place_id,
    )


def _note(
    payment: Payment, action: str, by: Actor, more: dict[str, object], nonce: str | None = None
) -> None:
    note(payment.fund, action, by.person, {"payment": payment.pk, "state": payment.state, **more}, nonce)
