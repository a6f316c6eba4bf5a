"""A day of trucks that may be charged at midday.

PyVRP knows one range for a whole day. So the day is drawn twice: as if no truck was charged, and as if each had its
range and a full charge more and a charge's time less. Then charges are put between the trips, what still passes a limit
is taken out, trips are packed into fewer trucks where that saves something, and what was taken out is put in where a
truck has room, time and range. The better of the two stays.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from .charge import charged
from .check import cost_of
from .crew import Crew
from .day import DayProblem
from .fill import filled
from .fleet import WANTING, solve_day
from .model import Instance, Left, Route, Stop, Truck, may_charge
from .pack import packed, within_limits
from .screen import alone
from .walk import Ground, walk

HALF, SEARCH = 0.5, 0.85
"""Shares of the time for the first of the two, and of each for the search."""
HOUR = 3_600
Found = tuple[list[Route], list[Left]]


def solve_any_day(problem: DayProblem, crew: Crew, seed: int, until: float) -> Found:
    """The day's rounds, with charges where one charge may not reach the day, and what they leave out."""
    instance = problem.instance
    if not any(_may_not_reach(instance, each) for each in problem.trucks):
        return solve_day(problem, crew, seed, until)
    longer = tuple(_longer(instance, each) for each in instance.trucks)
    tries = [
        _look(problem, instance.trucks, crew, seed, _in(HALF, until)),
        _look(problem, longer, crew, seed, until),
    ]
    return min(tries, key=lambda each: (len(each[1]), cost_of(instance, each[0])))


def _may_not_reach(instance: Instance, truck: Truck) -> bool:
    """Could it drive farther in a shift than a charge reaches, and be charged?"""
    if not may_charge(instance, truck):
        return False
    if truck.shift is None or instance.roads.seconds:
        return True
    way = truck.shift if truck.speed is None else truck.shift * truck.speed // HOUR
    return (truck.reach or 0) < way


def _longer(instance: Instance, truck: Truck) -> Truck:
    """With a charge more to drive and the time of one less."""
    if not may_charge(instance, truck):
        return truck
    reach, takes = truck.reach or 0, truck.charge or 0
    return replace(
        truck,
        reach=reach + (truck.full or reach),
        shift=None if truck.shift is None else max(truck.shift - takes, 0),
        hours=(truck.hours[0], max(truck.hours[1] - takes, truck.hours[0])),
    )


def _look(problem: DayProblem, trucks: Sequence[Truck], crew: Crew, seed: int, until: float) -> Found:
    """Drawn with such trucks, and then made such that the trucks there are can drive it."""
    instance = problem.instance
    ground, such = Ground(instance), replace(instance, trucks=tuple(trucks), chargers=())
    plain = Ground(such)
    stops = [each for each in problem.stops if alone(plain, each) is None]
    drawn = solve_day(problem.like(such, stops), crew, seed, _in(SEARCH, until))[0] if stops else []
    routes = [fits for each in drawn if (fits := within_limits(ground, each, charged)) is not None]
    if problem.seeks_fewest:
        routes = _fewer(ground, routes)
    missing = _not_in(problem, routes)
    routes = filled(ground, routes, missing, day=problem.day, until=until, fit=charged)
    return routes, [Left(each.id, "fleet", WANTING) for each in _not_in(problem, routes)]


def _not_in(problem: DayProblem, routes: Sequence[Route]) -> list[Stop]:
    served = {each for route in routes for each in route.stops}
    return [each for each in problem.stops if each.id not in served]


def _fewer(ground: Ground, routes: list[Route]) -> list[Route]:
    """A charge may save a truck."""
    made = packed(ground, routes, charged)
    if any(walk(ground, each).faults for each in made):
        return routes
    return min((routes, made), key=lambda each: cost_of(ground.instance, each))


def _in(share: float, until: float) -> float:
    now = time.monotonic()
    return now + share * max(until - now, 0.0)
