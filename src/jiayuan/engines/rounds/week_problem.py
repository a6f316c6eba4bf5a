"""A whole week as one problem for PyVRP: days lie one after the other on one clock, too long for a round to span two.

A stop that may be served at any time of any day is one client and changes days by itself. Every other stop has a
pattern chosen for it (``Chosen``) and is a client on each of its days, with that day's hours.
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

Pattern = tuple[int, ...]
Chosen = Mapping[str, Pattern]


@dataclass(frozen=True)
class Visit:
    """A client: one call at a stop, on that day (None: on any)."""

    stop: str
    day: int | None


class WeekProblem:
    """For one kind of truck that starts and ends at one yard, as many on each day as there are."""

    def __init__(self, ways: Ways, stops: Sequence[Stop], truck: Truck) -> None:
        self.ways, self.instance, self.truck = ways, ways.instance, truck
        self.stops = {each.id: each for each in stops}
        self.days = range(len(self.instance.days))
        self.free = {each.id for each in stops if self._is_free(each)}
        self.movable = [each.id for each in stops if each.id not in self.free and len(set(each.patterns)) > 1]
        self.places = [truck.yard, *(each.place for each in stops)]
        square = np.ix_(self.places, self.places)
        self.metres: Any = ways.metres[square]
        self.seconds: Any = ways.seconds(truck)[square]
        self.at = {each.id: number for number, each in enumerate(stops, 1)}
        self.length = self._length()
        self._base: ProblemData | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Other processes make the solver's problem themselves."""
        return {**self.__dict__, "_base": None}

    def _is_free(self, stop: Stop) -> bool:
        every_day = {(day,) for day in self.days}
        return set(stop.patterns) == every_day and not stop.windows and not stop.release

    def _length(self) -> int:
        """Of a day on the clock: longer than any round could take."""
        if self.truck.hours[1] < FAR:
            return self.truck.hours[1] + 1
        calls = sum(stop.service for stop in self.stops.values())
        ways = np.where(self.seconds < FAR, self.seconds, 0).max(axis=1).sum()
        return int(self.truck.hours[0] + calls + ways) + 1

    def visits(self, chosen: Chosen) -> list[Visit]:
        found = []
        for each in self.stops:
            found += [Visit(each, None)] if each in self.free else [Visit(each, day) for day in chosen[each]]
        return found

    def data(self, visits: Sequence[Visit]) -> ProblemData:
        clients = [self._client(each) for each in visits]
        if self._base is None:
            self._base = self._whole(clients)
        return self._base.replace(clients=clients)

    def _client(self, visit: Visit) -> Client:
        stop = self.stops[visit.stop]
        early, late, release = 0, len(self.days) * self.length, 0
        if visit.day is not None:
            begin = visit.day * self.length
            early, late = stop.windows[0] if stop.windows else (0, self.length - 1)
            early, late, release = early + begin, min(late, self.length - 1) + begin, stop.release + begin
        return Client(
            self.at[stop.id],
            pickup=list(stop.load),
            service_duration=stop.service,
            tw_early=early,
            tw_late=max(early, late),
            release_time=min(release, late),
        )

    def _whole(self, clients: list[Client]) -> ProblemData:
        where = (self.instance.places[each] for each in self.places)
        return ProblemData(
            locations=[Location(each.x, each.y) for each in where],
            clients=clients,
            depots=[Depot(0)],
            vehicle_types=[self._vehicle(day, len(clients)) for day in self.days],
            distance_matrices=[self.metres],
            duration_matrices=[self.seconds],
        )

    def _vehicle(self, day: int, clients: int) -> VehicleType:
        truck, begin = self.truck, day * self.length
        made = VehicleType(
            num_available=truck.count if truck.count is not None else clients,
            capacity=list(truck.capacity),
            fixed_cost=truck.price,
            tw_early=begin + truck.hours[0],
            tw_late=begin + self.length - 1,
        )
        if truck.reach is not None:
            made = made.replace(max_distance=truck.reach)
        return made if truck.shift is None else made.replace(shift_duration=truck.shift)

    def cost_of(self, route: Route) -> int:
        places = [0, *(self.at[each] for each in route.stops), 0]
        return self.truck.price + int(self.metres[places[:-1], places[1:]].sum())

    def insertion(self, routes: Sequence[Route], stop: Stop) -> list[float]:
        """What one more call there would add on each day, in the round that it fits best."""
        found = [float(FAR)] * len(self.days)
        here = self.at[stop.id]
        for route in routes:
            others = [each for each in route.stops if each != stop.id]
            places = [0, *(self.at[each] for each in others), 0]
            before, after = places[:-1], places[1:]
            extra = self.metres[before, here] + self.metres[here, after] - self.metres[before, after]
            load = sum(self.stops[each].load[0] for each in others) + stop.load[0]
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
                fits = [each for each in numbers[stop] if visits[each].day in {None, route.day}]
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
                each.start_time() - each.vehicle_type() * self.length,
            )
            for each in solution.routes()
        ]
