"""A week made better by one process: days of some stops are changed, then all rounds set right, and kept if that pays.

Stops that are served once find their day by themselves, as all days are one problem (``week_problem``). Stops that have
a pattern are given another one, a few neighbours at a time (large neighbourhood search, Shaw 1998), and the same
annealing by the clock decides what is kept.
"""

import math
import random
import time
from dataclasses import dataclass

import numpy as np
from pyvrp import Solution

from .anneal import Cooling, Penalties, Search
from .model import Route
from .pool import Pool
from .week_problem import Pattern, Visit, WeekProblem

STEPS = 8
"""Steps of the search after each change of days: few, so that many changes can be tried."""
PATIENCE = 24
"""Steps more where these left a limit passed."""
NEIGHBOURS, MOVED = 40, 8
AS_IS, GREEDY = 0.2, 0.6
"""How often no days are changed (stops served once find theirs), and how often the cheapest pattern is taken."""
MOST_AT_ONCE = 4
CHANGE = 1.0
"""How much warmer it is for a change of days than for a step of the search."""
GOOD = 1.03
"""Rounds of weeks up to so much above the best are remembered."""


KICK, KICKED = 500, 0.3
"""Changes without a better week after which many days are changed at once, and of how many stops."""
DEEP = 1.002
"""Weeks up to so much above where the search stands are worth a deep look."""
BROKEN = 10**15
"""What it costs to pass a limit."""


@dataclass(frozen=True)
class State:
    chosen: dict[str, Pattern]
    routes: tuple[Route, ...]
    cost: int

    @property
    def keeps_limits(self) -> bool:
        return self.cost < BROKEN


@dataclass
class WeekOutcome:
    best: State
    last: State
    pool: Pool


@dataclass(frozen=True)
class WeekJob:
    problem: WeekProblem
    start: State
    cooling: Cooling
    until: float
    seed: int

    def run(self) -> WeekOutcome:
        return WeekSearch(self.problem, self.seed).run(self.start, self.cooling, self.until)


class WeekSearch:
    def __init__(self, problem: WeekProblem, seed: int) -> None:
        self.problem, self.lot = problem, random.Random(seed)  # noqa: S311 nothing secret
        self.penalties: Penalties | None = None
        self.pool: Pool = {}
        movable = [problem.stops[each] for each in problem.movable]
        places = [each.place for each in movable]
        self.near = np.argsort(problem.ways.metres[np.ix_(places, places)], axis=1)

    def first(self, chosen: dict[str, Pattern], routes: list[Route]) -> State:
        """Rounds set right by the local search alone."""
        visits = self.problem.visits(chosen)
        data = self.problem.data(visits)
        search = Search(data, self.lot.randrange(2**31), None, NEIGHBOURS, MOVED)
        start = self.problem.solution(data, visits, routes)
        return self._state(chosen, visits, search.set_right(start))

    def run(self, start: State, cooling: Cooling, until: float) -> WeekOutcome:
        best = current = start
        idle = 0
        while (now := time.monotonic()) < until:
            idle += 1
            found = self._try(current, cooling, until)
            if found is None:
                continue
            if found.cost < best.cost:
                best, idle = found, 0
            if idle >= KICK:
                current, idle = self._kicked(best, cooling, until), 0
                continue
            extra = found.cost - current.cost
            if extra <= 0 or extra < -CHANGE * cooling.temperature(now) * math.log(1.0 - self.lot.random()):
                current = found
            if found.cost < min(GOOD * best.cost, BROKEN):
                self._remember(found)
        return WeekOutcome(best, current, self.pool)

    def _try(self, current: State, cooling: Cooling, until: float) -> State | None:
        """Other days for some stops, and the rounds that follow from that; None where limits could not be kept."""
        is_changed = bool(self.problem.movable) and self.lot.random() >= AS_IS
        chosen = self._changed(current) if is_changed else current.chosen
        return self._set_right(
            current, chosen, cooling, until, STEPS if is_changed else STEPS + len(self.problem.free)
        )

    def _kicked(self, best: State, cooling: Cooling, until: float) -> State:
        """Nothing better has been found for long: many days changed at random, to begin elsewhere."""
        chosen = dict(best.chosen)
        for each in self.problem.movable:
            if self.lot.random() < KICKED:
                chosen[each] = self.lot.choice(self.problem.stops[each].patterns)
        return self._set_right(best, chosen, cooling, until, PATIENCE) or best

    def _set_right(
        self, current: State, chosen: dict[str, Pattern], cooling: Cooling, until: float, steps: int
    ) -> State | None:
        visits = self.problem.visits(chosen)
        data = self.problem.data(visits)
        search = Search(data, self.lot.randrange(2**31), self.penalties, NEIGHBOURS, MOVED)
        start = self.problem.solution(data, visits, current.routes)
        deep = DEEP * current.cost
        outcome = search.run(start, cooling, until, most=steps, deep_below=deep)
        if not outcome.best.is_feasible():
            outcome = search.run(outcome.best, cooling, until, most=PATIENCE, only_fit=True, deep_below=deep)
        self.penalties = outcome.penalties
        return self._state(chosen, visits, outcome.best) if outcome.best.is_feasible() else None

    def _state(self, chosen: dict[str, Pattern], visits: list[Visit], found: Solution) -> State:
        cost = found.distance_cost() + found.fixed_vehicle_cost() + BROKEN * (not found.is_feasible())
        return State(chosen, tuple(self.problem.routes(visits, found)), cost)

    def _remember(self, state: State) -> None:
        for route in state.routes:
            if route.stops not in self.pool:
                self.pool[route.stops] = self.problem.cost_of(route)

    def _changed(self, current: State) -> dict[str, Pattern]:
        """Another pattern for one stop and perhaps some of its neighbours."""
        problem, chosen = self.problem, dict(current.chosen)
        first = self.lot.randrange(len(problem.movable))
        some = self.near[first][: self.lot.randint(1, MOST_AT_ONCE)].tolist()
        same: Pattern | None = None
        for each in some:
            stop = problem.stops[problem.movable[each]]
            others = [pattern for pattern in stop.patterns if pattern != chosen[stop.id]]
            if same in others and self.lot.random() < 0.5:
                chosen[stop.id] = same
                continue
            if self.lot.random() < GREEDY:
                costs = problem.insertion(current.routes, stop)
                others.sort(key=lambda pattern: sum(costs[day] for day in pattern))
                chosen[stop.id] = others[0]
            else:
                chosen[stop.id] = self.lot.choice(others)
            same = chosen[stop.id]
        return chosen
