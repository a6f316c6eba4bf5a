"""The search itself: PyVRP's local search, and between its steps simulated annealing by the clock (Kirkpatrick 1983).

PyVRP's own loop accepts what is better than some hundred steps ago, however much time there is. Annealing by the
clock is as warm at the beginning and as cold at the end of ten seconds as of a thousand.
"""

import math
import random
import time
from dataclasses import dataclass

from pyvrp import CostEvaluator, PenaltyManager, PenaltyParams, ProblemData, RandomNumberGenerator, Solution
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

NEIGHBOURS = 20
"""Stops near by that a move looks at. More find no better rounds in the same time."""
MOVED = 25
"""Stops that are taken out or moved at random before each step, at most."""
WARM, COLD = 1.0, 0.01
"""Temperatures at the beginning and at the end, in mean ways from stop to stop."""
Penalties = tuple[list[float], float, float]


@dataclass(frozen=True)
class Cooling:
    """From when to when (by :func:`time.monotonic`, which all processes of a machine share), and how warm a unit is."""

    begins: float
    ends: float
    unit: float

    def temperature(self, now: float) -> float:
        share = min(max((now - self.begins) / max(self.ends - self.begins, 1e-9), 0.0), 1.0)
        return self.unit * WARM * (COLD / WARM) ** share


@dataclass
class Outcome:
    """``best``: the best that keeps every limit, if any did; ``last``: the last that did, where the search stood."""

    best: Solution
    last: Solution
    penalties: Penalties | None
    steps: int = 0


@dataclass(frozen=True)
class Job:
    """A search from ``start`` until a moment, as one process gives it to another."""

    data: ProblemData
    start: Solution
    cooling: Cooling
    until: float
    seed: int
    penalties: Penalties | None = None
    only_fit: bool = False
    """Is the first that keeps every limit enough?"""

    def run(self) -> Outcome:
        search = Search(self.data, self.seed, self.penalties)
        return search.run(self.start, self.cooling, self.until, only_fit=self.only_fit)


class Search:
    """A search over one problem, which can be run for a while, and again from elsewhere."""

    def __init__(
        self,
        data: ProblemData,
        seed: int,
        penalties: Penalties | None = None,
        neighbours: int = NEIGHBOURS,
        moved: int = MOVED,
    ) -> None:
        self.data, self.lot = data, random.Random(seed)  # noqa: S311 nothing secret
        self.rng = RandomNumberGenerator(seed=seed)
        params = PenaltyParams()
        self.penalties = PenaltyManager(penalties or params.midpoint_penalties(data), params)
        near = compute_neighbours(data, NeighbourhoodParams(num_neighbours=neighbours))
        self.local = LocalSearch(data, self.rng, near, PerturbationManager(PerturbationParams(1, moved)))
        for operator in OPERATORS:
            if operator.supports(data):
                self.local.add_operator(operator(data))

    def begin(self) -> Solution:
        """Stops put anywhere, and then set right by the local search."""
        return self.set_right(Solution.make_random(self.data, self.rng))

    def set_right(self, start: Solution) -> Solution:
        """As good as the local search alone can make it, missing stops put in."""
        return self.local(start, self.penalties.max_cost_evaluator(), exhaustive=True)

    def run(
        self,
        start: Solution,
        cooling: Cooling,
        until: float,
        *,
        only_fit: bool = False,
        most: int | None = None,
        deep_below: float = math.inf,
    ) -> Outcome:
        """Search from ``start`` until that moment, or so many steps; what costs less than that is searched deeply."""
        best = last = current = start
        steps = 0
        while (now := time.monotonic()) < until and steps != most and not (only_fit and best.is_feasible()):
            steps += 1
            cost = self.penalties.cost_evaluator()
            found = self.local(current, cost, exhaustive=False)
            self.penalties.register(found)
            if cost.cost(found) < cost.cost(best):
                best, found = self._better(found, cost) if cost.cost(found) < deep_below else (found, found)
            extra = cost.penalised_cost(found) - cost.penalised_cost(current)
            if extra <= 0 or extra < -cooling.temperature(now) * math.log(1.0 - self.lot.random()):
                current = found
                last = current if current.is_feasible() else last
        return Outcome(best, last, self.penalties.penalties(), steps)

    def _better(self, found: Solution, cost: CostEvaluator) -> tuple[Solution, Solution]:
        """A new best, made as good as the local search can; and where it ended, which may pass a limit."""
        deeper = self.local(found, cost, exhaustive=True)
        return (deeper if cost.cost(deeper) < cost.cost(found) else found), deeper


def unit_of(start: Solution) -> float:
    """The mean way from stop to stop, by which temperatures are measured."""
    return max(start.distance() / max(start.num_clients(), 1), 1.0)
