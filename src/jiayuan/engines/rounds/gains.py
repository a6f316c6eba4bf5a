"""What other days would save a stop: what it costs on its own days, and where it would be put on others.

Reckoned from the rounds as they are, and so only roughly: whether it holds, the days are solved again to see.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .model import FAR, Instance, Route, Stop, Truck
from .ways import Ints

Pattern = tuple[int, ...]
Move = tuple[str, Pattern]


@dataclass
class _Legs:
    """Of one day and stream: from where to where, how much room its trip has, and what another unloading costs."""

    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    site: list[int] = field(default_factory=list)
    spared: dict[str, int] = field(default_factory=dict)
    """By stop, what is not driven if it is not called."""


class Gains:
    def __init__(self, instance: Instance, metres: Ints, routes: Sequence[Route]) -> None:
        self.instance, self.metres = instance, metres
        self.stops = {each.id: each for each in instance.stops}
        self.trucks = {each.id: each for each in instance.trucks}
        self.sites = {each.id: each.place for each in instance.sites}
        self.legs: dict[tuple[str, int], _Legs] = {}
        for route in routes:
            self._take(route)

    def moves(
        self, chosen: Mapping[str, Pattern], known: Mapping[str, Pattern], worth: int, barred: Container[Move]
    ) -> list[Move]:
        """Each stop's best other days, the most promising first. ``worth``: what a change from ``known`` must save."""
        found = []
        for name, days in chosen.items():
            stop = self.stops[name]
            if len(stop.patterns) < 2:
                continue
            costs = [self._cost(stop, day) for day in range(len(self.instance.days))]

            def price(pattern: Pattern, name: str = name, costs: list[int] = costs) -> int:
                return sum(costs[day] for day in pattern) + worth * (pattern != known.get(name, pattern))

            others = [each for each in stop.patterns if each != days and (name, each) not in barred]
            best = min(others, key=price, default=days)
            if (gain := price(days) - price(best)) > 0:
                found.append((gain, name, best))
        return [(name, days) for _gain, name, days in sorted(found, key=lambda each: (-each[0], each[1]))]

    def _take(self, route: Route) -> None:
        truck = self.trucks[route.truck]
        legs = self.legs.setdefault((truck.stream, route.day), _Legs())
        here = truck.yard
        for trip in route.trips:
            ends = truck.yard if trip.site is None else self.sites[trip.site]
            row = [here, *(self.stops[each].place for each in trip.stops), ends]
            load = sum(self.stops[each].load[0] for each in trip.stops)
            legs.before += row[:-1]
            legs.after += row[1:]
            legs.room += [truck.capacity[0] - load] * (len(row) - 1)
            legs.site += [ends] * (len(row) - 1)
            for at, name in enumerate(trip.stops, 1):
                legs.spared[name] = self._detour(row[at - 1], row[at], row[at + 1])
            here = ends
        if len(route.stops) == 1:
            legs.spared[route.stops[0]] += truck.price

    def _detour(self, before: int, here: int, after: int) -> int:
        metres = self.metres
        return int(metres[before, here] + metres[here, after] - metres[before, after])

    def _cost(self, stop: Stop, day: int) -> int:
        """What it costs to call there on the day; where no truck is out, a truck of its own."""
        legs = self.legs.get((stop.stream, day))
        if legs is None:
            return min((self._alone(stop, each) for each in self._trucks(stop, day)), default=FAR)
        if stop.id in legs.spared:
            return legs.spared[stop.id]
        before, after, here = np.array(legs.before), np.array(legs.after), stop.place
        extra = self.metres[before, here] + self.metres[here, after] - self.metres[before, after]
        site = np.array(legs.site)
        is_full = np.array(legs.room) < stop.load[0]
        extra = extra + is_full * (self.metres[site, here] + self.metres[here, site])
        return int(extra.min())

    def _trucks(self, stop: Stop, day: int) -> list[Truck]:
        return [
            each
            for each in self.instance.trucks
            if each.stream == stop.stream and each.count != 0 and each.drives_on(day)
        ]

    def _alone(self, stop: Stop, truck: Truck) -> int:
        ends = [self.sites[each] for each in truck.sites] or [truck.yard]
        way = min(int(self.metres[stop.place, each] + self.metres[each, truck.yard]) for each in ends)
        return int(self.metres[truck.yard, stop.place]) + way + truck.price
