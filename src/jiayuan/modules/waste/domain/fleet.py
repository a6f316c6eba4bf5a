"""Vehicles and disposal sites of an operator: entered, changed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation

from ..enums import Stream
from ..limits import CAPACITY_KG, CAPACITY_LITRES, MINUTES, NAME, PLATE, RANGE_KM
from ..models import Crew, Round, Site, Vehicle
from ..ops_rules import OPERATE
from .checks import from_day, in_order
from .dating import end


@dataclass(frozen=True)
class VehicleDraft:
    """``range_km`` None: not known; the planner leaves it in its yard."""

    plate: str
    carries: str
    capacity_kg: int
    capacity_litres: int
    latitude: float | None
    longitude: float | None
    range_km: int | None = None
    charging_minutes: int = 0
    since: date | None = None


@dataclass(frozen=True)
class SiteDraft:
    name: str
    streams: Sequence[str]
    latitude: float | None
    longitude: float | None
    opens_at: time
    closes_at: time
    unloading_minutes: int = 15
    since: date | None = None
    has_chargers: bool = False


def add_vehicle(operator: Organisation, draft: VehicleDraft, *, by: Actor) -> Vehicle:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, OPERATE, operator)
    vehicle = Vehicle(operator=operator, since=from_day(draft.since))
    _fill(vehicle, check_vehicle(draft))
    with transaction.atomic():
        _save(vehicle, _("A vehicle of this plate is at work already."), "plate")
        _record(vehicle, "waste.add_vehicle", by, after=_said_of_vehicle(vehicle), begins=True)
    return vehicle


def change_vehicle(pk: int, draft: VehicleDraft, *, by: Actor, revision: int | None = None) -> Vehicle:
    """What it is like; rounds that are planned already stay as they were drawn."""
    with transaction.atomic():
        vehicle: Vehicle = _lock(Vehicle, pk, by, revision)
        before = _said_of_vehicle(vehicle)
        _fill(vehicle, check_vehicle(draft))
        vehicle.revision += 1
        _save(vehicle, _("A vehicle of this plate is at work already."), "plate")
        _record(vehicle, "waste.change_vehicle", by, before=before, after=_said_of_vehicle(vehicle))
    return vehicle


def end_vehicle(pk: int, on: date | None = None, *, by: Actor, revision: int | None = None) -> Vehicle:
    """From this day on it is not planned any more; its crews end with it.

    :raises Conflict: a round of it is still to come.
    """
    with transaction.atomic():
        vehicle: Vehicle = _lock(Vehicle, pk, by, revision)
        day = from_day(on, least=vehicle.since, field="on")
        if Round.objects.live().filter(vehicle=vehicle, day__gte=day).exists():
            raise Conflict(
                _("A round of this vehicle is still to come."),
                _("Call it off, or choose a later day."),
                field="on",
            )
        for crew in Crew.objects.running().filter(vehicle=vehicle).order_by("pk"):
            end(crew, day)
        _end(vehicle, day, "waste.end_vehicle", by)
    return vehicle


def add_site(operator: Organisation, draft: SiteDraft, *, by: Actor) -> Site:
    gate(by, OPERATE, operator)
    site = Site(operator=operator, since=from_day(draft.since))
    _fill(site, check_site(draft))
    with transaction.atomic():
        _save(site, _("A site of this name is in your list already."), "name")
        _record(site, "waste.add_site", by, after=_said_of_site(site), begins=True)
    return site


def change_site(pk: int, draft: SiteDraft, *, by: Actor, revision: int | None = None) -> Site:
    with transaction.atomic():
        site: Site = _lock(Site, pk, by, revision)
        before = _said_of_site(site)
        _fill(site, check_site(draft))
        site.revision += 1
        _save(site, _("A site of this name is in your list already."), "name")
        _record(site, "waste.change_site", by, before=before, after=_said_of_site(site))
    return site


def end_site(pk: int, on: date | None = None, *, by: Actor, revision: int | None = None) -> Site:
    with transaction.atomic():
        site: Site = _lock(Site, pk, by, revision)
        _end(site, from_day(on, least=site.since, field="on"), "waste.end_site", by)
    return site


def bounded(value: int, bounds: tuple[int, int], field: str) -> int:
    """:raises Invalid: outside of what can be true."""
    least, most = bounds
    if not least <= value <= most:
        raise Invalid(
            _("%(value)s cannot be right here.") % {"value": value},
            _("Between %(least)s and %(most)s.") % {"least": least, "most": most},
            field=field,
        )
    return value


def check_vehicle(draft: VehicleDraft) -> Mapping[str, Any]:
    """Its fields as they are kept. :raises Invalid: the first that is wrong, the others as ``more``."""
    faults = Faults()
    found = {
        "plate": faults.take(lambda: _plate(draft.plate)),
        "carries": faults.take(lambda: _known_streams([draft.carries], "carries")[0]),
        "capacity_kg": faults.take(lambda: bounded(draft.capacity_kg, CAPACITY_KG, "capacity_kg")),
        "capacity_litres": faults.take(
            lambda: bounded(draft.capacity_litres, CAPACITY_LITRES, "capacity_litres")
        ),
        "range_km": faults.take(lambda: _range(draft.range_km)),
        "charging_minutes": faults.take(lambda: bounded(draft.charging_minutes, MINUTES, "charging_minutes")),
    }
    found |= faults.take(lambda: _position(draft), otherwise={})
    faults.settle()
    return found


def check_site(draft: SiteDraft) -> Mapping[str, Any]:
    """As :func:`check_vehicle`."""
    faults = Faults()
    ask = _("Write what people call this site.")
    found = {
        "name": faults.take(lambda: clean_words(draft.name, field="name", limit=NAME, ask=ask)),
        "streams": faults.take(lambda: _known_streams(draft.streams, "streams")),
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
        "unloading_minutes": faults.take(
            lambda: bounded(draft.unloading_minutes, MINUTES, "unloading_minutes")
        ),
        "has_chargers": draft.has_chargers,
    }
    faults.take(lambda: in_order(draft.opens_at, draft.closes_at, "closes_at"))
    found |= faults.take(lambda: _position(draft), otherwise={})
    faults.settle()
    return found


def _fill(row: Any, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _plate(typed: str) -> str:
    ask = _("Write its number plate.")
    return clean_words(typed, field="plate", limit=PLATE, ask=ask).upper().replace(" ", "")


def _range(kilometres: int | None) -> int | None:
    return None if kilometres is None else bounded(kilometres, RANGE_KM, "range_km")


def _known_streams(streams: Sequence[str], field: str) -> list[str]:
    found = [str(each) for each in Stream if each in set(streams)]
    if not found or len(found) < len(set(streams)):
        raise Invalid(_("There is no such stream."), _("Choose one from the list."), field=field)
    return found


def _position(draft: VehicleDraft | SiteDraft) -> dict[str, Any]:
    north, east = draft.latitude, draft.longitude
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
        raise Invalid(
            _("Where it stands is not known."), _("Enter its latitude and longitude."), field="latitude"
        )
    return {"latitude": north, "longitude": east}


def _lock(model: Any, pk: int, by: Actor, revision: int | None) -> Any:
    """:raises Missing, Refused, Conflict: not one's own, ended, or changed meanwhile."""
    row = lock_first(model.objects.visible_to(by).running().select_related("operator"), pk)
    if row is None:
        raise Missing(_("This is not in your list."), _("Look at the list again."))
    gate(by, OPERATE, row.operator)
    if revision is not None and revision != row.revision:
        raise Conflict(
            _("This page is out of date: meanwhile somebody changed it."),
            _("Look at how it is now and send it again if it still fits."),
            code="stale",
        )
    return row


def _save(row: Any, taken: str, field: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(
            taken, _("Look at the list, or correct what was typed."), field=field, code="taken"
        ) from error


def _end(row: Any, day: date, action: str, by: Actor) -> None:
    row.revision += 1
    row.until = max(day, row.since)
    row.save()
    _record(row, action, by, after={"until": row.until.isoformat()})


def _said_of_vehicle(vehicle: Vehicle) -> dict[str, Any]:
    names = ("plate", "carries", "capacity_kg", "capacity_litres", "range_km", "charging_minutes")
    return {name: getattr(vehicle, name) for name in names}


def _said_of_site(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "streams": site.streams,
        "hours": f"{site.opens_at:%H:%M}–{site.closes_at:%H:%M}",
        "has_chargers": site.has_chargers,
    }


def _record(row: Any, action: str, by: Actor, **said: Any) -> None:
    record(row.stream, action, by=by.person, place_path=row.operator.place_id, **said)
