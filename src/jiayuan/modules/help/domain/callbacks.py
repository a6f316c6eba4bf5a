"""Call-backs: heard by a community that had no part in the wish, two tries, and what comes of it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record
from jiayuan.services.cases.domain.redact import redact

from ..callback_enums import CallState, Content
from ..callback_rules import ANSWER_FINDING, CALL_BACK
from ..enums import Uncounted
from ..limits import REASON
from ..models import CallBack, ServiceRecord, Wish, WishContact
from .callback_facts import facts
from .checks import one_of
from .locks import lock_wish
from .recount import count_again, take_back


def lock_callback(pk: int) -> CallBack:
    """With its wish, the wish first. :raises Missing: there is none."""
    wish_id = CallBack.objects.filter(pk=pk).values_list("wish_id", flat=True).first()
    if wish_id is None:
        raise no_such_callback()
    wish = lock_wish(wish_id)
    lock_rows(CallBack, [pk])
    found = CallBack.objects.select_related("served", "checker").get(pk=pk)
    found.wish = wish
    return found


def no_such_callback() -> Missing:
    return Missing(_("There is no such call-back."), _("Look at the list of call-backs."))


def reveal_for_call(pk: int, *, by: Actor) -> WishContact:
    """Name and number for this one call; that they were read is recorded in its own chain: whoever served would read
    in the wish's that a call is to come, and who makes it.

    :raises Refused: not this community's. :raises Conflict: it is over. :raises Missing: no number is left.
    """
    with transaction.atomic():
        found = lock_callback(pk)
        gate(by, CALL_BACK, found)
        _check_waiting(found)
        contact = WishContact.objects.filter(wish=found.wish).exclude(phone="").first()
        if contact is None:
            raise Missing(_("No name and no number were left."), _("Note that nobody was reached."))
        _record(found, "help.read_contact", by, {"role": "checker"})
    return contact


def note_missed(pk: int, *, tries: int, by: Actor, nonce: str | None = None) -> CallBack:
    """Nobody answered. After the second time it is over.

    :param tries: how many there were on the page that this was sent from.
    :raises Refused: not this community's. :raises Conflict: somebody else noted it, or the first try was just now.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        found = _held(pk, tries, by, kept)
        if found.state != CallState.WAITING or already_recorded(kept) is not None:
            return found
        between = timedelta(hours=facts()["hours_between_tries"])
        if found.tried_at is not None and now() < found.tried_at + between:
            raise Conflict(
                _("The first try was just now."), _("Try again at another hour of the day."), code="soon"
            )
        found.tries, found.tried_at = found.tries + 1, now()
        if found.tries >= facts()["tries"]:
            found.state = CallState.MISSED
        found.save()
        _record(found, "help.callback_missed", by, {"tries": found.tries}, kept)
    return found


def note_heard(
    pk: int,
    *,
    tries: int,
    really_done: bool,
    content: str,
    words: str = "",
    by: Actor,
    nonce: str | None = None,
) -> CallBack:
    """Who wished was spoken with. What was not really done goes to the community that served and to its street, and
    counts no more as help that was given.

    :raises Refused: not this community's. :raises Invalid: not said how content. :raises Conflict: noted meanwhile.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        found = _held(pk, tries, by, kept)
        if found.state != CallState.WAITING or already_recorded(kept) is not None:
            return found
        found.content = one_of(content, Content, "content")
        found.words = clean_words(words, field="words", limit=REASON, required=not really_done)
        found.really_done, found.state = really_done, CallState.REACHED
        found.decided_by, found.decided_at = by.person, now()
        found.tries, found.tried_at = found.tries + 1, found.decided_at
        found.save()
        if not really_done:
            take_back(ServiceRecord.objects.of_wish(found.wish_id), Uncounted.CALLED_BACK, by=by)
        after = {"really_done": really_done, "content": found.content, "tries": found.tries}
        _record(found, "help.callback_heard", by, after, kept)
    return found


def answer_finding(
    pk: int, *, words: str, mended: bool = False, by: Actor, nonce: str | None = None
) -> CallBack:
    """What the community that served did about it. What is ``mended`` meanwhile counts again.

    :raises Refused: another's. :raises Conflict: answered already.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        found = lock_callback(pk)
        if already_recorded(kept) is not None:
            return found
        gate(by, ANSWER_FINDING, found)
        if found.really_done is not False or found.answered_at is not None:
            raise Conflict(
                _("There is nothing to answer here."), _("Look at the list of call-backs."), code="state"
            )
        found.answer = clean_words(words, field="words", limit=REASON)
        found.answered_by, found.answered_at, found.mended = by.person, now(), mended
        found.save()
        if mended:
            count_again(ServiceRecord.objects.of_wish(found.wish_id), Uncounted.CALLED_BACK, by=by)
        _record(found, "help.callback_answered", by, {"mended": mended}, kept)
    return found


def expire_callbacks(limit: int = 500) -> int:
    """Those that nobody called in time. How many."""
    due = CallBack.objects.waiting().filter(due_at__lte=now()).order_by("pk")
    keys = list(due.values_list("pk", flat=True)[:limit])
    return one_by_one(keys, lambda pk: _end(pk, CallState.EXPIRED), what="call-back")


def forget_callbacks(wishes: Iterable[Wish], names: Iterable[str]) -> None:
    """Nobody rings who asked to be forgotten; what was heard keeps what points to nobody."""
    for found in CallBack.objects.filter(wish__in=list(wishes)):
        found.words = redact(found.words, names)[:REASON]
        found.answer = redact(found.answer, names)[:REASON]
        if found.state == CallState.WAITING:
            found.state = CallState.DROPPED
        found.save()


def _end(pk: int, state: CallState) -> int:
    with transaction.atomic():
        found = lock_callback(pk)
        if found.state != CallState.WAITING:
            return 0
        found.state = state
        found.save()
        _record(found, "help.callback_expired", None, {"tries": found.tries})
    return 1


def _held(pk: int, tries: int, by: Actor, nonce: str | None) -> CallBack:
    """Locked, and as the page showed it; a second sending finds it as the first left it."""
    found = lock_callback(pk)
    gate(by, CALL_BACK, found)
    if already_recorded(nonce) is None:
        _check_waiting(found)
        if tries != found.tries:
            raise Conflict(
                _("Somebody else of your community has just noted a call."),
                _("Look at what they noted."),
                code="stale",
            )
    return found


def _check_waiting(found: CallBack) -> None:
    if found.state != CallState.WAITING:
        raise Conflict(
            _("This call-back is “%(state)s” meanwhile.") % {"state": found.get_state_display()},
            _("See the next one in the list."),
            code="state",
        )


def _record(
    found: CallBack, action: str, by: Actor | None, after: dict[str, Any], nonce: str | None = None
) -> None:
    """In its own chain; what was heard does not stand there: it would outlive its forgetting."""
    record(
        found.stream,
        action,
        by=by.person if by is not None else None,
        after=after,
        place_path=found.checker_id,
        nonce=nonce,
    )
