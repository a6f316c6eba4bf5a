"""What waste sorting holds about a person: where they are a guide, what they drove. Handed out, and forgotten."""

from typing import Any

from django.db import transaction
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today

from ..appointment_enums import STANDING, AppointmentAction, AppointmentState
from ..models import Appointment, Crew, Guide, Handover, Round
from .appointments import end, give_back, lock_appointment

COVERED = {
    "waste.Guide": ("person", "name"), "waste.Crew": ("driver",), "waste.Round": ("driver",),
    "waste.Handover": ("driver",),
    "waste.Appointment": ("person", "items", "address", "contact_name", "contact_phone"),
}  # fmt: skip


def export_waste(person: Any) -> dict[str, Any]:
    """Where and when they help with sorting, and when they drove which vehicle."""
    rows = Guide.objects.filter(person=person).select_related("point__estate").order_by("pk")
    return {
        "guide_at": [
            {
                "point": each.point.name, "estate": each.point.estate.name, "weekdays": each.weekdays,
                "from": f"{each.starts_at:%H:%M}", "to": f"{each.ends_at:%H:%M}", "name": each.name,
                "since": each.since.isoformat(), "until": each.until.isoformat() if each.until else None,
            }
            for each in rows
        ],
        "drives": [
            {
                "vehicle": each.vehicle.plate, "weekdays": each.weekdays, "hours": str(each),
                "since": each.since.isoformat(), "until": each.until.isoformat() if each.until else None,
            }
            for each in Crew.objects.filter(driver=person).select_related("vehicle").order_by("pk")
        ],
        "appointments": [
            {
                "day": each.hours.day.isoformat(), "hours": str(each.hours), "waste": each.hours.waste,
                "items": each.items, "pieces": each.pieces, "estate": each.estate.name, "address": each.address,
                "name": each.contact_name, "phone": each.contact_phone, "state": each.state,
            }
            for each in Appointment.objects.filter(person=person).select_related("hours", "estate").order_by("pk")
        ],
        "rounds": [
            {"day": each.day.isoformat(), "vehicle": each.vehicle.plate, "from": f"{each.starts_at:%H:%M}"}
            for each in _rounds_of(person)
        ],
    }  # fmt: skip


def _rounds_of(person: Any) -> Any:
    """Also those that another took over."""
    passed_on = Handover.objects.filter(driver=person).values("round")
    rows = Round.objects.filter(Q(driver=person) | Q(pk__in=passed_on))
    return rows.select_related("vehicle").order_by("pk")


def erase_waste(person: Any) -> int:
    """That a guide stood there until today stays; who it was does not. Of rounds, whose driver then has no name, crews
    end."""
    for rows in (Crew.objects.filter(driver=person), Guide.objects.filter(person=person)):
        rows.exclude(until__lte=today()).update(until=Greatest(F("since"), Value(today(), DateField())))
    _forget_appointments(person)
    return Guide.objects.filter(person=person).update(person=None, name="—")


def _forget_appointments(person: Any) -> None:
    """What is booked is cancelled; that it was fetched from an estate stays, from whom does not."""
    booked = Appointment.objects.standing().filter(person=person).order_by("hours_id", "pk")
    with transaction.atomic():
        for pk in list(booked.values_list("pk", flat=True)):
            found = lock_appointment(pk)
            if found.state not in STANDING:
                continue  # ended while this waited for it
            if found.state == AppointmentState.BOOKED:
                give_back(found.hours_id)
            end(found, AppointmentAction.CANCEL, Actor())
    Appointment.objects.filter(person=person).update(person=None)
