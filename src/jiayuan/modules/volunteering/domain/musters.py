"""Calling volunteers together at once: who is called is told, and answers with one touch."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from jiayuan.services.gatherings.domain.nonces import own_nonce

from ..enums import AnswerKind
from ..models import MusterAnswer, MusterCall, Team, Volunteer
from ..volunteer_rules import ANSWER, CALL, CLOSE_CALL, KEEP_TEAM


def call_muster(
    *,
    words: str,
    meet_at: str,
    by: Actor,
    team: Team | None = None,
    place_path: str = "",
    nonce: str | None = None,
) -> MusterCall:
    """Call a team, or all volunteers of a place. The same nonce calls once.

    :raises Refused: neither leader nor office. :raises Invalid: names the field, or nobody would be called.
    :raises Conflict: the team is called already.
    """
    gate(by, *((CALL, team) if team is not None else (KEEP_TEAM, place_path)))
    said = clean_words(words, field="words", limit=200)
    where = clean_words(meet_at, field="meet_at", limit=80)
    kept = own_nonce(nonce, by)
    known = _sent(kept)
    if known is not None:
        return known
    called = _called(team, place_path)
    if not called:
        raise Invalid(_("Nobody would be called."), _("Take volunteers into the team first."))
    try:
        with transaction.atomic():
            call = MusterCall.objects.create(
                place_id=team.place_id if team else place_path,
                team=team,
                words=said,
                meet_at=where,
                called_by=by.person,
                called_at=now(),
                nonce=kept,
            )
            MusterAnswer.objects.bulk_create([MusterAnswer(call=call, volunteer=each) for each in called])
            entry = _record(call, "volunteering.call_muster", by, {"words": said, "called": len(called)})
            _tell(call, entry, [each.person for each in called])
    except IntegrityError as error:
        known = _sent(kept)
        if known is not None:
            return known  # both taps arrived at once
        raise Conflict(
            _("This team is called already."), _("Close that call first; its page shows who comes.")
        ) from error
    return call


def _sent(kept: str | None) -> MusterCall | None:
    return MusterCall.objects.filter(nonce=kept).first() if kept else None


def _called(team: Team | None, place_path: str) -> list[Volunteer]:
    rows = Volunteer.objects.active().select_related("person").filter(person__is_active=True)
    if team is not None:
        rows = rows.filter(memberships__team=team, memberships__until=None)
    else:
        if not Place.objects.current().filter(pk=place_path).exists():
            raise Invalid(
                _("There is no such place."), _("Choose it again from the list of places."), field="place"
            )
        rows = rows.within(place_path)
    return [each for each in rows.order_by("pk") if each.may_take_part and not each.is_minor]


def _tell(call: MusterCall, entry: Any, people: Sequence[Person]) -> None:
    tell(
        "volunteering.muster",
        entry=entry,
        people=people,
        is_urgent=True,
        say=lambda: Said(
            _("You are called: %(words)s") % {"words": call.words},
            _("Meet at %(where)s. Say whether you come.") % {"where": call.meet_at},
            f"/volunteering/musters/{call.pk}/",
        ),
    )


def answer_muster(pk: int, answer: str, *, by: Actor) -> MusterAnswer:
    """Say whether one comes; the last word counts until the call is closed.

    :raises Refused: not called. :raises Invalid: neither yes nor no. :raises Conflict: closed.
    """
    if answer not in AnswerKind.values:
        raise Invalid(_("Are you coming?"), _("Choose one of the two answers."), field="answer")
    with transaction.atomic():
        call = lock_call(pk)
        gate(by, ANSWER, call)
        if call.closed_at is not None:
            raise Conflict(_("This call is over."), _("Thank you for looking."))
        given = call.answers.select_for_update().get(volunteer__person_id=by.pk)
        given.answer, given.answered_at = answer, now()
        given.save(update_fields=["answer", "answered_at"])
        _record(call, "volunteering.answer_muster", by, {"answer": answer})
    return given


def close_muster(pk: int, *, by: Actor) -> MusterCall:
    """Nobody needs to answer any more. :raises Conflict: closed before."""
    with transaction.atomic():
        call = lock_call(pk)
        gate(by, CLOSE_CALL, call)
        if call.closed_at is not None:
            raise Conflict(_("This call is over."), _("Nothing more needs to be done."))
        call.closed_at = now()
        call.save(update_fields=["closed_at", "updated_at"])
        _record(call, "volunteering.close_muster", by, counts_of(call))
    return call


def lock_call(pk: int) -> MusterCall:
    call = lock_first(MusterCall.objects.select_related("team__leader"), pk)
    if call is None:
        raise Missing(_("There is no such call."), _("Look at the page “Volunteering”."))
    return call


def counts_of(call: MusterCall) -> dict[str, int]:
    """How many come, cannot, have not answered. One query."""
    return call.answers.aggregate(
        coming=Count("pk", filter=Q(answer=AnswerKind.COMING)),
        cannot=Count("pk", filter=Q(answer=AnswerKind.CANNOT)),
        waiting=Count("pk", filter=Q(answer="")),
    )


def _record(call: MusterCall, action: str, by: Actor, after: dict[str, Any]) -> Any:
    return record(call.stream, action, by=by.person, after=after, place_path=call.place_id)
