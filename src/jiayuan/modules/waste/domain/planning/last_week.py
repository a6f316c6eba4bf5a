"""Last week's rounds, driven again: drivers and hours stay as they are, unless another plan is clearly shorter.

What is new is put in where it costs least way. What is gone is left out. Where another plan is clearly shorter, its
rounds go to the trucks and drivers that most of their estates know.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from jiayuan.engines.rounds import Ground, Instance, Plan, Route, Trip, charged, cost_of, steadied, walk

from ...models import RoundStop
from .question import Question
from .standing import Standing

WORTH = 1.08
"""Known rounds are kept until another plan costs less than them by so much."""
MOST_NEW = 60
WEEK = timedelta(days=7)


def settled(question: Question, standing: Standing, plan: Plan) -> tuple[Plan, bool]:
    """The plan, or last week's rounds where they do as well; and whether it is those."""
    kept = routes_of_last_week(question, standing)
    found, is_kept = kept_or(question.instance, kept, plan, WORTH)
    if is_kept or not kept:
        return found, is_kept
    known = {stop: each.truck for each in kept for stop in each.stops}
    return replace(plan, routes=tuple(steadied(question.instance, plan.routes, known))), False


def kept_or(instance: Instance, kept: list[Route], plan: Plan, worth: float) -> tuple[Plan, bool]:
    """``kept`` with what is new put in, unless it cannot be driven or costs more than ``worth`` times the plan; and
    whether it is that."""
    if not kept:
        return plan, False
    left = {each.stop for each in plan.left}
    wanted = [each.id for each in instance.stops if each.id not in left]
    routes = _with_new(instance, kept, wanted)
    if routes is None or cost_of(instance, routes) > worth * plan.cost:
        return plan, False
    return replace(plan, routes=tuple(routes), cost=cost_of(instance, routes)), True


def routes_of_last_week(question: Question, standing: Standing) -> list[Route]:
    """As far as their stops are there again. One query."""
    shifts = {
        (each.crew.vehicle_id, each.crew.starts_at): name
        for name, each in question.drivers.items()
        if each.first_trip == 1
    }
    rows = RoundStop.objects.taking().filter(
        round__vehicle__in={vehicle for vehicle, _ in shifts}, day=standing.day - WEEK
    )
    names = _names(question)
    trips = defaultdict[str, dict[int, list[RoundStop]]](lambda: defaultdict(list))
    for row in rows.select_related("round").order_by("trip", "position", "pk"):
        name = shifts.get((row.round.vehicle_id, row.round.starts_at))
        if name is not None and (row.estate_id, row.stream) in names:
            trips[name][row.trip].append(row)
    made = [_route(question.instance, name, found, names) for name, found in sorted(trips.items())]
    return [each for each in made if each is not None]


def _names(question: Question) -> dict[tuple[str, str], list[str]]:
    found = defaultdict[tuple[str, str], list[str]](list)
    for stop in question.instance.stops:
        load = question.load_of(stop.id)
        found[load.estate.pk, load.stream].append(stop.id)
    return found


def _route(
    instance: Instance, name: str, trips: dict[int, list[RoundStop]], names: dict[tuple[str, str], list[str]]
) -> Route | None:
    """Takes the stops it drives out of ``names``, so that none is driven twice."""
    made, known = [], {each.id for each in instance.sites}
    for _number, rows in sorted(trips.items()):
        stops = tuple(names[key].pop(0) for row in rows if names[key := (row.estate_id, row.stream)])
        site = f"site {rows[0].site_id}"
        if stops and site in known:
            made.append(Trip(stops, site))
    truck = next((each for each in instance.trucks if each.id == name and each.count != 0), None)
    return Route(0, name, tuple(made), truck.hours[0]) if truck is not None and made else None


def _with_new(instance: Instance, routes: list[Route], wanted: Sequence[str]) -> list[Route] | None:
    """None: they cannot be driven any more, or something wanted fits nowhere."""
    ground = Ground(instance)
    driven = [fits for each in routes if (fits := charged(ground, each)) is not None]
    if len(driven) < len(routes):
        return None
    routes = driven
    served = {stop for each in routes for stop in each.stops}
    new = [each for each in wanted if each not in served]
    if len(new) > MOST_NEW or served - set(wanted):
        return None
    for stop in new:
        tries = _tries(ground, routes, stop)
        best = min(tries, key=lambda each: each[0], default=None)
        if best is None:
            return None
        routes[best[1]] = best[2]
    return routes


def _tries(ground: Ground, routes: Sequence[Route], stop: str) -> Sequence[tuple[int, int, Route]]:
    """Every place in every round where it can be put without passing a limit, after the way that it costs more."""
    found = []
    for number, route in enumerate(routes):
        if ground.trucks[route.truck].stream != ground.stops[stop].stream:
            continue
        before = walk(ground, route).driven
        for at, trip in enumerate(route.trips):
            for place in range(len(trip.stops) + 1):
                longer = replace(trip, stops=(*trip.stops[:place], stop, *trip.stops[place:]))
                tried = charged(
                    ground, replace(route, trips=(*route.trips[:at], longer, *route.trips[at + 1 :]))
                )
                if tried is not None:
                    found.append((walk(ground, tried).driven - before, number, tried))
    return found
