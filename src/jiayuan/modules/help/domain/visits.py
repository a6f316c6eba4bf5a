"""What becomes of a visit: done, missed without a word, called off; and who takes on one that nobody makes."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded

from ..limits import LATE_WORD, MOST_MINUTES, REASON
from ..models import ServiceRecord, Visit
from ..special_rules import SPECIAL_KEEP, VISIT_DO, VISIT_TAKE
from ..station_enums import TAKING_DAYS, TO_LOOK_AFTER, VisitState
from .special_locks import lock_turns, lock_visit, note
from .swap_ends import drop_swaps

EVENING = time(20)
"""Without a word until then a visit is looked after."""


def do_visit(
    pk: int, *, by: Actor, minutes: int | None = None, words: str = "", nonce: str | None = None
) -> Visit:
    """They were there. It counts as help that was given, once, however often it is sent.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    said = clean_words(words, field="words", limit=REASON, required=False)
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, VISIT_DO, visit)
        if visit.state == VisitState.DONE or already_recorded(nonce) is not None:
            return visit
        check_doable(visit)
        visit.minutes = _minutes(visit.service.minutes if minutes is None else minutes)
        visit.words, visit.record = said, _count(visit, by)
        end_visit(visit, VisitState.DONE)
        told: dict[str, object] = {"visit": visit.pk, "minutes": visit.minutes}
        if settled := _met_again(visit):
            told["settled"] = settled
        note(visit.service, "help.do_visit", by, after=told, nonce=nonce)
    return visit


def call_off(pk: int, *, by: Actor | None, reason: str = "", nonce: str | None = None) -> Visit:
    """It does not take place: say who goes, the keeper or the desk; ``by`` None is who is visited, by their link."""
    said = clean_words(reason, field="words", limit=REASON, required=False)
    with transaction.atomic():
        visit = lock_visit(pk)
        if by is not None:
            gate(by, SPECIAL_KEEP, visit.service)
        if visit.state == VisitState.OFF:
            return visit
        _check_planned(visit)
        visit.words = said
        end_visit(visit, VisitState.OFF)
        drop_swaps(visits=[visit.pk], by=by)
        after = {"visit": visit.pk, "by_recipient": by is None}
        note(visit.service, "help.call_off_visit", by, after=after, nonce=nonce)
    return visit


def _met_again(visit: Visit) -> list[int]:
    """Nobody need call any more because they were not at home before; of which visits."""
    absent = Visit.objects.filter(recipient=visit.recipient_id, state=VisitState.ABSENT, settled_at=None)
    before = list(absent.filter(day__lt=visit.day).order_by("pk").values_list("pk", flat=True))
    Visit.objects.filter(pk__in=before).update(settled_at=now(), updated_at=now())
    return before


def settle_visit(pk: int, *, by: Actor, words: str, nonce: str | None = None) -> Visit:
    """Somebody looked after who had waited in vain. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, SPECIAL_KEEP, visit.service)
        if visit.settled_at is not None:
            return visit
        if visit.state not in TO_LOOK_AFTER:
            raise is_over(visit)
        visit.words = clean_words(words, field="words", limit=REASON)
        visit.settled_at = now()
        visit.save()
        note(visit.service, "help.settle_visit", by, after={"visit": visit.pk}, nonce=nonce)
    return visit


def take_visit(pk: int, *, by: Actor) -> Visit:
    """One of the team takes on a visit that nobody makes yet."""
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, VISIT_TAKE, visit)
        if visit.person_id == by.pk:
            return visit
        _check_planned(visit)
        if visit.person_id is not None:
            raise Conflict(_("Somebody else goes there meanwhile."), _("See which visits are still open."))
        lock_turns([by.person.pk] if by.person is not None else [])
        check_free(by.pk, visit)
        visit.person, visit.revision = by.person, visit.revision + 1
        visit.save(update_fields=["person", "revision", "updated_at"])
        note(visit.service, "help.take_visit", by, after={"visit": visit.pk})
    return visit


def check_free(person: int | None, visit: Visit) -> None:
    """:raises Conflict: they go somewhere else on this day."""
    rows = Visit.objects.filter(person=person, day=visit.day, state__in=TAKING_DAYS)
    if rows.exclude(pk=visit.pk).exists():
        raise Conflict(
            _("There is another visit on this day already."), _("Choose another day."), code="booked"
        )


def miss_silent(moment: datetime | None = None) -> int:
    """Visits of which there was no word by the evening; how many."""
    at = timezone.localtime(moment or now(), timezone.get_default_timezone())
    last = at.date() if at.time() >= EVENING else at.date() - timedelta(days=1)
    keys = list(Visit.objects.planned().filter(day__lte=last).order_by("pk").values_list("pk", flat=True))
    return one_by_one(keys, _miss, what="visit")


def evening_of(day: date) -> datetime:
    """By when there has to be a word."""
    return datetime.combine(day, EVENING, tzinfo=timezone.get_default_timezone())


def _miss(pk: int) -> bool:
    with transaction.atomic():
        visit = lock_visit(pk)
        if visit.state != VisitState.PLANNED:
            return False
        end_visit(visit, VisitState.MISSED)
        note(visit.service, "help.miss_visit", after={"visit": visit.pk})
    return True


def check_doable(visit: Visit) -> None:
    if visit.state not in (VisitState.PLANNED, *TO_LOOK_AFTER):
        raise is_over(visit)
    if visit.day > today():
        raise Conflict(_("This day has not come yet."), _("Say so once you were there."), code="day")
    if visit.day < today() - LATE_WORD:
        raise Conflict(
            _("This visit is too long ago."), _("Tell the community; it writes it down."), code="late"
        )
    if visit.person_id is None:
        raise Conflict(_("Nobody has taken on this visit."), _("Take it on first."), code="open")
    lock_turns([visit.person_id])
    check_free(visit.person_id, visit)


def _check_planned(visit: Visit) -> None:
    if visit.state != VisitState.PLANNED:
        raise is_over(visit)


def is_over(visit: Visit) -> Conflict:
    return Conflict(
        _("This visit is “%(state)s” meanwhile.") % {"state": visit.get_state_display()},
        _("Look at it again; what can be done now is shown there."),
        code="state",
    )


def _minutes(given: int) -> int:
    if not 5 <= given <= MOST_MINUTES:
        raise Invalid(
            _("From %(least)s to %(most)s is possible.") % {"least": 5, "most": MOST_MINUTES},
            _("Choose a number in between."),
            field="minutes",
        )
    return given


def _count(visit: Visit, by: Actor) -> ServiceRecord:
    service = visit.service
    return ServiceRecord.objects.create(
        post=service.post,
        kind=service.kind,
        words=service.name,
        day=visit.day,
        people=1,
        minutes=visit.minutes,
        written_by=by.person,
        written_at=now(),
    )


def end_visit(visit: Visit, state: VisitState) -> None:
    visit.state, visit.ended_at = state, now()
    visit.save()
