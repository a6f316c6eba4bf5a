"""Asking one helper quietly, and their answer. It reserves nothing: whoever takes the wish on first has it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..enums import AskingState, Urgency, WishState
from ..limits import ASK_TERMS
from ..models import Asking, Claim, PostMember, Readiness, Wish
from ..rules import ANSWER, ASK
from .asking_ends import end_asking
from .claims import claim_wish
from .locks import lock_wish


def ask_helper(wish_pk: int, person_pk: int, *, by: Actor, nonce: str | None = None) -> Asking:
    """The desk asks one helper whom the wish reaches. A second sending of ``nonce`` gives the same asking.

    :raises Refused: not this wish's desk. :raises Conflict: the wish is not open any more (``state``), they are asked
        already (``asked``), said no to this wish (``refused``), are not reached (``tier``) or want a rest (``out``).
    """
    kept = clean_nonce(f"{wish_pk}/{person_pk}/{nonce}") if nonce else None
    with transaction.atomic():
        wish = lock_wish(wish_pk)
        if kept and (sent := Asking.objects.filter(nonce=kept).first()) is not None:
            return sent
        gate(by, ASK, wish)
        member = _member(wish, person_pk)
        moment = now()
        asking = Asking(
            wish=wish, person_id=person_pk, post_id=member.post_id, asked_by=by.person, asked_at=moment,
            until=deadline(moment, ASK_TERMS[Urgency(wish.urgency)]), nonce=kept,
        )  # fmt: skip
        try:
            with transaction.atomic():
                asking.save()
        except IntegrityError as error:
            raise _asked_already() from error
        _record(asking, "help.ask", by)
    return asking


def _member(wish: Wish, person_pk: int) -> PostMember:
    """For which of their posts. :raises Conflict: they cannot be asked, in words."""
    if wish.state != WishState.OPEN:
        raise Conflict(
            _("This wish is “%(state)s” meanwhile; nobody need be asked.")
            % {"state": wish.get_state_display()},
            _("Look at the wish again."),
            code="state",
        )
    found = (
        PostMember.objects.reached(wish.place_id, wish.tier).filter(person=person_pk).select_related("post")
    )
    member = max(found, key=lambda each: (len(each.post.place_id), -each.pk), default=None)
    if member is None or wish.wisher_id == person_pk:
        raise Conflict(
            _("The wish is not offered to their post yet."),
            _("Offer it further up first, or ask somebody nearer."),
            code="tier",
        )
    _check_free(wish, person_pk)
    return member


def _check_free(wish: Wish, person_pk: int) -> None:
    earlier = set(Asking.objects.filter(wish=wish, person=person_pk).values_list("state", flat=True))
    if AskingState.WAITING in earlier:
        raise _asked_already()
    if AskingState.NO in earlier:
        raise Conflict(
            _("They said that they cannot this time."), _("Ask somebody else; nobody minds."), code="refused"
        )
    if Claim.objects.taking().filter(wish=wish, person=person_pk).exists():
        raise Conflict(_("They have taken it on already."), _("Look at the wish again."), code="taken")
    if Readiness.objects.filter(person=person_pk, paused_until__gt=today()).exists():
        raise Conflict(_("They want a rest at the moment."), _("Ask somebody else."), code="out")


def answer_asking(pk: int, is_yes: bool, *, by: Actor, nonce: str | None = None) -> Asking:
    """Yes takes the wish on; no is held against nobody. Answered the same twice it is once.

    :raises Refused: not the one who was asked. :raises Conflict: too late (``late``), or as :func:`claim_wish` says.
    """
    with transaction.atomic():
        asking = _lock(pk)
        gate(by, ANSWER, asking)
        if asking.state == (AskingState.YES if is_yes else AskingState.NO):
            return asking
        _check_waiting(asking)
        if is_yes:
            claim_wish(asking.wish_id, by=by, post_id=asking.post_id, nonce=nonce)
            asking.refresh_from_db()
        else:
            end_asking(asking, AskingState.NO)
            _record(asking, "help.ask_no", by)
    return asking


def _check_waiting(asking: Asking) -> None:
    if asking.state == AskingState.WAITING:
        return
    if asking.state == AskingState.CLOSED:
        raise Conflict(
            _("Somebody else was quicker; it is in good hands."),
            _("Thank you for wanting to help!"),
            code="taken",
        )
    raise Conflict(
        _("This question is “%(state)s” meanwhile.") % {"state": asking.get_state_display()},
        _("See the card: while it is open you can still take it on."),
        code="late",
    )


def expire_askings(limit: int = 500) -> int:
    """What nobody answered in time goes back to the desk. How many."""
    due = Asking.objects.waiting().filter(until__lte=now()).order_by("pk")
    return one_by_one(list(due.values_list("pk", flat=True)[:limit]), _expire, what="asking")


def _expire(pk: int) -> int:
    with transaction.atomic():
        asking = _lock(pk)
        if asking.state != AskingState.WAITING or asking.until > now():
            return 0
        end_asking(asking, AskingState.EXPIRED)
        _record(asking, "help.ask_expired", None)
    return 1


def _lock(pk: int) -> Asking:
    """With its wish, which is locked: everything about a wish queues there."""
    wish_pk = Asking.objects.filter(pk=pk).values_list("wish_id", flat=True).first()
    if wish_pk is None:
        raise Missing(_("There is no such question."), _("See the wishes near you."))
    wish = lock_wish(wish_pk)
    asking = Asking.objects.select_for_update().get(pk=pk)
    asking.wish = wish
    return asking


def _asked_already() -> Conflict:
    return Conflict(
        _("They were asked already."), _("Wait for the answer, or ask somebody else."), code="asked"
    )


def _record(asking: Asking, action: str, by: Actor | None) -> None:
    """Whom it is about stands in the row and not in the entry."""
    record(
        asking.wish.stream,
        action,
        by=by.person if by is not None else None,
        after={"asking": asking.pk},
        place_path=asking.wish.place_id,
    )
