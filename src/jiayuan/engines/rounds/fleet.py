"""A day's rounds with the trucks there are, or with as few as will do.

PyVRP does not put two trucks' trips into one truck while there are trucks enough. So after a first look the trips are
packed into trucks by the time they take, and then one truck after the other is taken away, as long as the rest can do
its work.
"""

import time
from collections import Counter
from collections.abc import Sequence

from .check import cost_of
from .crew import Crew
from .day import Counts, DayProblem
from .fill import filled
from .model import FAR, Left, Route
from .pack import packed, within_limits, without_one
from .screen import alone_in_a_truck
from .team import fit, search
from .walk import Ground

LOOK, TRY, FILL = 0.25, 0.12, 0.9
"""Shares of the time left for the first look, for each truck that might stay at home, and for the search that leaves
some out, before what it left is tried once more."""
WANTING = (
    "No truck has room or time left for it: add a truck, lengthen a shift, or spread visits over more days."
)


def solve_day(problem: DayProblem, crew: Crew, seed: int, until: float) -> tuple[list[Route], list[Left]]:
    """The day's rounds, and what they leave out for want of trucks."""
    if not (problem.is_limited or problem.seeks_fewest):
        return problem.routes(search(problem.data, crew, seed, until, fewest=problem.fewest)), []
    first = search(problem.data, crew, seed, _in(LOOK, until))
    routes, capped = problem.routes(first), None
    if problem.is_limited:
        capped = _caps(problem, routes)
    if not problem.is_limited and not first.is_feasible():
        routes = _mended(problem, routes)
    elif capped is not None or not first.is_feasible():
        return _as_many_as_can_be(problem.with_counts(capped) if capped else problem, crew, seed, until)
    if problem.seeks_fewest:
        return _fewest(problem, routes, crew, seed, until), []
    return problem.routes(search(problem.data, crew, seed + 1, until, first)), []


def _in(share: float, until: float) -> float:
    now = time.monotonic()
    return now + share * max(until - now, 0.0)


def _counts(problem: DayProblem, routes: Sequence[Route]) -> Counts:
    return Counter((each.truck, problem.end_of(each)) for each in routes)


def _fewest(problem: DayProblem, routes: list[Route], crew: Crew, seed: int, until: float) -> list[Route]:
    ground = Ground(problem.instance)
    routes = packed(ground, routes)
    while (fewer := without_one(ground, routes)) is not None:
        tight = problem.with_counts(_counts(problem, fewer))
        found = fit(tight.data, crew, seed, _in(TRY, until), tight.solution(fewer))
        if not found.is_feasible() or cost_of(problem.instance, tight.routes(found)) >= cost_of(
            problem.instance, routes
        ):
            break
        routes = packed(ground, tight.routes(found))
    tight = problem.with_counts(_counts(problem, routes))
    return tight.routes(search(tight.data, crew, seed + 1, until, tight.solution(routes)))


def _mended(problem: DayProblem, routes: Sequence[Route]) -> list[Route]:
    """Where there may be any number of trucks: what passes a limit is taken out and driven by a truck of its own."""
    ground = Ground(problem.instance)
    kept = [fits for each in routes if (fits := within_limits(ground, each)) is not None]
    served = {each for route in kept for each in route.stops}
    missing = [stop for stop in problem.stops if stop.id not in served]
    own = [alone_in_a_truck(ground, stop, problem.day) for stop in missing]
    return kept + [each for each in own if each is not None]


def _caps(problem: DayProblem, routes: Sequence[Route]) -> Counts | None:
    """Where more trucks are out than there are, because their days end at different sites: how many may end at each."""
    counts, used = _counts(problem, routes), Counter(each.truck for each in routes)
    if all(each.count is None or used[each.id] <= each.count for each in problem.trucks):
        return None
    for truck in problem.trucks:
        while truck.count is not None and used[truck.id] > truck.count:
            most = max((kind for kind in counts if kind[0] == truck.id), key=counts.__getitem__)
            counts[most] -= 1
            used[truck.id] -= 1
    return counts


def _as_many_as_can_be(
    problem: DayProblem, crew: Crew, seed: int, until: float
) -> tuple[list[Route], list[Left]]:
    """Whoever would cost most is left. A stop is worth more than any way to it and back, and than a truck for it."""
    ways = problem.ways.metres
    dearest = max((option.truck.price + option.back for option in problem.options), default=0)
    relaxed = problem.with_worth(2 * int(ways[ways < FAR].max()) + dearest + 1)
    found = relaxed.routes(search(relaxed.data, crew, seed + 1, _in(FILL, until)))
    ground = Ground(problem.instance)
    routes = [kept for each in found if (kept := within_limits(ground, each)) is not None]
    served = {each for route in routes for each in route.stops}
    missing = [each for each in problem.stops if each.id not in served]
    routes = filled(ground, routes, missing, day=problem.day, until=until)
    served = {each for route in routes for each in route.stops}
    return routes, [Left(each.id, "fleet", WANTING) for each in problem.stops if each.id not in served]
