"""The rounds of a week: on which days each stop is served, and in which round."""

import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .anneal import Cooling
from .assign import first_choice, served
from .charge_day import solve_any_day
from .crew import Crew
from .day import DayProblem, Ways
from .fleet import WANTING
from .model import Left, Route, Stop, Trip, Truck
from .pool import Pool, Week, recombined
from .week_problem import Pattern, WeekProblem
from .week_search import BROKEN, State, WeekJob, WeekOutcome, WeekSearch

SLICES, RECOMBINE = 6, 0.06
"""How often the crew comes together, and the share of the time for putting rounds together that were seen."""


@dataclass(frozen=True)
class Stream:
    """What is planned together: one stream's stops and trucks."""

    ways: Ways
    stops: Sequence[Stop]
    trucks: Sequence[Truck]

    @property
    def days(self) -> range:
        return range(len(self.ways.instance.days))


def solve_week(stream: Stream, crew: Crew, seed: int, until: float) -> tuple[list[Route], list[Left]]:
    """The week's rounds, and what they leave out for want of trucks."""
    lot = random.Random(seed)  # noqa: S311 nothing secret
    ways = stream.ways
    chosen = first_choice(stream.stops, len(stream.days), ways.metres, lot, ways.instance.today)
    if _is_one_problem(stream):
        routes = _as_one(WeekProblem(ways, stream.stops, stream.trucks[0]), chosen, crew, lot, until)
        if routes:
            return routes, []
    return _day_by_day(stream, chosen, crew, seed, until)


def _is_one_problem(stream: Stream) -> bool:
    """One kind of truck that makes one trip a day."""
    trucks = stream.trucks
    is_simple = len(trucks) == 1 and not trucks[0].sites and not trucks[0].days
    return is_simple and all(len(stop.windows) < 2 for stop in stream.stops)


def _day_by_day(
    stream: Stream, chosen: Mapping[str, Pattern], crew: Crew, seed: int, until: float
) -> tuple[list[Route], list[Left]]:
    routes: list[Route] = []
    left: dict[str, Left] = {}
    for day in stream.days:
        now = time.monotonic()
        share = now + (until - now) / (len(stream.days) - day)
        called = [stop for stop in stream.stops if day in chosen[stop.id]]
        if called:
            found, wanting = day_of(replace(stream, stops=called), day, crew, seed + day, share)
            routes += found
            left |= {each.stop: each for each in wanting}
    return without(routes, set(left)), list(left.values())


def day_of(stream: Stream, day: int, crew: Crew, seed: int, until: float) -> tuple[list[Route], list[Left]]:
    """One day's rounds of these stops with the trucks that are driven on it, and what they leave out."""
    trucks = tuple(each for each in stream.trucks if each.drives_on(day))
    if not trucks:
        return [], [Left(each.id, "fleet", WANTING) for each in stream.stops]
    ways = stream.ways
    if any(each.days for each in stream.trucks):
        ways = ways.of(replace(ways.instance, trucks=trucks))
    return solve_any_day(DayProblem(ways, stream.stops, trucks, day=day), crew, seed, until)


def without(routes: Sequence[Route], gone: set[str]) -> list[Route]:
    """Who cannot be served on all days of a pattern is not served at all."""
    kept = []
    for route in routes:
        trips = [
            replace(trip, stops=tuple(each for each in trip.stops if each not in gone))
            for trip in route.trips
        ]
        if any(trip.stops for trip in trips):
            kept.append(replace(route, trips=tuple(trip for trip in trips if trip.stops)))
    return kept


def _as_one(
    problem: WeekProblem, chosen: Mapping[str, Pattern], crew: Crew, lot: random.Random, until: float
) -> list[Route]:
    """Nothing if after half of the time there is no week that keeps every limit."""
    begun = time.monotonic()
    first = WeekSearch(problem, lot.randrange(2**31)).first(dict(chosen), _spread(problem, chosen))
    week = _Week(problem, crew, lot, begun, until)
    found = week.search(first)
    return list(found.routes) if found.keeps_limits else []


class _Week:
    def __init__(
        self, problem: WeekProblem, crew: Crew, lot: random.Random, begins: float, ends: float
    ) -> None:
        self.problem, self.crew, self.lot, self.begins, self.ends = problem, crew, lot, begins, ends
        self.pool: Pool = {}

    def search(self, first: State) -> State:
        """Each process by itself for a while; then all from the best, and at last from the best of all rounds seen."""
        visits = len(self.problem.visits(first.chosen))
        cooling = Cooling(self.begins, self.ends, max(first.cost % BROKEN / visits, 1.0))
        best = last = first
        length = (self.ends - self.begins) / SLICES
        for number in range(1, SLICES + 1):
            ends = self.begins + number * length
            found = self._slice(last, cooling, ends - RECOMBINE * (self.ends - self.begins))
            best = min([best, *(each.best for each in found)], key=lambda each: each.cost)
            if not best.keeps_limits and 2 * number > SLICES:
                break
            best = self._recombined(best, ends) if best.keeps_limits else best
            last = best if number > 1 else min(found, key=lambda each: each.best.cost).last
        return best

    def _slice(self, start: State, cooling: Cooling, until: float) -> list[WeekOutcome]:
        jobs = [
            WeekJob(self.problem, start, cooling, until, self.lot.randrange(2**31))
            for _ in range(self.crew.size)
        ]
        found = [each for each in self.crew.run(jobs) if each is not None]
        for each in found:
            self.pool = {key: cost for key, cost in self.pool.items() if key not in each.pool} | each.pool
        return found

    def _recombined(self, state: State, until: float) -> State:
        problem, truck = self.problem, self.problem.truck
        begin = [(route.day, route.stops) for route in state.routes]
        pool = self.pool | {route.stops: problem.cost_of(route) for route in state.routes}
        week = Week(list(problem.stops.values()), len(problem.days), truck.count)
        found = recombined(week, pool, begin, until - time.monotonic())
        cost = sum(pool[round_] for _, round_ in found)
        if cost >= state.cost:
            return state
        routes = tuple(Route(day, truck.id, (Trip(round_),), truck.hours[0]) for day, round_ in found)
        days = served(routes)
        return State({each: days[each] for each in state.chosen}, routes, cost)


def _spread(problem: WeekProblem, chosen: Mapping[str, Pattern]) -> list[Route]:
    """Each day's stops in the order of a hand round the yard, truck after truck filled (Gillett and Miller 1974)."""
    truck, places = problem.truck, problem.instance.places
    yard = places[truck.yard]
    routes: list[Route] = []
    for day in problem.days:
        called = [stop for stop in problem.stops.values() if day in chosen[stop.id]]
        called.sort(key=lambda stop: math.atan2(places[stop.place].y - yard.y, places[stop.place].x - yard.x))
        count = truck.count or len(called)
        rounds: list[list[str]] = [[]]
        load = 0
        for stop in called:
            load += stop.load[0]
            if load > truck.capacity[0] and len(rounds) < count:
                rounds.append([])
                load = stop.load[0]
            rounds[-1].append(stop.id)
        routes += [Route(day, truck.id, (Trip(tuple(each)),)) for each in rounds if each]
    return routes
