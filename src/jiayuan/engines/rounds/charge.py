"""Charges put between the trips of a truck's day: as few as it needs, each where it costs the least way."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from .model import Route, may_charge
from .walk import Ground, walk

MOST = 3
"""Charges in a truck's day."""


def charged(ground: Ground, route: Route) -> Route | None:
    """The same trips with the fewest charges that keep every limit; None if no such charges do."""
    bare = replace(route, trips=tuple(replace(each, charge=None) for each in route.trips))
    if not walk(ground, bare).faults:
        return bare
    if not may_charge(ground.instance, ground.trucks[route.truck]):
        return None
    nearest = [_nearest(ground, bare, number) for number in range(len(bare.trips))]
    for many in range(1, min(MOST, len(bare.trips)) + 1):
        walks = [(walk(ground, each), each) for each in _tries(ground, bare, nearest, many)]
        fits = [each for each in walks if not each[0].faults]
        if fits:
            return min(fits, key=lambda each: (each[0].driven, each[0].end))[1]
    return None


def _tries(ground: Ground, route: Route, nearest: list[str], many: int) -> Iterator[Route]:
    """After these trips or those, leaving when it would without a charge, or earlier by as long as charging takes."""
    truck = ground.trucks[route.truck]
    early = max(truck.hours[0], route.start - many * (truck.charge or 0))
    for places in combinations(range(len(route.trips)), many):
        trips = tuple(
            replace(each, charge=nearest[number]) if number in places else each
            for number, each in enumerate(route.trips)
        )
        for start in sorted({route.start, early}):
            yield replace(route, trips=trips, start=start)


def _nearest(ground: Ground, route: Route, number: int) -> str:
    """The charger that lies best on the way from where this trip unloads to where the next begins, or home."""
    site = route.trips[number].site
    yard = ground.trucks[route.truck].yard
    here = yard if site is None else ground.sites[site].place
    after = route.trips[number + 1 :]
    there = ground.stops[after[0].stops[0]].place if after else yard
    best = min(
        ground.instance.chargers,
        key=lambda each: ground.way(here, each.place) + ground.way(each.place, there),
    )
    return best.id
