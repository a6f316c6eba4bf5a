"""Who went found nobody at home. That is no visit that was missed, and none that was made; nobody is blamed for it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import already_recorded

from ..limits import PLANNED_DAYS
from ..models import Away, SpecialService, Visit
from ..special_rules import VISIT_DO
from ..station_enums import VisitState
from .special_locks import lock_turns, lock_visit, note
from .swap_ends import drop_swaps
from .visit_plan import team_keys
from .visits import check_doable, check_free, end_visit, is_over


def find_nobody(pk: int, *, by: Actor, nonce: str | None = None) -> Visit:
    """Somebody went and nobody opened: the community calls, until it is looked after or they are met again.

    :raises Missing, Refused, Conflict: each in words.
    """
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, VISIT_DO, visit)
        if visit.state == VisitState.ABSENT or already_recorded(nonce) is not None:
            return visit
        check_doable(visit)
        end_visit(visit, VisitState.ABSENT)
        drop_swaps(visits=[visit.pk], by=by)
        note(visit.service, "help.absent_visit", by, after={"visit": visit.pk}, nonce=nonce)
    return visit


def try_again(pk: int, day: date | None, *, by: Actor, nonce: str | None = None) -> Visit:
    """The same helper goes once more on ``day``; gives that visit.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, VISIT_DO, visit)
        sent = already_recorded(nonce)
        if sent is not None and sent.payload is not None:
            return Visit.objects.get(pk=sent.payload["after"]["visit"])
        if visit.state != VisitState.ABSENT or visit.settled_at is not None:
            raise is_over(visit)
        again = Visit(service=visit.service, recipient=visit.recipient, day=_day(day), person=visit.person)
        _check_possible(again)
        again.save()
        told = {"visit": again.pk, "day": str(again.day)}
        note(visit.service, "help.try_again", by, before={"visit": visit.pk}, after=told, nonce=nonce)
    return again


def _day(day: date | None) -> date:
    if day is None or not today() < day <= today() + timedelta(days=PLANNED_DAYS):
        raise Invalid(
            _("Choose a day from tomorrow on, within %(days)s days.") % {"days": PLANNED_DAYS},
            _("Later visits are planned by themselves."),
            field="day",
        )
    return day


def _check_possible(again: Visit) -> None:
    running = SpecialService.objects.running().filter(pk=again.service_id).exists()
    if again.recipient.until is not None or not running or again.person_id is None:
        raise Conflict(_("Nobody is visited there any more."), _("Tell the community what you found."))
    away = Away.objects.filter(person=again.person_id, first__lte=again.day, last__gte=again.day)
    if again.person_id not in team_keys(again.service) or away.exists():
        raise Conflict(
            _("They cannot go on this day."), _("Choose another day; or somebody else of the team goes by.")
        )
    if Visit.objects.filter(recipient=again.recipient_id, day=again.day).exists():
        raise Conflict(
            _("A visit to them is planned on this day already."), _("Choose another day."), code="planned"
        )
    lock_turns([again.person_id])
    check_free(again.person_id, again)
