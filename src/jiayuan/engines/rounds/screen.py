"""What no truck can serve even if it had the whole day for it alone, and why. Plain Python; the checker asks it too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .model import FAR, Instance, Left, Route, Stop, Trip, Truck, Window, may_charge
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
    """By each site where it may unload, and by each place where it may be charged then."""
    sites = sites_of(ground.instance, truck) if truck.must_unload else [None]
    chargers = ground.instance.chargers if may_charge(ground.instance, truck) else ()
    for site in sites:
        for charge in (None, *(each.id for each in chargers)):
            trip = Trip((stop.id,), site, charge)
            for start in _starts(ground, truck, stop, trip):
                yield Route(0, truck.id, (trip,), start)


def _starts(ground: Ground, truck: Truck, stop: Stop, trip: Trip) -> Iterator[int]:
    """When to leave: at once, or such that a call is reached just as it opens or closes. The day is shortest at one of
    these: between them, leaving later only shortens a wait or puts off the end."""
    first = max(truck.hours[0], stop.release)
    yield first
    here, clock, found = truck.yard, 0, set[int]()
    for place, windows, lasts in _calls(ground, stop, trip):
        clock += ground.seconds(truck, here, place)
        found |= {at - clock for window in windows for at in window if at < FAR}
        here, clock = place, clock + lasts
    yield from sorted(each for each in found if first < each <= truck.hours[1])


def _calls(ground: Ground, stop: Stop, trip: Trip) -> Iterator[tuple[int, tuple[Window, ...], int]]:
    """Where it is, when it may begin and how long it lasts: the stop, the unloading, the charge."""
    yield stop.place, stop.windows, stop.service
    if trip.site is not None:
        site = ground.sites[trip.site]
        yield site.place, (site.hours,), site.unloading
    if trip.charge is not None:
        charger = ground.chargers[trip.charge]
        yield charger.place, (charger.hours,), 0


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
