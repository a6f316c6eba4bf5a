"""The fleet of the street where the tours begin: trucks of the four streams, who drives them, and where they unload."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import EVERY_DAY, mask_of
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.organisations.models import Organisation

from ..domain.crews import CrewDraft, add_crew, drivers_of
from ..domain.fleet import SiteDraft, VehicleDraft, add_site, add_vehicle
from ..domain.queries.day import operator_of
from ..enums import Stream
from ..models import Crew, Site
from .rollout import noon
from .texts import PLATES, SITES

FLEET_SINCE = date(2024, 3, 4)
NEW_SINCE = date(2026, 3, 2)
YARD = (37.8391, 112.5693)
TRUCKS = {
    Stream.KITCHEN: (4, 6_000, 9_000, 180, EVERY_DAY, (time(7, 30), time(13, 30))),
    Stream.RESIDUAL: (3, 7_000, 14_000, 220, EVERY_DAY, (time(4, 30), time(10, 30))),
    Stream.RECYCLABLE: (3, 1_500, 8_000, 160, mask_of([1, 3, 5]), (time(12, 30), time(18, 30))),
    Stream.HAZARDOUS: (3, 1_200, 5_000, 160, mask_of([2]), (time(13), time(19))),
}
"""By stream: how many, what each holds (kg, litres), how far it goes (km), on which days, and its hours."""


@dataclass
class Fleet:
    operator: Organisation
    unit: Actor
    crews: dict[str, list[Crew]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)


def tell_fleet(context: DemoContext) -> Fleet:
    """Through the doors in use, as the unit entered it then."""
    unit = Actor(person=context.people["unit"])
    fleet = Fleet(operator_of(unit), unit)
    with at(noon(FLEET_SINCE)):
        fleet.sites = _sites(fleet)
        drivers = _drivers(fleet, context.people["driver"])
        plates = iter(PLATES)
        for stream in TRUCKS:
            fleet.crews[stream] = _trucks(fleet, stream, drivers[stream], plates)
    with at(noon(max(NEW_SINCE, FLEET_SINCE))):
        add_vehicle(fleet.operator, _draft(next(plates), Stream.KITCHEN, reach=None), by=unit)
    return fleet


def _sites(fleet: Fleet) -> dict[str, Site]:
    """Each stream's own."""
    found: dict[str, Site] = {}
    for name, north, east, streams in SITES:
        draft = SiteDraft(name, streams, north, east, time(4), time(22), 12)
        site = add_site(fleet.operator, draft, by=fleet.unit)
        found |= dict.fromkeys(streams, site)
    return found


def _drivers(fleet: Fleet, shown: Any) -> dict[str, Sequence[Any]]:
    """Who is entered with one tap drives the first kitchen truck; recyclables and hazardous waste have different days
    and the same drivers."""
    rest = [each for each in drivers_of(fleet.operator) if each.pk != shown.pk]
    kitchen, residual = TRUCKS[Stream.KITCHEN][0] - 1, TRUCKS[Stream.RESIDUAL][0]
    late = rest[kitchen + residual :]
    return {
        Stream.KITCHEN: [shown, *rest[:kitchen]],
        Stream.RESIDUAL: rest[kitchen : kitchen + residual],
        Stream.RECYCLABLE: late,
        Stream.HAZARDOUS: late,
    }


def _trucks(fleet: Fleet, stream: str, drivers: Sequence[Any], plates: Any) -> list[Crew]:
    *_size, weekdays, (starts, ends) = TRUCKS[Stream(stream)]
    made = []
    for driver, _number in zip(drivers, range(TRUCKS[Stream(stream)][0]), strict=False):
        vehicle = add_vehicle(fleet.operator, _draft(next(plates), stream), by=fleet.unit)
        made.append(add_crew(vehicle.pk, CrewDraft(driver.pk, weekdays, starts, ends), by=fleet.unit))
    return made


def _draft(plate: str, stream: str, reach: int | None = 0) -> VehicleDraft:
    _many, kg, litres, far, *_when = TRUCKS[Stream(stream)]
    return VehicleDraft(plate, stream, kg, litres, *YARD, far if reach == 0 else reach, charging_minutes=90)
