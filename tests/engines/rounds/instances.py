"""Instances for the tests: a district drawn by lot, and small files of the public kinds, written here."""

import random
from itertools import permutations
from typing import Any

from jiayuan.engines.rounds import Ground, Instance, Route, Trip, walk

STREAMS = ("kitchen", "other")


def district(seed: int = 0, stops: int = 12, **more: Any) -> dict[str, Any]:
    """The JSON of a district's day: one yard, one plant, two streams with trucks of their own."""
    lot = random.Random(seed)

    def where() -> dict[str, float]:
        return {"longitude": 112.50 + lot.random() * 0.1, "latitude": 37.82 + lot.random() * 0.08}

    return {
        "name": "day",
        "sites": [
            {"id": "yard", "kind": "yard", **where()},
            {"id": "plant", "kind": "disposal", "opens": "05:00", "closes": "20:00", "minutes": 15, **where()},
        ],
        "trucks": [
            {"id": f"{stream} truck", "stream": stream, "kg": 1_500, "m3": 4, "range_km": 150,
             "starts": "05:00", "ends": "15:00"}
            for stream in STREAMS
        ],
        "stops": [
            {"id": f"e{number}", **where(),
             "streams": {"kitchen": {"kg": lot.randint(50, 400), "m3": 0.5}, "other": {"kg": lot.randint(50, 600)}}}
            for number in range(stops)
        ],
    } | more  # fmt: skip


def vrplib(seed: int = 0, size: int = 8, *, hours: bool = False) -> str:
    """A VRPLIB file; with hours, trucks come back to reload and customers have release times."""
    lot = random.Random(seed)
    lines = [
        "NAME : drawn", "COMMENT : by lot", f"TYPE : {'MTVRPTWR' if hours else 'CVRP'}", f"DIMENSION : {size}",
        "EDGE_WEIGHT_TYPE : EUC_2D", "CAPACITY : 20", "NODE_COORD_SECTION",
    ]  # fmt: skip
    rows = range(1, size + 1)
    lines += [f"{row} {lot.randint(0, 100)} {lot.randint(0, 100)}" for row in rows]
    lines += ["DEMAND_SECTION", *(f"{row} {0 if row == 1 else lot.randint(1, 10)}" for row in rows)]
    if hours:
        lines[5:5] = ["VEHICLES : 4", "SERVICE_TIME : 10"]
        lines += ["TIME_WINDOW_SECTION", *(f"{row} 0 2000" for row in rows)]
        lines += ["RELEASE_TIME_SECTION", *(f"{row} {(row - 1) * 5}" for row in rows)]
        lines += ["VEHICLES_RELOAD_DEPOT_SECTION", *(f"{row} 1" for row in range(1, 5))]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF"])


CORDEAU = """1 1 4 3
0 10
0 10
0 10
 0 0 0 0 0 0 0
 1 10 0 0 4 3 1 7
 2 0 10 0 2 1 3 1 2 4
 3 -10 0 0 2 1 3 1 2 4
 4 0 -10 0 4 2 3 3 5 6
"""
"""Four customers of three days: one served daily, two once, one twice."""


def best_by_trying_all(instance: Instance) -> int:
    """The cheapest rounds of one truck kind without unloading, by way of every set of stops (Bellman)."""
    truck, ground = instance.trucks[0], Ground(instance)
    count = len(instance.stops)
    one: dict[int, int] = {}
    for mask in range(1, 1 << count):
        stops = [instance.stops[each] for each in range(count) if mask >> each & 1]
        if sum(each.load[0] for each in stops) <= truck.capacity[0]:
            names = [each.id for each in stops]
            one[mask] = min(
                walk(ground, Route(0, truck.id, (Trip(order),))).driven for order in permutations(names)
            )
    best = {0: 0}
    for mask in range(1, 1 << count):
        best[mask] = min(best[mask ^ part] + way for part, way in one.items() if part & mask == part)
    return best[(1 << count) - 1]
