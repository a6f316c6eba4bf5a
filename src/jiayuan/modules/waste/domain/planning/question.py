"""The question to the engine, in its own file format, and what its answers are called here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings

from jiayuan.engines.rounds import Instance
from jiayuan.engines.rounds.district import read_district
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local

from ...models import CollectionDay, RoundStop, Site
from .needs import Need, litres_for
from .roads import on_district_roads
from .standing import Driver, Standing

BEFORE, AFTER = 60, 120
"""Minutes around the hour that residents were told, within which a truck may come."""
STOP_MINUTES = 4


@dataclass(frozen=True)
class Question:
    """``loads``: by the engine's row, what it stands for. Drivers by the engine's truck, names by the engine's site."""

    instance: Instance
    loads: dict[str, Need | RoundStop]
    drivers: dict[str, Driver]
    names: dict[str, str]
    calls: Mapping[int, CollectionDay]

    def load_of(self, stop: str) -> Need | RoundStop:
        """Of the engine's ``row/stream`` or, where it was divided, ``row/stream#part``."""
        return self.loads[stop.partition("#")[0]]

    def call_of(self, stop: str) -> int | None:
        """The collection that it stands for, as the day has it now."""
        load = self.load_of(stop)
        if isinstance(load, Need):
            return load.call
        return self.calls[load.pk].pk if load.pk in self.calls else load.call_id

    def share_of(self, stop: str) -> int:
        """Thousandths of that: where the planner divided it, a part."""
        name = stop.partition("#")[0]
        parts = sum(each.id.partition("#")[0] == name for each in self.instance.stops)
        return max(self.load_of(stop).share // max(parts, 1), 1)


def question_of(
    standing: Standing,
    needs: Sequence[Need],
    sites: Sequence[Site],
    calls: Mapping[int, CollectionDay],
) -> Question:
    """There is at least one driver and one site. ``calls``: what each stop stands for, by its key."""
    loads: dict[str, Need | RoundStop] = {f"{each.row}/{each.stream}": each for each in needs}
    loads |= {f"s{each.pk}/{each.stream}": each for each in standing.free}
    drivers = {str(each.crew.pk): each for each in standing.drivers}
    data = {
        "sites": [
            *[yard_row(each) for each in standing.drivers],
            *[site_row(each) for each in sites],
            *charger_rows(standing.drivers),
        ],
        "trucks": [truck_row(each, sites) for each in standing.drivers],
        "stops": [_stop(name, each, _hour(standing, each, calls)) for name, each in loads.items()],
    }
    names = {f"site {each.pk}": each.name for each in sites}
    return Question(on_district_roads(read_district(data)), loads, drivers, names, calls)


def yard_row(driver: Driver) -> dict[str, Any]:
    return {
        "id": f"yard {driver.crew.pk}", "kind": "yard", "latitude": driver.latitude, "longitude": driver.longitude,
    }  # fmt: skip


def site_row(site: Site) -> dict[str, Any]:
    return {
        "id": f"site {site.pk}", "kind": "disposal", "latitude": site.latitude, "longitude": site.longitude,
        "opens": f"{site.opens_at:%H:%M}", "closes": f"{site.closes_at:%H:%M}",
        "minutes": site.unloading_minutes, "streams": list(site.streams), "charging": site.has_chargers,
    }  # fmt: skip


def charger_rows(drivers: Sequence[Driver]) -> list[dict[str, Any]]:
    """Yards of vehicles that are charged by day, each place once."""
    ours = [each.crew.vehicle for each in drivers if each.crew.vehicle.charging_minutes]
    places = {(each.latitude, each.longitude): each.pk for each in ours}
    return [
        {"id": f"home {pk}", "kind": "charger", "latitude": north, "longitude": east}
        for (north, east), pk in places.items()
    ]


def truck_row(driver: Driver, sites: Sequence[Site]) -> dict[str, Any]:
    """A range that is not known keeps it in its yard, as the engine does with none."""
    crew, vehicle = driver.crew, driver.crew.vehicle
    fit = [f"site {each.pk}" for each in sites if vehicle.carries in each.streams]
    return {
        "id": str(crew.pk), "stream": vehicle.carries, "yard": f"yard {crew.pk}", "sites": fit, "count": 1,
        "kg": vehicle.capacity_kg, "m3": vehicle.capacity_litres / 1_000,
        "range_km": max((vehicle.range_km or 0) - driver.home_km, 0),
        "left_km": max((driver.range_km or 0) - driver.home_km, 0), "charge_minutes": vehicle.charging_minutes,
        "grams_km": settings.TRUCK_GRAMS_KM, "starts": f"{driver.starts_at:%H:%M}",
        "ends": f"{driver.ends_at:%H:%M}", "minutes": minute_of(driver.ends_at) - minute_of(driver.starts_at),
    }  # fmt: skip


def _hour(standing: Standing, load: Need | RoundStop, calls: Mapping[int, CollectionDay]) -> time | None:
    """What residents were told. It binds until the day has begun, and what is late already is fetched all the same."""
    call = calls.get(load.pk) if isinstance(load, RoundStop) else load
    at = call.at if call is not None else None
    if at is None or standing.is_rest:
        return None
    clock = local(now())
    is_late = standing.day == clock.date() and minute_of(at) + AFTER <= minute_of(clock.time())
    return None if is_late else at


def _stop(name: str, load: Need | RoundStop, at: time | None) -> dict[str, Any]:
    row, _slash, stream = name.partition("/")
    kg = float(load.expected_kg) if isinstance(load, RoundStop) else load.kg
    litres = litres_for(stream, kg) if isinstance(load, RoundStop) else load.litres
    said: dict[str, Any] = {"kg": kg, "m3": round(litres / 1_000, 3), "minutes": STOP_MINUTES}
    if at is not None:
        said["windows"] = [[spelled(minute_of(at) - BEFORE), spelled(minute_of(at) + AFTER)]]
    place = load.estate
    where = {} if place.latitude is None else {"latitude": place.latitude, "longitude": place.longitude}
    return {"id": row, "streams": {stream: said}} | where


def minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def spelled(minute: int) -> str:
    minute = min(max(minute, 0), 24 * 60 - 1)
    return f"{minute // 60:02d}:{minute % 60:02d}"
