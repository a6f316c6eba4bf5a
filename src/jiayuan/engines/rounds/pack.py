"""Trips packed into as few trucks as their time and range allow, the longest first (Johnson 1973)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .model import Route, Trip
from .walk import Ground, walk

Fit = Callable[[Ground, Route], Route | None]
"""A round as it can be driven, or None where it cannot."""


def kept(ground: Ground, route: Route) -> Route | None:
    """As it is, if it keeps every limit."""
    return None if walk(ground, route).faults else route


def packed(ground: Ground, routes: Sequence[Route], fit: Fit = kept) -> list[Route]:
    """The same trips, each in the first truck of its kind that can take it too."""
    trucks: list[Route] = []
    for trip, like in _trips(ground, routes):
        for number, truck in enumerate(trucks):
            fuller = _with(ground, truck, trip, fit) if truck.truck == like.truck else None
            if fuller is not None:
                trucks[number] = fuller
                break
        else:
            start = ground.trucks[like.truck].hours[0]
            alone = fit(ground, Route(like.day, like.truck, (trip,), start))
            trucks.append(alone or replace(like, trips=(trip,)))
    return trucks if len(trucks) <= len(routes) else list(routes)


def _with(ground: Ground, truck: Route, trip: Trip, fit: Fit) -> Route | None:
    """The trip before, between or after the truck's own, where it keeps every limit."""
    for place in range(len(truck.trips), -1, -1):
        fuller = fit(ground, replace(truck, trips=(*truck.trips[:place], trip, *truck.trips[place:])))
        if fuller is not None:
            return fuller
    return None


def without_one(ground: Ground, routes: Sequence[Route]) -> list[Route] | None:
    """The trips of the truck that is least busy given to the others of its kind, whether they have the time or not."""
    times = [_away(ground, each) for each in routes]
    for number in sorted(range(len(routes)), key=times.__getitem__):
        gone = routes[number]
        rest = [each for place, each in enumerate(routes) if place != number]
        alike = [place for place, each in enumerate(rest) if each.truck == gone.truck]
        if not alike:
            continue
        for trip in gone.trips:
            least = min(alike, key=lambda place: _away(ground, rest[place]))
            rest[least] = replace(rest[least], trips=(*rest[least].trips, trip))
        return rest
    return None


def within_limits(ground: Ground, route: Route, fit: Fit = kept) -> Route | None:
    """The round without its last stops, as many as pass a limit; None if none is left."""
    while (fits := fit(ground, route)) is None:
        *trips, last = route.trips
        shorter = replace(last, stops=last.stops[:-1])
        route = replace(route, trips=(*trips, shorter) if shorter.stops else tuple(trips))
        if not route.trips:
            return None
    return fits


def _trips(ground: Ground, routes: Sequence[Route]) -> list[tuple[Trip, Route]]:
    """All trips, the longest first, each with the round it comes from."""
    every = [(trip, route) for route in routes for trip in route.trips]
    times = {id(trip): _away(ground, replace(route, trips=(trip,))) for trip, route in every}
    return sorted(every, key=lambda each: -times[id(each[0])])


def _away(ground: Ground, route: Route) -> int:
    done = walk(ground, route)
    return done.end - done.start
