"""The rounds of a day or a week in about so many seconds."""

import time
from collections.abc import Sequence

from .anneal import Cooling, Search, unit_of
from .check import cost_of
from .day import DayProblem, Ways
from .model import Instance, Plan, Route, Stop, Truck
from .screen import screened


def solve(instance: Instance, *, seconds: float = 60.0, seed: int = 0) -> Plan:
    """The best rounds found in about ``seconds``."""
    begun = time.monotonic()
    can_be, left = screened(instance)
    routes: list[Route] = []
    if can_be.stops:
        ways = Ways(can_be)
        for stops, trucks in by_stream(can_be):
            until = begun + seconds
            routes += solve_day(DayProblem(ways, stops, trucks), seed, until)
    return Plan(
        routes=tuple(routes),
        left=(*instance.left, *left),
        cost=cost_of(instance, routes),
        seconds=time.monotonic() - begun,
        notes=instance.notes,
    )


def by_stream(instance: Instance) -> list[tuple[Sequence[Stop], Sequence[Truck]]]:
    """Each stream's stops and its trucks; what is not collected together is planned apart."""
    return [
        (
            [stop for stop in instance.stops if stop.stream == stream],
            [truck for truck in instance.trucks if truck.stream == stream and truck.count != 0],
        )
        for stream in sorted({stop.stream for stop in instance.stops})
    ]


def solve_day(problem: DayProblem, seed: int, until: float) -> list[Route]:
    search = Search(problem.data, seed)
    start = search.begin()
    cooling = Cooling(time.monotonic(), until, unit_of(start))
    return problem.routes(search.run(start, cooling, until).best)
