"""Booking, changing and cancelling an appointment. Locks: the appointment, then its hours by key, the ledger last.

What stands where and how to reach whom is kept until it is over, and never in the ledger.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.notify.domain.personal_data import forget_numbers
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.tokens import fresh_token

from ..appointment_enums import STANDING, AppointmentAction, AppointmentState, HoursState
from ..appointment_lifecycle import APPOINTMENT_BY_ACTION
from ..appointment_rules import END_APPOINTMENT, KEEP_APPOINTMENT
from ..models import Appointment, PickupHours
from .appointment_drafts import AppointmentDraft, check_others, fill, key_of
from .queries.near import estate_of

TOKEN = "waste-appointment-token"  # noqa: S105 (a purpose, no secret)
OF_THE_UNIT = (AppointmentAction.DONE, AppointmentAction.NOT_THERE, AppointmentAction.CALL_OFF)
FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Booked:
    """The appointment, and the token with which a guest comes back to it. The token is not stored."""

    appointment: Appointment
    token: str


def book_appointment(estate: str, draft: AppointmentDraft, *, by: Actor, nonce: str | None = None) -> Booked:
    """Everybody may; the same form sent again gives what was booked. :raises Missing, Invalid, Conflict."""
    nonce = clean_nonce(nonce)
    token = fresh_token(nonce, TOKEN)
    if (known := _booked_before(nonce)) is not None:
        return Booked(known, token)
    place = estate_of(None, estate)
    if place is None:
        raise Missing(_("There is no such estate."), _("Choose yours from the list."))
    made = Appointment(estate=place, person=by.person, nonce=nonce, token_hash=hash_token(token))
    fill(made, draft, by)
    try:
        with transaction.atomic():
            check_others(made, draft)
            made.hours = _take(key_of(draft.hours), place)
            made.save(force_insert=True)
            record_step(made, "waste.book_appointment", by, begins=True)
    except IntegrityError as error:
        known = _booked_before(nonce) if is_taken(error) else None
        if known is None:
            raise
        return Booked(known, token)
    return Booked(made, token)


def amend_appointment(
    pk: int, draft: AppointmentDraft, *, by: Actor, revision: int | None = None
) -> Appointment:
    """Other hours, other things, another place. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        found = lock_appointment(pk)
        gate(by, KEEP_APPOINTMENT, found)
        check_step(found, AppointmentAction.AMEND)
        if revision is not None and revision != found.revision:
            raise Conflict(
                _("This page is out of date: the appointment was changed meanwhile."),
                _("Look at how it is now and send it again if it still fits."),
                code="stale",
            )
        fill(found, draft, by)
        chosen = key_of(draft.hours)
        if chosen != found.hours_id:
            lock_rows(PickupHours, sorted([chosen, found.hours_id]))
            old = found.hours_id
            found.hours = _take(chosen, found.estate)
            give_back(old)
        found.revision += 1
        found.save()
        record_step(found, "waste.amend_appointment", by)
    return found


def cancel_appointment(pk: int, *, by: Actor) -> Appointment:
    """Twice is once. Its place is free for somebody else. :raises Missing, Refused, Conflict: each in words."""
    with transaction.atomic():
        found = lock_appointment(pk)
        gate(by, KEEP_APPOINTMENT, found)
        if found.state != AppointmentState.CANCELLED:
            check_step(found, AppointmentAction.CANCEL)
            if found.state == AppointmentState.BOOKED:
                give_back(found.hours_id)
            end(found, AppointmentAction.CANCEL, by)
    return found


def move_appointment(pk: int, hours: str, *, by: Actor) -> Appointment:
    """Other hours for one whose hours were withdrawn; all else stays. The same again changes nothing.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        found = lock_appointment(pk)
        gate(by, KEEP_APPOINTMENT, found)
        chosen = key_of(hours)
        if (found.state, found.hours_id) == (AppointmentState.BOOKED, chosen):
            return found
        check_step(found, AppointmentAction.MOVE)
        other = _take(chosen, found.estate)
        if other.waste != found.hours.waste:
            raise Invalid(
                _("Something else is fetched then."), _("Choose one of the hours shown."), field="hours"
            )
        found.hours, found.state = other, AppointmentState.BOOKED
        found.revision += 1
        found.save()
        record_step(found, "waste.move_appointment", by)
    return found


def end_appointment(pk: int, action: str, *, by: Actor) -> Appointment:
    """The unit says what came of it; the same again changes nothing. :raises Missing, Refused, Conflict."""
    step = {each.value: each for each in OF_THE_UNIT}.get(action)
    if step is None:
        raise Missing(_("This cannot be done here."), _("Look at the list of the day."))
    with transaction.atomic():
        found = lock_appointment(pk)
        gate(by, END_APPOINTMENT, found)
        if found.state != APPOINTMENT_BY_ACTION[step].target:
            check_step(found, step)
            if step == AppointmentAction.CALL_OFF:
                give_back(found.hours_id)
            end(found, step, by)
    return found


def lapse_forgotten() -> int:
    """Of what nobody said for a week what came of it, neither name nor door is kept. How many."""
    old = Appointment.objects.standing().filter(hours__day__lt=today() - FORGOTTEN_AFTER).order_by("pk")
    return one_by_one(list(old.values_list("pk", flat=True)), _lapse, what="appointment")


def _lapse(pk: int) -> int:
    with transaction.atomic():
        found = lock_appointment(pk)
        if found.state not in STANDING:
            return 0
        end(found, AppointmentAction.LAPSE, Actor())
    return 1


def lock_appointment(pk: int) -> Appointment:
    found = lock_first(Appointment.objects.select_related("hours__operator", "estate"), pk)
    if found is None:
        raise no_such_appointment()
    return found


def no_such_appointment() -> Missing:
    return Missing(
        _("There is no such appointment."), _("Open it with the link that you kept, or book anew.")
    )


def check_step(found: Appointment, action: AppointmentAction) -> None:
    """:raises Conflict: the table has no such step from here, or not at this hour."""
    step = APPOINTMENT_BY_ACTION[action]
    if found.state not in step.sources:
        raise Conflict(
            _("This appointment is: %(state)s.") % {"state": found.get_state_display()},
            _("Look at how it is now."),
            code="state",
        )
    if step.before_it_begins and found.state == AppointmentState.BOOKED and found.hours.has_begun:
        raise Conflict(
            _("Its hours have begun."), _("Call the unit, or tell the crew when it comes."), code="late"
        )
    if step.from_its_day and found.hours.day > today():
        raise Conflict(
            _("Its day has not come yet."), _("Say on the day itself what came of it."), code="early"
        )


def end(found: Appointment, action: AppointmentAction, by: Actor) -> None:
    """Recorded before it is let go of, since that finds who is told. What a guest was told before goes first: the last
    word, that nobody comes, still has to reach them. Inside a transaction, locked."""
    found.state, found.ended_at = APPOINTMENT_BY_ACTION[action].target, now()
    found.revision += 1
    if found.person_id is None:
        forget_numbers([found.stream], [found.contact_phone], str)
    record_step(found, f"waste.appointment_{found.state}", by)
    found.items = found.address = found.contact_name = found.contact_phone = ""
    found.photo = None
    found.save()


def unseat(found: Appointment, by: Actor) -> None:
    """Its hours are withdrawn: what is to be fetched waits for others. Inside a transaction, locked with its hours."""
    check_step(found, AppointmentAction.UNSEAT)
    found.state = APPOINTMENT_BY_ACTION[AppointmentAction.UNSEAT].target
    found.revision += 1
    found.save()
    record_step(found, "waste.appointment_unseated", by)


def _booked_before(nonce: str | None) -> Appointment | None:
    return Appointment.objects.select_related("hours").filter(nonce=nonce).first() if nonce else None


def _take(pk: int, estate: Place) -> PickupHours:
    """One place of these hours, while nobody else can take it. :raises Invalid, Conflict: not here, or none is left."""
    found = lock_first(PickupHours.objects.serving(estate.path).ahead(), pk)
    if found is None:
        raise Invalid(
            _("Nobody comes to this estate then."), _("Choose one of the hours shown."), field="hours"
        )
    if found.state != HoursState.OPEN:
        raise Conflict(
            _("The unit takes no more appointments for these hours."), _("Choose other hours."),
            field="hours", code="closed",
        )  # fmt: skip
    if found.taken >= found.capacity:
        raise Conflict(
            _("These hours are full by now."), _("Choose other hours."), field="hours", code="full"
        )
    found.taken += 1
    found.save(update_fields=["taken", "updated_at"])
    return found


def give_back(pk: int) -> None:
    found = lock_first(PickupHours.objects.all(), pk)
    if found is not None and found.taken:
        found.taken -= 1
        found.save(update_fields=["taken", "updated_at"])


def record_step(found: Appointment, action: str, by: Actor, *, begins: bool = False) -> None:
    record(
        found.stream, action, by=by.person, place_path=found.estate_id, begins=begins,
        after={
            "state": found.state, "stream": found.hours.waste, "day": found.hours.day.isoformat(),
            "hours": str(found.hours), "pieces": found.pieces,
        },
    )  # fmt: skip
