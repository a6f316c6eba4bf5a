"""What no truck can serve even if it had the whole day for it alone, and why. Plain Python; the checker asks it too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .model import Instance, Left, Route, Stop, Trip, Truck, may_charge
from .walk import Ground, walk

ORDER = ("stream", "heavy", "road", "reach", "window", "shift", "hours")
"""From what is furthest from being possible to what is nearest; said is the best that any truck reaches."""
WHY = {
    "stream": "No truck takes this stream: give a truck to it, or take the stop out.",
    "heavy": "It is heavier or larger than any truck can carry: plan a larger truck or more visits a week.",
    "road": "There is no road to it or from it to where trucks unload: correct its position or the road table.",
    "reach": "The way to it, on to where trucks unload and home is longer than any truck's range: charge on the way, "
    "or give a truck with more range.",
    "window": "No truck can be there within its hours and unload within those of a site: widen the window or begin the "
    "shift earlier.",
    "shift": "Going there alone takes longer than a shift: shorten the service or lengthen the shift.",
    "hours": "No truck is back before its day ends: widen the hours of trucks.",
}


def alone(ground: Ground, stop: Stop) -> Left | None:
    """None if some truck can serve it by itself; else what stands in the way of the truck that comes nearest to it."""
    best = -1
    for truck in ground.instance.trucks:
        if truck.stream != stop.stream or truck.count == 0:
            continue
        worst = _worst(ground, truck, stop)
        if worst is None:
            return None
        best = max(best, worst)
    code = ORDER[max(best, 0)]
    return Left(stop.id, code, WHY[code])


def alone_in_a_truck(
    ground: Ground, stop: Stop, day: int, trucks: Sequence[Truck] | None = None
) -> Route | None:
    """A round for this stop alone, by one of these trucks (None: by any)."""
    for truck in ground.instance.trucks if trucks is None else trucks:
        if truck.stream == stop.stream and truck.count != 0:
            for route in _tries(ground, truck, stop):
                if not walk(ground, route).faults:
                    return replace(route, day=day)
    return None


def _worst(ground: Ground, truck: Truck, stop: Stop) -> int | None:
    """How far such a truck gets with this stop alone (a place in :data:`ORDER`); None: all the way."""
    if any(has > most for has, most in zip(stop.load, truck.capacity, strict=True)):
        return ORDER.index("heavy")
    best = -1
    for route in _tries(ground, truck, stop):
        faults = walk(ground, route).faults
        if not faults:
            return None
        best = max(best, min(ORDER.index(each.code) for each in faults))
    return max(best, ORDER.index("road"))


def _tries(ground: Ground, truck: Truck, stop: Stop) -> Iterator[Route]:
    """Leaving at once and as late as the windows allow, by each site where it may unload."""
    sites = sites_of(ground.instance, truck) if truck.must_unload else [None]
    first = max(truck.hours[0], stop.release)
    way = ground.seconds(truck, truck.yard, stop.place)
    starts = {first} | {max(first, begin - way) for begin, _ in stop.windows}
    for site in sites:
        for start in sorted(starts):
            yield Route(0, truck.id, (Trip((stop.id,), site),), start)
            if may_charge(ground.instance, truck):
                for charger in ground.instance.chargers:
                    yield Route(0, truck.id, (Trip((stop.id,), site, charger.id),), start)


def sites_of(instance: Instance, truck: Truck) -> list[str]:
    """Where it may unload what it takes."""
    return [
        each.id
        for each in instance.sites
        if each.id in truck.sites and (not each.streams or truck.stream in each.streams)
    ]


def screened(instance: Instance) -> tuple[Instance, tuple[Left, ...]]:
    """The instance without what cannot be served, and what that is."""
    ground = Ground(instance)
    left = tuple(found for stop in instance.stops if (found := alone(ground, stop)) is not None)
    if not left:
        return instance, ()
    gone = {each.stop for each in left}
    return replace(instance, stops=tuple(each for each in instance.stops if each.id not in gone)), left
