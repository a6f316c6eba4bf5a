"""What a plan costs and whether it keeps every limit, reckoned from the instance alone, in plain Python.

Nothing of the solver is used, so that its answer can be judged by something else than itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from jiayuan.engines.faults import Fault

from .model import Instance, Plan, Route
from .screen import alone
from .walk import Ground, walk


def cost_of(instance: Instance, routes: Iterable[Route]) -> int:
    """Way and prices of trucks."""
    ground = Ground(instance)
    return sum(walk(ground, route).driven + ground.trucks[route.truck].price for route in routes)


def check_plan(instance: Instance, plan: Plan) -> list[Fault]:
    """Everything that is wrong with a plan; an empty list if nothing is."""
    ground = Ground(instance)
    faults = list(_unknown(ground, plan))
    if faults:
        return faults
    faults += _served(instance, plan)
    faults += _left(ground, plan)
    faults += _fleet(ground, plan)
    faults += _streams(ground, plan)
    for route in plan.routes:
        faults += walk(ground, route).faults
    cost = cost_of(instance, plan.routes)
    if cost != plan.cost:
        faults.append(Fault("cost", "plan", f"says {plan.cost}, is {cost}"))
    if plan.bound is not None and plan.bound > plan.cost:
        faults.append(Fault("bound", "plan", f"bound {plan.bound} above cost {plan.cost}"))
    return faults


def _unknown(ground: Ground, plan: Plan) -> Iterator[Fault]:
    for route in plan.routes:
        where = f"day {route.day + 1}, {route.truck}"
        if route.truck not in ground.trucks:
            yield Fault("unknown", where, "there is no such truck")
        if not 0 <= route.day < len(ground.instance.days):
            yield Fault("unknown", where, "there is no such day")
        for trip in route.trips:
            if trip.site is not None and trip.site not in ground.sites:
                yield Fault("unknown", where, f"there is no site “{trip.site}”")
            if trip.charge is not None and trip.charge not in ground.chargers:
                yield Fault("unknown", where, f"there is no charger “{trip.charge}”")
            yield from (
                Fault("unknown", where, f"there is no stop “{each}”")
                for each in trip.stops
                if each not in ground.stops
            )
    known = {*ground.stops, *(each.stop for each in ground.instance.left)}
    yield from (
        Fault("unknown", each.stop, "was left out and does not exist")
        for each in plan.left
        if each.stop not in known
    )


def _served(instance: Instance, plan: Plan) -> Iterator[Fault]:
    """Each stop on the days of one of its patterns, once a day; or on none, and said to be left out."""
    days: dict[str, list[int]] = defaultdict(list)
    for route in plan.routes:
        for each in route.stops:
            days[each].append(route.day)
    left = {each.stop for each in plan.left}
    for stop in instance.stops:
        on = tuple(sorted(days[stop.id]))
        if stop.id in left:
            if on:
                yield Fault("left", stop.id, "is served and said to be left out")
        elif len(set(on)) < len(on):
            yield Fault("twice", stop.id, "is served more than once on a day")
        elif on not in {tuple(sorted(each)) for each in stop.patterns}:
            yield Fault("pattern", stop.id, f"is served on days {[each + 1 for each in on]}")


def _left(ground: Ground, plan: Plan) -> Iterator[Fault]:
    """Who is left out because no truck can, cannot be served by any; who for want of trucks, could be by one."""
    yield from (
        Fault("left", each.stop, "was left out in reading, and the plan does not say so")
        for each in ground.instance.left
        if each not in plan.left
    )
    for each in plan.left:
        if each in ground.instance.left:
            continue
        found = alone(ground, ground.stops[each.stop])
        if each.code == "fleet":
            if found is not None:
                yield Fault("left", each.stop, f"is left out for want of trucks, but {found.code}")
        elif found is None:
            yield Fault("left", each.stop, "was left out and could be served")


def _fleet(ground: Ground, plan: Plan) -> Iterator[Fault]:
    for (day, name), used in Counter((route.day, route.truck) for route in plan.routes).items():
        count = ground.trucks[name].count
        if count is not None and used > count:
            yield Fault("count", f"day {day + 1}, {name}", f"{used} are out, there are {count}")
        if not ground.trucks[name].drives_on(day):
            yield Fault("days", f"day {day + 1}, {name}", "is out on a day on which it is not driven")


def _streams(ground: Ground, plan: Plan) -> Iterator[Fault]:
    """No truck takes what is not its own or unloads where that is not taken, and it comes home empty if it must."""
    for route in plan.routes:
        truck, where = ground.trucks[route.truck], f"day {route.day + 1}, {route.truck}"
        for each in route.stops:
            if ground.stops[each].stream != truck.stream:
                yield Fault("stream", where, f"takes “{each}” of another stream")
        for trip in route.trips:
            if not trip.stops:
                yield Fault("empty", where, "has a trip without a stop")
            if trip.site is not None and not may_unload(ground, truck.id, trip.site):
                yield Fault("site", where, f"may not unload at “{trip.site}”")
        for number, trip in enumerate(route.trips, 1):
            if trip.site is None and (number < len(route.trips) or truck.must_unload):
                yield Fault("unload", where, "goes on or home without unloading")


def may_unload(ground: Ground, truck: str, site: str) -> bool:
    streams = ground.sites[site].streams
    return site in ground.trucks[truck].sites and (not streams or ground.trucks[truck].stream in streams)
