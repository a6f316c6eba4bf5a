"""What a plan drives, beside what is driven now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .model import Instance, Plan, Route
from .walk import Ground, walk


@dataclass(frozen=True)
class Effort:
    """``driven`` and ``away`` in the instance's units; ``trucks``: the most of all days; ``broken``: limits passed."""

    driven: int
    away: int
    trucks: int
    trips: int
    grams: int
    broken: int


@dataclass(frozen=True)
class Comparison:
    plan: Effort
    today: Effort | None


def effort_of(instance: Instance, routes: Iterable[Route]) -> Effort:
    ground, out = Ground(instance), Counter[int]()
    driven = away = trips = broken = grams = 0
    for route in routes:
        done = walk(ground, route)
        driven += done.driven
        away += done.end - done.start
        trips += len(route.trips)
        broken += len(done.faults)
        grams += done.driven * ground.trucks[route.truck].grams // 1_000
        out[route.day] += 1
    return Effort(driven, away, max(out.values(), default=0), trips, grams, broken)


def compare(instance: Instance, plan: Plan) -> Comparison:
    today = effort_of(instance, instance.today) if instance.today else None
    return Comparison(effort_of(instance, plan.routes), today)
