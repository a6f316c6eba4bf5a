"""The rounds of a day or a week in about so many seconds."""

import time
from collections.abc import Iterator, Sequence

from .charge_day import solve_any_day
from .check import cost_of
from .crew import Crew, cores
from .day import DayProblem, Ways
from .model import Instance, Left, Plan, Route, Stop, Truck
from .screen import screened
from .week import Stream, solve_week

FINISH = 0.05
"""Seconds kept for reckoning the answer."""


def solve(instance: Instance, *, seconds: float = 60.0, seed: int = 0, workers: int | None = None) -> Plan:
    """The best rounds found in about ``seconds``, by so many processes at once (None: one for each core)."""
    begun = time.monotonic()
    can_be, left = screened(instance)
    routes: list[Route] = []
    more: list[Left] = []
    if can_be.stops:
        ways = Ways(can_be)
        with Crew(workers or cores()) as crew:
            for stops, trucks, until in _by_stream(can_be, begun + seconds - FINISH):
                if len(instance.days) > 1:
                    found, wanting = solve_week(Stream(ways, stops, trucks), crew, seed, until)
                else:
                    found, wanting = solve_any_day(DayProblem(ways, stops, trucks), crew, seed, until)
                routes += found
                more += wanting
    return Plan(
        routes=tuple(routes),
        left=(*instance.left, *left, *more),
        cost=cost_of(instance, routes),
        seconds=time.monotonic() - begun,
        notes=instance.notes,
    )


def _by_stream(instance: Instance, until: float) -> Iterator[tuple[Sequence[Stop], Sequence[Truck], float]]:
    """Each stream's stops, its trucks, and until when to look: what is not collected together is planned apart."""
    streams = sorted({stop.stream for stop in instance.stops})
    to_do = len(instance.stops)
    for stream in streams:
        stops = [stop for stop in instance.stops if stop.stream == stream]
        trucks = [truck for truck in instance.trucks if truck.stream == stream and truck.count != 0]
        now = time.monotonic()
        yield stops, trucks, now + (until - now) * len(stops) / to_do
        to_do -= len(stops)
