"""Hours that are free for an estate, one's own appointments, and those of a unit's day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...appointment_enums import BY_APPOINTMENT, OF_WHO_BOOKED, AppointmentAction, AppointmentState
from ...appointment_lifecycle import APPOINTMENT_TRANSITIONS
from ...models import Appointment, PickupHours
from ..appointments import no_such_appointment

MOST_OF_A_KIND, MOST_OWN, MOST_OF_A_DAY = 12, 20, 2_000


def free_hours(
    estate: Place, *, but_also: int | None = None, waste: str | None = None
) -> Sequence[PickupHours]:
    """The next ones of each kind of waste with a place left, kind by kind, so that what is offered often does not hide
    what is offered seldom; and the one that one has already. ``waste``: of this kind only. One query."""
    serving = PickupHours.objects.serving(estate.path)
    free = serving.ahead().free() | serving.filter(pk=but_also or 0)
    rows = free if waste is None else free.filter(waste=waste)
    kinds: dict[str, list[PickupHours]] = {each: [] for each in BY_APPOINTMENT}
    for each in rows.order_by("day", "starts_at", "pk"):
        if len(kinds[each.waste]) < MOST_OF_A_KIND or each.pk == but_also:
            kinds[each.waste].append(each)
    return [each for found in kinds.values() for each in found]


def own_appointments(actor: Actor) -> Sequence[Appointment]:
    """The newest first; one query, none for who cannot have one."""
    if actor.person is None and not actor.tokens:
        return []
    return list(own_rows(actor).order_by("-pk")[:MOST_OWN])


def own_rows(actor: Actor) -> "QuerySet[Appointment]":
    """With their hours and estate."""
    return Appointment.objects.own(actor).select_related("hours", "estate").defer("estate__boundary")


def steps_of(found: Appointment) -> Sequence[AppointmentAction]:
    """What who booked it can do with it now. No query."""
    is_late = found.state == AppointmentState.BOOKED and found.hours.has_begun
    return [
        step.action
        for step in APPOINTMENT_TRANSITIONS
        if step.action in OF_WHO_BOOKED and found.state in step.sources and not is_late
    ]


def own_appointment(actor: Actor, pk: int) -> Appointment:
    """:raises Missing: of somebody else, or there is none: both sound the same."""
    rows = Appointment.objects.own(actor).select_related("hours__operator", "estate", "photo")
    found = rows.defer("estate__boundary").filter(pk=pk).first()
    if found is None:
        raise no_such_appointment()
    return found


def hours_of_day(operator: Organisation, day: date) -> Sequence[tuple[PickupHours, Sequence[Appointment]]]:
    """In order, each with what is booked by address; cancelled ones are nobody's work. Two queries."""
    rows = PickupHours.objects.filter(operator=operator, day=day).select_related("place")
    hours = list(rows.defer("place__boundary").order_by("starts_at", "pk"))
    booked = Appointment.objects.filter(hours__in=[each.pk for each in hours])
    booked = (
        booked.exclude(state=AppointmentState.CANCELLED).select_related("estate").defer("estate__boundary")
    )
    of: dict[Any, list[Appointment]] = {}
    for each in booked.order_by("estate_id", "address", "pk")[:MOST_OF_A_DAY]:
        of.setdefault(each.hours_id, []).append(each)
    return [(each, of.get(each.pk, [])) for each in hours]


def may_see_appointment_photo(actor: Actor, photo: Any) -> bool:
    """Who booked it, and the unit that fetches it; as long as it is not over."""
    return Appointment.objects.visible_to(actor).standing().filter(photo=photo).exists()
