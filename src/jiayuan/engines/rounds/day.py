"""One stream's day as PyVRP sees it, and its answers as ours.

Unloading before coming home: PyVRP's routes end where they unload last. What is left of the way home is taken off
range, shift and hours beforehand and paid as part of the truck's price. So each kind of truck becomes one kind for each
site at which its day may end.
"""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from pyvrp import (
    Activity,
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Solution,
    VehicleType,
)
from pyvrp import Route as Driven

from .model import ANY_TIME, FAR, Instance, Route, Stop, Trip, Truck, Window
from .screen import sites_of
from .ways import Ints, metres_between, seconds_between

Counts = Counter[tuple[str, str | None]]
"""How many trucks by kind and by the site where their day's last load goes."""
SPARE, SPARE_SHARE = 5, 1.3
"""Trucks beyond the fewest that could carry everything, where there may be as many as are needed."""


@dataclass(frozen=True)
class Option:
    """A kind of truck and the site where its day's last load goes (None: home)."""

    truck: Truck
    site: str | None
    back: int = 0
    back_seconds: int = 0


class Ways:
    """The instance's ways as arrays, reckoned once for all days and streams."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.metres = metres_between(instance)
        self._seconds: dict[int | None, Ints] = {}

    def of(self, instance: Instance) -> "Ways":
        """Of another instance of the same places and roads."""
        same = copy(self)
        same.instance = instance
        return same

    def seconds(self, truck: Truck) -> Ints:
        if truck.speed not in self._seconds:
            self._seconds[truck.speed] = seconds_between(self.instance, truck, self.metres)
        return self._seconds[truck.speed]


class DayProblem:
    """``worth``: what a stop that is not served costs; None: all are served. ``counts``: trucks at most, by kind and
    last site; what is not in it stays at home."""

    def __init__(
        self,
        ways: Ways,
        stops: Sequence[Stop],
        trucks: Sequence[Truck],
        *,
        day: int = 0,
        worth: int | None = None,
        counts: Counts | None = None,
    ) -> None:
        self.ways, self.instance, self.day = ways, ways.instance, day
        self.stops, self.trucks, self.worth = tuple(stops), tuple(trucks), worth
        self.counts = counts
        self.sites = [each for each in self.instance.sites if any(each.id in truck.sites for truck in trucks)]
        self.by_id = {each.id: each for each in trucks}
        self.yards = sorted({truck.yard for truck in trucks})
        self.speeds = sorted({truck.speed for truck in trucks}, key=lambda each: each or 0)
        calls = [each.place for each in self.stops] + [each.place for each in self.sites]
        self.places = sorted({*calls, *self.yards})
        self.at = {place: number for number, place in enumerate(self.places)}
        self.clients = [(stop, window) for stop in self.stops for window in stop.windows or (ANY_TIME,)]
        options = [option for truck in trucks for option in self._options(truck)]
        self.options = [each for each in options if counts is None or counts[each.truck.id, each.site]]

    def _options(self, truck: Truck) -> list[Option]:
        if not truck.must_unload:
            return [Option(truck, None)]
        found = []
        for site in self.sites:
            back = int(self.ways.metres[site.place, truck.yard])
            if site.id in sites_of(self.instance, truck) and back < FAR:
                seconds = int(self.ways.seconds(truck)[site.place, truck.yard]) + site.unloading
                found.append(Option(truck, site.id, back, seconds))
        return found

    @cached_property
    def data(self) -> ProblemData:
        clients, groups = self._clients()
        square = np.ix_(self.places, self.places)
        metres: Any = self.ways.metres[square]
        by_speed = {truck.speed: truck for truck in self.trucks}
        seconds: list[Any] = [self.ways.seconds(by_speed[each])[square] for each in self.speeds]
        return ProblemData(
            locations=[
                Location(self.instance.places[each].x, self.instance.places[each].y) for each in self.places
            ],
            clients=clients,
            depots=self._depots(),
            vehicle_types=[self._vehicle(option, bool((metres >= FAR).any())) for option in self.options],
            distance_matrices=[metres] * len(self.speeds),
            duration_matrices=seconds,
            groups=groups,
        )

    def _depots(self) -> list[Depot]:
        yards = [Depot(self.at[each]) for each in self.yards]
        return yards + [
            Depot(self.at[each.place], each.hours[0], each.hours[1], each.unloading) for each in self.sites
        ]

    def _clients(self) -> tuple[list[Client], list[ClientGroup]]:
        """A stop of several windows is a group of clients, one for each, of which one is served."""
        groups: list[ClientGroup] = []
        group_of: dict[str, int] = {}
        for number, (stop, _) in enumerate(self.clients):
            if len(stop.windows) > 1:
                if stop.id not in group_of:
                    group_of[stop.id] = len(groups)
                    groups.append(ClientGroup(required=self.worth is None))
                groups[group_of[stop.id]].add_client(number)
        return [self._client(*each, group_of.get(each[0].id)) for each in self.clients], groups

    def _client(self, stop: Stop, window: Window, group: int | None) -> Client:
        return Client(
            self.at[stop.place],
            pickup=list(stop.load),
            service_duration=stop.service,
            tw_early=window[0],
            tw_late=window[1],
            release_time=stop.release,
            required=self.worth is None and group is None,
            prize=self.worth or 0,
            group=group,
        )

    def available(self, option: Option) -> int:
        """How many of them may be out."""
        truck = option.truck
        if self.counts is not None:
            return self.counts[truck.id, option.site]
        if truck.count is not None:
            return truck.count
        return max(min(int(self.loads_of(truck) * SPARE_SHARE) + SPARE, len(self.stops)), 1)

    def loads_of(self, truck: Truck) -> int:
        """How many loads of this truck all of it is, at least."""
        loads = [sum(stop.load[kind] for stop in self.stops) for kind in range(len(truck.capacity))]
        return max(-(-load // max(most, 1)) for load, most in zip(loads, truck.capacity, strict=True))

    @property
    def fewest(self) -> int | None:
        """How few rounds could carry everything, where all trucks are alike and there are as many as are needed."""
        if len(self.options) != 1 or self.is_limited or self.counts is not None:
            return None
        return self.loads_of(self.options[0].truck)

    def _vehicle(self, option: Option, may_be_cut_off: bool) -> VehicleType:
        truck = option.truck
        reloads = [
            len(self.yards) + number
            for number, site in enumerate(self.sites)
            if site.id in sites_of(self.instance, truck)
        ]
        reach = FAR - 1 if truck.reach is None else truck.reach
        vehicle = VehicleType(
            num_available=self.available(option),
            capacity=list(truck.capacity),
            start_depot=self.yards.index(truck.yard),
            end_depot=self.yards.index(truck.yard) if option.site is None else self._depot(option.site),
            fixed_cost=truck.price + option.back,
            tw_early=truck.hours[0],
            tw_late=max(truck.hours[1] - option.back_seconds, truck.hours[0]),
            profile=self.speeds.index(truck.speed),
            reload_depots=reloads,
        )
        if truck.reach is not None or may_be_cut_off:
            vehicle = vehicle.replace(max_distance=max(reach - option.back, 0))
        if truck.shift is not None:
            vehicle = vehicle.replace(shift_duration=max(truck.shift - option.back_seconds, 0))
        return vehicle

    def _depot(self, site: str) -> int:
        return len(self.yards) + [each.id for each in self.sites].index(site)

    @property
    def is_limited(self) -> bool:
        """Could there be too few trucks?"""
        return self.worth is None and any(each.count is not None for each in self.trucks)

    @property
    def seeks_fewest(self) -> bool:
        """Do trucks make several trips and cost something, so that it pays to pack trips into fewer trucks?"""
        return any(each.price and each.sites for each in self.trucks)

    def like(self, instance: Instance, stops: Sequence[Stop]) -> "DayProblem":
        """These stops with the trucks as they are in another instance of the same places."""
        names = {each.id for each in self.trucks}
        trucks = [each for each in instance.trucks if each.id in names]
        return DayProblem(self.ways.of(instance), stops, trucks, day=self.day)

    def with_counts(self, counts: Counts) -> "DayProblem":
        return self._like(counts=counts)

    def with_worth(self, worth: int) -> "DayProblem":
        return self._like(counts=self.counts, worth=worth)

    def _like(self, counts: Counts | None = None, worth: int | None = None) -> "DayProblem":
        return DayProblem(self.ways, self.stops, self.trucks, day=self.day, worth=worth, counts=counts)

    def routes(self, solution: Solution) -> list[Route]:
        """The solver's answer as ours."""
        return [self._route(each) for each in solution.routes()]

    def solution(self, routes: Sequence[Route]) -> Solution:
        """Our rounds as the solver's, in any order of kinds; they may pass limits."""
        number = {stop.id: number for number, (stop, _) in reversed(list(enumerate(self.clients)))}
        kinds = {(each.truck.id, each.site): kind for kind, each in enumerate(self.options)}
        made = []
        for route in routes:
            calls = []
            for trip in route.trips:
                calls += [Activity(ActivityType.CLIENT, number[each]) for each in trip.stops]
                if trip is not route.trips[-1]:
                    calls.append(Activity(ActivityType.DEPOT, self._depot(trip.site or "")))
            made.append(Driven(self.data, calls, kinds[route.truck, self.end_of(route)]))
        return Solution(self.data, made)

    def end_of(self, route: Route) -> str | None:
        return route.trips[-1].site if self.by_id[route.truck].must_unload else None

    def _route(self, driven: Driven) -> Route:
        option = self.options[driven.vehicle_type()]
        trips: list[Trip] = []
        stops: list[str] = []
        for call in list(driven)[1:]:
            if call.is_client():
                stops.append(self.clients[call.idx][0].id)
                continue
            is_last = call.trip == driven.num_trips()
            site = option.site if is_last else self.sites[call.idx - len(self.yards)].id
            if stops:
                trips.append(Trip(tuple(stops), site))
            stops = []
        return Route(self.day, option.truck.id, tuple(trips), driven.start_time())
