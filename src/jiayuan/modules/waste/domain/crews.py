"""Who drives which vehicle on which days."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person

from ..models import Crew, Vehicle
from ..ops_rules import OPERATE
from .checks import from_day, in_order, known_weekdays
from .dating import end, row_of


@dataclass(frozen=True)
class CrewDraft:
    driver: int
    weekdays: int
    starts_at: time
    ends_at: time
    since: date | None = None


def drivers_of(operator: Organisation) -> list[Person]:
    """Who holds the role of a driver for this unit today."""
    grants = RoleGrant.objects.in_force().filter(role=Role.DRIVER, organisation=operator)
    return list(Person.objects.filter(pk__in=grants.values("person")).order_by("pk"))


def add_crew(vehicle_pk: int, draft: CrewDraft, *, by: Actor) -> Crew:
    """:raises Conflict: somebody drives this vehicle then, or the driver drives another."""
    known_weekdays(draft.weekdays)
    in_order(draft.starts_at, draft.ends_at, "ends_at")
    with transaction.atomic():
        vehicle = _lock_vehicle(vehicle_pk, by)
        driver = next((each for each in drivers_of(vehicle.operator) if each.pk == draft.driver), None)
        if driver is None:
            raise Invalid(
                _("They are no driver of this unit."), _("Choose one from the list."), field="driver"
            )
        lock_rows(Person, [driver.pk])
        since = from_day(draft.since, least=vehicle.since)
        _check_free(vehicle, draft, since)
        crew = Crew.objects.create(
            vehicle=vehicle, driver=driver, weekdays=draft.weekdays, starts_at=draft.starts_at,
            ends_at=draft.ends_at, since=since,
        )  # fmt: skip
        record(
            vehicle.stream, "waste.add_crew", by=by.person, place_path=vehicle.operator.place_id,
            after={"crew": crew.pk, "weekdays": crew.weekdays, "hours": str(crew), "since": since.isoformat()},
        )  # fmt: skip
    return crew


def end_crew(vehicle_pk: int, pk: int, on: date | None = None, *, by: Actor) -> Crew:
    with transaction.atomic():
        vehicle = _lock_vehicle(vehicle_pk, by)
        crew: Crew = row_of(Crew.objects.filter(vehicle=vehicle), pk)
        end(crew, from_day(on))
        record(
            vehicle.stream, "waste.end_crew", by=by.person, place_path=vehicle.operator.place_id,
            after={"crew": crew.pk, "until": f"{crew.until}"},
        )  # fmt: skip
    return crew


def _lock_vehicle(pk: int, by: Actor) -> Vehicle:
    vehicle = lock_first(Vehicle.objects.visible_to(by).running().select_related("operator"), pk)
    if vehicle is None:
        raise Missing(_("This is not in your list."), _("Look at the list again."))
    gate(by, OPERATE, vehicle.operator)
    return vehicle


def _check_free(vehicle: Vehicle, draft: CrewDraft, since: date) -> None:
    """Neither the vehicle nor the driver is taken at these hours of one of these days."""
    rows = Crew.objects.filter(
        Q(until=None) | Q(until__gt=since), Q(vehicle=vehicle) | Q(driver=draft.driver)
    )
    rows = rows.filter(starts_at__lt=draft.ends_at, ends_at__gt=draft.starts_at)
    taken = rows.annotate(both=F("weekdays").bitand(draft.weekdays)).filter(both__gt=0).first()
    if taken is None:
        return
    is_same = taken.vehicle_id == vehicle.pk
    raise Conflict(
        _("Somebody drives this vehicle at these hours.")
        if is_same
        else _("The driver drives another vehicle at these hours."),
        _("End the other crew first, or choose other days or hours."),
        field="starts_at" if is_same else "driver",
        code="taken",
    )
