"""Rounds given to trucks such that stops keep the truck that they know.

Trucks of one kind can drive one another's rounds: who drives which is an assignment with the most known stops.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from .model import Instance, Measure, Route, Truck

Kind = tuple[Truck, object]


def steadied(instance: Instance, routes: Sequence[Route], known: Mapping[str, str]) -> list[Route]:
    """The same rounds by as few other trucks as can be. ``known``: by stop, the truck that called there before."""
    trucks = defaultdict[Kind, list[str]](list)
    kinds: dict[str, Kind] = {}
    for truck in instance.trucks:
        kinds[truck.id] = kind = _kind(instance, truck)
        if truck.count == 1:
            trucks[kind].append(truck.id)
    made = list(routes)
    groups = defaultdict[tuple[int, Kind], list[int]](list)
    for number, route in enumerate(routes):
        if route.truck in trucks[kinds[route.truck]]:
            groups[route.day, kinds[route.truck]].append(number)
    for (_day, kind), numbers in groups.items():
        names = trucks[kind]
        shared = np.array([[_shared(routes[each], name, known) for name in names] for each in numbers])
        for row, column in zip(*linear_sum_assignment(shared, maximize=True), strict=True):
            made[numbers[row]] = replace(routes[numbers[row]], truck=names[column])
    return made


def _kind(instance: Instance, truck: Truck) -> Kind:
    """What makes no difference to a round is left out: its name, and where two yards are one place."""
    yard, roads = truck.yard, instance.roads
    if roads.measure is not Measure.TABLE:
        return replace(truck, id="", yard=0), (instance.places[yard].x, instance.places[yard].y)
    tables = [each for each in (roads.metres, roads.seconds) if each]
    ways = tuple((each[yard], tuple(row[yard] for row in each)) for each in tables)
    return replace(truck, id="", yard=0), ways


def _shared(route: Route, truck: str, known: Mapping[str, str]) -> float:
    """Stops it knows; who had the round in the first place keeps it where that makes no difference."""
    return sum(known.get(each) == truck for each in route.stops) + (0.5 if route.truck == truck else 0)
