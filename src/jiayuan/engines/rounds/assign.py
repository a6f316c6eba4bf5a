"""A first choice of days: loads even over the week, and neighbours on the same days."""

import random
from collections.abc import Mapping, Sequence

import numpy as np

from .model import Route, Stop
from .ways import Ints

Pattern = tuple[int, ...]
NEAR = 8
"""Neighbours that a stop would like to share its days with."""
ROUNDS = 6
OVER = 4.0
"""How many times a day's load beyond its share counts, in mean ways to a neighbour for a stop's mean load."""


def first_choice(
    stops: Sequence[Stop], days: int, metres: Ints, lot: random.Random, today: Sequence[Route] = ()
) -> dict[str, Pattern]:
    """For every stop one of its patterns; that of today's rounds where it is one."""
    return _Chooser(stops, days, metres, lot).choose(served(today))


def served(routes: Sequence[Route]) -> Mapping[str, Pattern]:
    """The days on which these rounds call at each stop."""
    days: dict[str, set[int]] = {}
    for route in routes:
        for each in route.stops:
            days.setdefault(each, set()).add(route.day)
    return {stop: tuple(sorted(found)) for stop, found in days.items()}


class _Chooser:
    def __init__(self, stops: Sequence[Stop], days: int, metres: Ints, lot: random.Random) -> None:
        self.stops, self.days, self.lot = stops, days, lot
        places = [each.place for each in stops]
        ways = metres[np.ix_(places, places)].astype(float)
        np.fill_diagonal(ways, np.inf)
        self.near = np.argsort(ways, axis=1)[:, :NEAR]
        self.weight = np.array([each.load[0] for each in stops], dtype=float)
        self.share = sum(each.load[0] * len(each.patterns[0]) for each in stops) / days
        self.on = np.zeros((len(stops), days))
        self.load = np.zeros(days)

    def choose(self, today: Mapping[str, Pattern]) -> dict[str, Pattern]:
        chosen: dict[int, Pattern] = {}
        order = list(range(len(self.stops)))
        self.lot.shuffle(order)
        order.sort(key=lambda each: (self.stops[each].id not in today, -len(self.stops[each].patterns[0])))
        for turn in range(ROUNDS):
            for each in order:
                self.put(each, chosen.pop(each, ()), -1)
                known = today.get(self.stops[each].id) if turn == 0 else None
                pattern = known if known in self.stops[each].patterns else self.best(each)
                chosen[each] = pattern or self.stops[each].patterns[0]
                self.put(each, chosen[each], +1)
            if today:
                break
        return {self.stops[each].id: pattern for each, pattern in chosen.items()}

    def put(self, stop: int, pattern: Pattern, sign: int) -> None:
        for day in pattern:
            self.on[stop, day] += sign
            self.load[day] += sign * self.weight[stop]

    def best(self, stop: int) -> Pattern:
        """Most neighbours on its days, and days that still have room."""
        friends = self.on[self.near[stop]].sum(axis=0)
        mean = max(self.weight.mean(), 1.0)
        over = np.maximum(self.load + self.weight[stop] - self.share, 0) / mean
        worth = friends - OVER * over
        return max(
            self.stops[stop].patterns,
            key=lambda each: (sum(worth[list(each)]) / len(each), self.lot.random()),
        )
