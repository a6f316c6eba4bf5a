"""One problem searched by a whole crew: each by itself, or neighbouring parts at once where it is large."""

import random
import time

from pyvrp import ProblemData, Solution

from .anneal import Cooling, Job, Outcome, Search, unit_of
from .crew import Crew
from .parts import FEWEST, cut, merged

SLICES = 12
"""How often the crew comes together. Seldomer, each seeks long what the other has found already."""
AT_LAST = 1
"""Slices at the end that go on from the best."""
WATCHED = 5
"""Slices after which it is seen whether fewer trucks might do: early all is in motion, and late nothing changes."""
GLANCE = 0.05
"""Share of the time left for each of two glances: with any number of trucks, and with the fewest."""


def search(
    data: ProblemData,
    crew: Crew,
    seed: int,
    until: float,
    start: Solution | None = None,
    *,
    fewest: int | None = None,
) -> Solution:
    """The best found until that moment; the start itself if nothing better keeps every limit.

    ``fewest``: how few trucks could carry everything, if all are alike and there is no end of them.
    """
    first = start or Search(data, seed).begin()
    begun = time.monotonic()
    team = Team(data, crew, seed, Cooling(begun, until, unit_of(first)))
    shares, watched = _shares(crew, is_watched=fewest is not None)
    best = last = first
    for number, share in enumerate(shares, 1):
        found = team.run(last, begun + (until - begun) * share)
        best = min((best, found.best), key=worth)
        last = best if crew.size > 1 and len(shares) - number <= AT_LAST else found.last
        if number == watched and fewest is not None and best.num_routes() > fewest:
            full = _with_the_fewest(data, fewest, crew, seed, until)
            if full is not None:
                return full
    return best


def _shares(crew: Crew, *, is_watched: bool) -> tuple[list[float], int]:
    """The shares of the time at which the crew comes together, and the number of the one that is watched."""
    if crew.size > 1:
        return [number / SLICES for number in range(1, SLICES + 1)], WATCHED
    return [WATCHED / SLICES, 1.0] if is_watched else [1.0], 1


def _with_the_fewest(data: ProblemData, fewest: int, crew: Crew, seed: int, until: float) -> Solution | None:
    """With no more trucks than the loads need, if a glance is better so than with any number; else None.

    Where loads fill the trucks, one truck too many is found at once, and the way to do without it only after long.
    """
    tight = data.replace(vehicle_types=[data.vehicle_type(0).replace(num_available=fewest)])
    free, full = (
        search(each, crew, seed, (now := time.monotonic()) + GLANCE * (until - now)) for each in (data, tight)
    )
    return search(tight, crew, seed, until, full) if worth(full) < worth(free) else None


def fit(data: ProblemData, crew: Crew, seed: int, until: float, start: Solution) -> Solution:
    """The first that keeps every limit, if there is one by that moment."""
    cooling = Cooling(time.monotonic(), until, unit_of(start))
    return Team(data, crew, seed, cooling, only_fit=True).run(start, until).best


class Team:
    def __init__(
        self, data: ProblemData, crew: Crew, seed: int, cooling: Cooling, *, only_fit: bool = False
    ) -> None:
        self.data, self.crew, self.cooling, self.only_fit = data, crew, cooling, only_fit
        self.lot = random.Random(seed)  # noqa: S311 nothing secret
        self.outcome: Outcome | None = None

    def run(self, start: Solution, until: float) -> Outcome:
        """A slice of time: parts at once, or the whole by each with luck of its own where there is nothing to cut."""
        parts = (
            [] if self.only_fit else cut(self.data, start, self.crew.size, self._any_client(), fewest=FEWEST)
        )
        if parts:
            answers = self._ask([(each.data, each.start) for each in parts], until)
            best, last = (
                merged(self.data, parts, [getattr(each, name) for each in answers])
                for name in ("best", "last")
            )
            self.outcome = Outcome(best, last, answers[0].penalties)
        else:
            answers = self._ask([(self.data, start)] * self.crew.size, until)
            self.outcome = min(answers, key=lambda each: worth(each.best))
        return self.outcome

    def _ask(self, problems: list[tuple[ProblemData, Solution]], until: float) -> list[Outcome]:
        """Everybody's answer; where none came, what was asked."""
        penalties = self.outcome.penalties if self.outcome else None
        jobs = [
            Job(data, start, self.cooling, until, self.lot.randrange(2**31), penalties, self.only_fit)
            for data, start in problems
        ]
        return [
            each or Outcome(job.start, job.start, penalties)
            for each, job in zip(self.crew.run(jobs), jobs, strict=True)
        ]

    def _any_client(self) -> int:
        return self.lot.randrange(max(self.data.num_clients, 1))


def worth(solution: Solution) -> tuple[bool, int]:
    """Less is better: first every limit kept, then the cost."""
    price = solution.distance_cost() + solution.fixed_vehicle_cost() + solution.uncollected_prizes()
    return (not solution.is_feasible(), price)
