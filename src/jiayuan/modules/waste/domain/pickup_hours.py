"""Hours that a unit offers for appointments, and takes back.

Locks: the name of a unit's hours, so that two that overlap cannot both find nothing there; appointments by key, then
the hours, the ledger last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name, lock_rows
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import STREET_LENGTH

from ..appointment_enums import BY_APPOINTMENT, HoursAction, HoursState
from ..appointment_lifecycle import HOURS_BY_ACTION
from ..appointment_rules import OFFER_HOURS
from ..limits import SEATS
from ..models import Appointment, PickupHours
from .appointments import unseat
from .checks import in_order

AHEAD = timedelta(days=90)
LOCK = "waste-hours"


@dataclass(frozen=True)
class HoursOffer:
    place: str
    waste: str
    day: date
    starts_at: time
    ends_at: time
    capacity: int


def street_of(operator: Organisation) -> str:
    """Where a unit works: addresses of others are no business of it."""
    return (operator.place_id or "")[:STREET_LENGTH]


def offer_hours(operator: Organisation, offer: HoursOffer, *, by: Actor) -> PickupHours:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, OFFER_HOURS, operator)
    if offer.waste not in BY_APPOINTMENT:
        raise Invalid(_("This is not fetched by appointment."), _("Choose one from the list."), field="waste")
    if not today() < offer.day <= today() + AHEAD:
        raise Invalid(
            _("This day is not ahead."), _("Choose a day from tomorrow to in three months."), field="day"
        )
    in_order(offer.starts_at, offer.ends_at, "ends_at")
    if not SEATS[0] <= offer.capacity <= SEATS[1]:
        raise Invalid(_("This is no number of appointments."), _("Between 1 and 200."), field="capacity")
    place = Place.objects.current().defer("boundary").filter(pk=offer.place).first()
    if place is None or len(place.path) < STREET_LENGTH or not place.path.startswith(street_of(operator)):
        raise Invalid(_("Which community is it?"), _("Choose one from the list."), field="place")
    try:
        with transaction.atomic():
            return _make(operator, place, offer, by)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(
            _("These hours are offered already."), _("Choose another hour to begin."), field="starts_at"
        ) from error


def _make(operator: Organisation, place: Place, offer: HoursOffer, by: Actor) -> PickupHours:
    lock_name(f"{LOCK}/{operator.pk}")
    _check_apart(operator, place, offer)
    made = PickupHours.objects.create(
        operator=operator, place=place, waste=offer.waste, day=offer.day, starts_at=offer.starts_at,
        ends_at=offer.ends_at, capacity=offer.capacity,
    )  # fmt: skip
    record(
        made.stream, "waste.offer_hours", by=by.person, place_path=place.path, begins=True,
        after={
            "stream": made.waste, "day": made.day.isoformat(), "hours": str(made), "capacity": made.capacity,
        },
    )  # fmt: skip
    return made


def _check_apart(operator: Organisation, place: Place, offer: HoursOffer) -> None:
    """:raises Conflict: the same is fetched there at hours that overlap these."""
    others = PickupHours.objects.filter(operator=operator, place=place, waste=offer.waste, day=offer.day)
    others = others.filter(starts_at__lt=offer.ends_at, ends_at__gt=offer.starts_at)
    taken = others.exclude(state=HoursState.WITHDRAWN).order_by("starts_at").first()
    if taken is not None:
        raise Conflict(
            _("These hours overlap others that are offered there: %(hours)s.") % {"hours": taken},
            _("Choose hours before or after them, or let those take more appointments."),
            field="starts_at", code="overlap",
        )  # fmt: skip


def turn_hours(pk: int, action: str, *, by: Actor) -> PickupHours:
    """Take no more appointments, or take them again: what is booked stays. The same again changes nothing.

    :raises Missing, Refused, Conflict: each in words.
    """
    step = {each.value: each for each in (HoursAction.CLOSE, HoursAction.REOPEN)}.get(action)
    if step is None:
        raise Missing(_("This cannot be done here."), _("Look at the list of the day."))
    with transaction.atomic():
        found = _lock_hours(pk, by)
        if found.state != HOURS_BY_ACTION[step].target:
            _turn(found, step, by)
    return found


def set_seats(pk: int, capacity: int, *, by: Actor) -> PickupHours:
    """Fewer places or more; never fewer than are taken. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        found = _lock_hours(pk, by)
        _check_open(found, (HoursState.OPEN, HoursState.CLOSED))
        if not max(SEATS[0], found.taken) <= capacity <= SEATS[1]:
            raise Invalid(
                _("%(taken)s appointments are booked already.") % {"taken": found.taken}
                if SEATS[0] <= capacity < found.taken
                else _("This is no number of appointments."),
                _("Between %(least)s and %(most)s.")
                % {"least": max(SEATS[0], found.taken), "most": SEATS[1]},
                field="capacity",
            )
        if capacity == found.capacity:
            return found
        before, found.capacity = found.capacity, capacity
        found.save(update_fields=["capacity", "updated_at"])
        _note(found, "waste.set_seats", by, before={"capacity": before}, capacity=capacity)
    return found


def withdraw_hours(pk: int, *, by: Actor) -> PickupHours:
    """Nobody comes then. First nobody can book them any more; then those who have are told, and choose other hours.

    In two steps, since an appointment is locked before its hours: whoever books between them finds the hours closed.

    :raises Missing, Refused, Conflict: each in words.
    """
    with transaction.atomic():
        found = _lock_hours(pk, by)
        if found.state == HoursState.WITHDRAWN:
            return found
        if found.state == HoursState.OPEN:
            _turn(found, HoursAction.CLOSE, by)
    with transaction.atomic():
        booked = Appointment.objects.booked().filter(hours=pk)
        lock_rows(Appointment, booked.values_list("pk", flat=True))
        found = _lock_hours(pk, by)
        if found.state == HoursState.WITHDRAWN:
            return found
        rows = list(booked.select_related("hours").order_by("pk"))
        found.taken = 0
        _turn(found, HoursAction.WITHDRAW, by, booked=len(rows))
        for each in rows:
            unseat(each, by)
    return found


def _lock_hours(pk: int, by: Actor) -> PickupHours:
    found = lock_first(PickupHours.objects.select_related("operator"), pk)
    if found is None:
        raise Missing(_("There are no such hours."), _("Look at the list of the day."))
    gate(by, OFFER_HOURS, found.operator)
    return found


def _turn(found: PickupHours, action: HoursAction, by: Actor, **after: Any) -> None:
    step = HOURS_BY_ACTION[action]
    _check_open(found, step.sources)
    found.state = step.target
    found.save(update_fields=["state", "taken", "updated_at"])
    _note(found, f"waste.{action}_hours", by, state=found.state, **after)


def _check_open(found: PickupHours, sources: Sequence[HoursState]) -> None:
    """:raises Conflict: they are not so any more, or have begun."""
    if found.state not in sources:
        raise Conflict(
            _("These hours are: %(state)s.") % {"state": found.get_state_display()},
            _("Look at how it is now."),
            code="state",
        )
    if found.has_begun:
        raise Conflict(
            _("These hours have begun."), _("Say of each appointment what came of it."), code="late"
        )


def _note(found: PickupHours, action: str, by: Actor, before: Any = None, **after: Any) -> None:
    known = {"stream": found.waste, "day": found.day.isoformat(), "hours": str(found)}
    record(
        found.stream,
        action,
        by=by.person,
        place_path=found.place_id,
        before=before or {},
        after=known | after,
    )
