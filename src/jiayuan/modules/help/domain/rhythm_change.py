"""Somebody is visited on other days or more rarely: changed as it is, without ending and entering them anew."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import already_recorded
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.recurrence import read_rule

from ..limits import PLANNED_DAYS
from ..models import Recipient, SpecialService, Visit
from ..special_rules import SPECIAL_OPEN
from ..station_enums import VisitState
from .rhythm import Rhythm, due
from .special_locks import lock_recipient, note
from .specials import set_rhythm
from .visit_ends import call_off_planned
from .visit_plan import first_day, give_open, service_days, weekdays_in

CHANGED = "help.change_rhythm"


def days_to_come(recipient: Recipient) -> Sequence[date]:
    """On which days of the next weeks somebody is visited by the rhythm that ``recipient`` carries, saved or not."""
    service = recipient.service
    rhythm = Rhythm(
        recipient.pk, recipient.since, weekdays_in(recipient.days), recipient.every, recipient.phase
    )
    days = service_days(service, first_day(service), today() + timedelta(days=PLANNED_DAYS))
    interval = read_rule(service.rule, service.first).interval
    return [turn.day for turn in due(days, [rhythm], (), first=service.first, interval=interval)]


def foresee_rhythm(pk: int, *, days: str, every: int, by: Actor) -> Recipient:
    """With the rhythm that they would have; nothing is kept. :raises Missing, Refused, Invalid: each in words."""
    with transaction.atomic():
        recipient = lock_recipient(pk)
        _check(recipient, by)
        set_rhythm(recipient, days, every)
    return recipient


def change_rhythm(pk: int, *, days: str, every: int, by: Actor, nonce: str | None = None) -> Recipient:
    """Visits that no longer fit are called off, those that fit stay with who makes them, and what is new is planned;
    who was to go and who goes now are told, each once.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        recipient = lock_recipient(pk)
        _check(recipient, by)
        if already_recorded(nonce) is not None:
            return recipient
        before = _told(recipient)
        set_rhythm(recipient, days, every)
        if _told(recipient) == before:
            raise Conflict(_("They are visited so already."), _("Choose other days first."), code="same")
        recipient.save()
        _plan_anew(recipient, before, by, nonce)
    return recipient


def _plan_anew(recipient: Recipient, before: dict[str, object], by: Actor, nonce: str | None) -> None:
    service, wanted = recipient.service, days_to_come(recipient)
    visits = Visit.objects.filter(recipient=recipient)
    off = call_off_planned(service, visits.exclude(day__in=wanted), by=by)
    told = _told(recipient) | {"recipient": recipient.pk, "visits": off}
    note(service, CHANGED, by, before=before, after=told, nonce=nonce)
    _plan_again(service, recipient, wanted)


def _plan_again(service: SpecialService, recipient: Recipient, wanted: Sequence[date]) -> None:
    """A day that a rhythm before had called off is theirs once more; one called off for another reason stays so."""
    visits = Visit.objects.filter(recipient=recipient, day__in=wanted)
    off = visits.filter(state=VisitState.OFF, pk__in=_called_off_before(service))
    for visit in off.order_by("pk"):
        visit.state, visit.person, visit.ended_at = VisitState.PLANNED, None, None
        visit.revision += 1
        visit.save()
    known = set(visits.values_list("day", flat=True))
    Visit.objects.bulk_create(
        Visit(service=service, recipient=recipient, day=day) for day in wanted if day not in known
    )
    give_open(service)


def _called_off_before(service: SpecialService) -> set[int]:
    """By what was said last of each: one that the family called off since is theirs."""
    last: dict[int, bool] = {}
    entries = Entry.objects.filter(stream=service.stream, action__in=(CHANGED, "help.call_off_visit"))
    for each in entries.order_by("number"):
        after = (each.payload or {}).get("after", {})
        if each.action == CHANGED:
            last |= dict.fromkeys(after.get("visits", ()), True)
        elif "visit" in after and not after.get("together"):
            last[after["visit"]] = False
    return {pk for pk, by_rhythm in last.items() if by_rhythm}


def _told(recipient: Recipient) -> dict[str, object]:
    return {"days": recipient.days, "every": recipient.every, "phase": recipient.phase}


def _check(recipient: Recipient, by: Actor) -> None:
    gate(by, SPECIAL_OPEN, recipient.service)
    running = SpecialService.objects.running().filter(pk=recipient.service_id).exists()
    if recipient.until is not None or not running:
        raise Conflict(_("They are no longer visited."), _("Look at the list of the service."))
