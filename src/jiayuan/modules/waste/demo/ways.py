"""A sensible round without a solver, so that the demonstration is told in no time and alike for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from jiayuan.foundation.places.geo import metres_between

from ..domain.planning.needs import Need
from ..models import Crew, Site

WINDING, METRES_A_MINUTE = 1.3, 300
SERVICE = timedelta(minutes=4)
UNLOADING = timedelta(minutes=12)
EARLY = timedelta(minutes=60)
"""Before the hour that residents were told."""
Spot = tuple[float, float]


@dataclass(frozen=True)
class Leg:
    need: Need
    trip: int
    position: int
    at: datetime


def shared(needs: Sequence[Need], trucks: int) -> list[Sequence[Need]]:
    """Neighbouring estates together, about as many for each truck."""
    rows = sorted(needs, key=lambda each: (each.estate.pk[:12], each.estate.longitude))
    return [rows[len(rows) * each // trucks : len(rows) * (each + 1) // trucks] for each in range(trucks)]


def driven(crew: Crew, site: Site, day: date, needs: Sequence[Need]) -> Iterator[Leg]:
    """Always to the nearest that is left; to the site when the truck is full."""
    here: Spot = (crew.vehicle.latitude, crew.vehicle.longitude)
    clock = datetime.combine(day, crew.starts_at, tzinfo=timezone.get_default_timezone())
    waiting, trip, position, load = list(needs), 1, 0, 0.0
    while waiting:
        need = min(waiting, key=lambda each: (metres_between(here, spot_of(each)), each.estate.pk))
        if load and load + need.kg > crew.vehicle.capacity_kg:
            clock += _minutes(here, (site.latitude, site.longitude)) + UNLOADING
            here, trip, position, load = (site.latitude, site.longitude), trip + 1, 0, 0.0
            continue
        waiting.remove(need)
        clock += _minutes(here, spot_of(need))
        if need.at is not None:
            clock = max(clock, datetime.combine(day, need.at, tzinfo=clock.tzinfo) - EARLY)
        position, load, here = position + 1, load + need.kg, spot_of(need)
        yield Leg(need, trip, position, clock.replace(second=0))
        clock += SERVICE


def spot_of(need: Need) -> Spot:
    return need.estate.latitude or 0.0, need.estate.longitude or 0.0


def _minutes(here: Spot, there: Spot) -> timedelta:
    return timedelta(minutes=metres_between(here, there) * WINDING / METRES_A_MINUTE)
