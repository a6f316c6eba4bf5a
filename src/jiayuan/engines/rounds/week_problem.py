"""A whole week as one problem for PyVRP: each day's trucks drive in a world where the other days' stops are far away.

A stop that is served once, on whichever of some days, is one client and changes days by itself. A stop that is served
several times has a pattern chosen for it (``Chosen``), and is a client on each of its days.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import Activity, ActivityType, Client, Depot, Location, ProblemData, Solution, VehicleType
from pyvrp import Route as Driven

from .day import Ways
from .model import FAR, Route, Stop, Trip, Truck
from .ways import Ints

Pattern = tuple[int, ...]
Chosen = Mapping[str, Pattern]
Days = frozenset[int]


@dataclass(frozen=True)
class Visit:
    """A client: one call at a stop, on one of some days."""

    stop: str
    days: Days


class WeekProblem:
    """For one kind of truck that starts and ends at one yard, as many on each day as there are."""

    def __init__(self, ways: Ways, stops: Sequence[Stop], truck: Truck) -> None:
        self.ways, self.instance, self.truck = ways, ways.instance, truck
        self.stops = {each.id: each for each in stops}
        self.days = range(len(self.instance.days))
        self.movable = [each.id for each in stops if is_free(each) is None and len(each.patterns) > 1]
        spots = {(truck.yard, frozenset(self.days))}
        for stop in stops:
            spots |= {(stop.place, days) for days in spots_of(stop)}
        self.spots = sorted(spots, key=lambda spot: (spot[0], sorted(spot[1])))
        self.at = {spot: number for number, spot in enumerate(self.spots)}
        self.metres = ways.metres[np.ix_(*[[place for place, _ in self.spots]] * 2)]
        self.seconds = ways.seconds(truck)[np.ix_(*[[place for place, _ in self.spots]] * 2)]
        self._base: ProblemData | None = None

    def visits(self, chosen: Chosen) -> list[Visit]:
        found = []
        for stop in self.stops.values():
            free = is_free(stop)
            if free is not None:
                found.append(Visit(stop.id, free))
            else:
                found += [Visit(stop.id, frozenset({day})) for day in chosen[stop.id]]
        return found

    def data(self, visits: Sequence[Visit]) -> ProblemData:
        clients = [self._client(each) for each in visits]
        if self._base is None:
            self._base = self._whole(clients)
        return self._base.replace(clients=clients)

    def _client(self, visit: Visit) -> Client:
        stop = self.stops[visit.stop]
        early, late = stop.windows[0] if stop.windows else (0, FAR)
        return Client(
            self.at[stop.place, visit.days],
            pickup=list(stop.load),
            service_duration=stop.service,
            tw_early=early,
            tw_late=late,
            release_time=stop.release,
        )

    def _whole(self, clients: list[Client]) -> ProblemData:
        places = self.instance.places
        yard = self.at[self.truck.yard, frozenset(self.days)]
        metres: list[Any] = [self._only(self.metres, day) for day in self.days]
        seconds: list[Any] = metres if self.truck.speed is None else [self.seconds for _ in self.days]
        return ProblemData(
            locations=[Location(places[place].x, places[place].y) for place, _ in self.spots],
            clients=clients,
            depots=[Depot(yard)],
            vehicle_types=[self._vehicle(day, len(clients)) for day in self.days],
            distance_matrices=metres,
            duration_matrices=seconds,
        )

    def _only(self, metres: Ints, day: int) -> Ints:
        """Ways among the places that may be served on that day; to all others it is far."""
        off = np.array([day not in days for _, days in self.spots])
        cut_off = (off[:, None] | off[None, :]) & ~np.eye(len(off), dtype=bool)
        return np.where(cut_off, FAR, metres)

    def _vehicle(self, day: int, clients: int) -> VehicleType:
        truck = self.truck
        made = VehicleType(
            num_available=truck.count if truck.count is not None else clients,
            capacity=list(truck.capacity),
            fixed_cost=truck.price,
            tw_early=truck.hours[0],
            tw_late=truck.hours[1],
            profile=day,
        )
        if truck.reach is not None:
            made = made.replace(max_distance=truck.reach)
        return made if truck.shift is None else made.replace(shift_duration=truck.shift)

    def __getstate__(self) -> dict[str, Any]:
        """Other processes make the solver's problem themselves: it is large."""
        return {**self.__dict__, "_base": None}

    def cost_of(self, route: Route) -> int:
        places = [self.truck.yard, *(self.stops[each].place for each in route.stops), self.truck.yard]
        return self.truck.price + int(self.ways.metres[places[:-1], places[1:]].sum())

    def insertion(self, routes: Sequence[Route], stop: Stop) -> list[float]:
        """What one more call there would add on each day, in the round that it fits best."""
        found = [float(FAR)] * len(self.days)
        for route in routes:
            places = [
                self.truck.yard,
                *(self.stops[each].place for each in route.stops if each != stop.id),
                self.truck.yard,
            ]
            load = sum(self.stops[each].load[0] for each in route.stops if each != stop.id) + stop.load[0]
            ways = self.ways.metres
            extra = (
                ways[places[:-1], stop.place] + ways[stop.place, places[1:]] - ways[places[:-1], places[1:]]
            )
            over = max(load - self.truck.capacity[0], 0) / max(stop.load[0], 1)
            found[route.day] = min(found[route.day], float(extra.min()) * (1 + over))
        return found

    def solution(self, data: ProblemData, visits: Sequence[Visit], routes: Sequence[Route]) -> Solution:
        """Those rounds as the solver's; what is in ``visits`` and in no round, it puts somewhere itself."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, visit in enumerate(visits):
            numbers[visit.stop].append(number)
        made = []
        for route in routes:
            calls = []
            for stop in route.stops:
                fits = [each for each in numbers[stop] if route.day in visits[each].days]
                if fits:
                    numbers[stop].remove(fits[0])
                    calls.append(Activity(ActivityType.CLIENT, fits[0]))
            if calls:
                made.append(Driven(data, calls, route.day))
        return Solution(data, made)

    def routes(self, visits: Sequence[Visit], solution: Solution) -> list[Route]:
        """The solver's answer as ours."""
        return [
            Route(
                each.vehicle_type(),
                self.truck.id,
                (Trip(tuple(visits[call.idx].stop for call in each if call.is_client())),),
                each.start_time(),
            )
            for each in solution.routes()
        ]


def is_free(stop: Stop) -> Days | None:
    """The days on one of which it is served once; None if it has a pattern of several days."""
    return (
        frozenset(each[0] for each in stop.patterns)
        if all(len(each) == 1 for each in stop.patterns)
        else None
    )


def spots_of(stop: Stop) -> list[Days]:
    """The sets of days for which the stop is a place of its own."""
    free = is_free(stop)
    return (
        [free]
        if free is not None
        else [frozenset({day}) for day in {day for each in stop.patterns for day in each}]
    )
