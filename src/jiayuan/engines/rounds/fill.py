"""What a search left out put in where a truck still has room and time, where it costs the least way."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .model import Route, Stop, Trip, Truck
from .pack import Fit, kept
from .screen import alone_in_a_truck, sites_of
from .walk import Ground, walk


def filled(
    ground: Ground, routes: Sequence[Route], stops: Sequence[Stop], *, day: int, until: float, fit: Fit = kept
) -> list[Route]:
    """The same rounds with whatever of ``stops`` fits into them. Once the time is over only trucks that stand idle are
    tried, so that none stays at home while somebody waits for it."""
    made = list(routes)
    for stop in stops:
        tries = _tries(ground, made, stop, fit) if time.monotonic() < until else iter(())
        best = min(tries, key=lambda each: each[0], default=None)
        if best is not None:
            made[best[1]] = best[2]
        elif (own := alone_in_a_truck(ground, stop, day, _idle(ground, made))) is not None:
            made.append(own)
    return made


def _tries(ground: Ground, routes: Sequence[Route], stop: Stop, fit: Fit) -> Iterator[tuple[int, int, Route]]:
    """How much further it is, the number of the round, and the round with the stop in it."""
    for number, route in enumerate(routes):
        truck = ground.trucks[route.truck]
        if truck.stream != stop.stream:
            continue
        before = walk(ground, route).driven
        for longer in (*_in_a_trip(route, stop), *_in_a_trip_more(ground, truck, route, stop)):
            fits = fit(ground, longer)
            if fits is not None:
                yield walk(ground, fits).driven - before, number, fits


def _in_a_trip(route: Route, stop: Stop) -> Iterator[Route]:
    for at, trip in enumerate(route.trips):
        for place in range(len(trip.stops) + 1):
            fuller = replace(trip, stops=(*trip.stops[:place], stop.id, *trip.stops[place:]))
            yield replace(route, trips=(*route.trips[:at], fuller, *route.trips[at + 1 :]))


def _in_a_trip_more(ground: Ground, truck: Truck, route: Route, stop: Stop) -> Iterator[Route]:
    """Trucks that unload may go out once more, before, between or after their trips."""
    for site in sites_of(ground.instance, truck) if truck.must_unload else ():
        for at in range(len(route.trips) + 1):
            trips = (*route.trips[:at], Trip((stop.id,), site), *route.trips[at:])
            yield replace(route, trips=trips)


def _idle(ground: Ground, routes: Sequence[Route]) -> list[Truck]:
    out = Counter(each.truck for each in routes)
    return [each for each in ground.instance.trucks if each.count is None or out[each.id] < each.count]
