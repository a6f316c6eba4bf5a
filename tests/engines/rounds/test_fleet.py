"""How many trucks are out: as few as will do, no more than there are, and what is left where they are too few."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from jiayuan.engines.rounds import Ground, Route, Trip, check_plan, read_instance, solve, walk
from jiayuan.engines.rounds.day import DayProblem, Ways
from jiayuan.engines.rounds.fleet import _mended
from jiayuan.engines.rounds.pack import packed, without_one

from .instances import best_by_trying_all, district
from .test_check import INSTANCE


def read(data: object):
    return read_instance(json.dumps(data))


def test_trips_share_a_truck_as_long_as_its_time_allows() -> None:
    """Loads that need many trips, and a day long enough for one truck of each stream."""
    data = district(stops=10)
    for truck in data["trucks"]:
        truck["ends"], truck["minutes"] = "23:00", 1_000
        del truck["range_km"]
    data["sites"][1]["closes"] = "23:00"
    plan = solve(read(data), seconds=2, workers=1)
    assert check_plan(read(data), plan) == []
    assert sorted(route.truck for route in plan.routes) == ["kitchen truck", "other truck"]
    assert all(len(route.trips) > 1 for route in plan.routes)


def test_packing_and_taking_one_away() -> None:
    ground = Ground(INSTANCE)
    one, two = Route(0, "t", (Trip(("a",), "plant"),)), Route(0, "t", (Trip(("b",), "plant"),))
    (both,) = packed(ground, [one, two])
    assert sorted(both.stops) == ["a", "b"]
    fewer = without_one(ground, [one, two])
    assert fewer is not None
    assert sorted(fewer[0].stops) == ["a", "b"]
    assert without_one(ground, [one]) is None


def test_no_more_trucks_than_there_are() -> None:
    data = district(stops=10)
    for truck in data["trucks"]:
        truck["count"], truck["minutes"] = 1, 120
    instance = read(data)
    plan = solve(instance, seconds=2, workers=1)
    assert check_plan(instance, plan) == []
    assert {each.code for each in plan.left} == {"fleet"}
    assert len(plan.routes) == 2
    assert len(plan.left) < 15


def test_days_that_may_end_at_two_sites_share_their_trucks() -> None:
    data = district(stops=12)
    data["sites"].append(data["sites"][1] | {"id": "depot", "latitude": 37.95, "longitude": 112.65})
    for truck in data["trucks"]:
        truck["count"] = 2
    instance = read(data)
    plan = solve(instance, seconds=2, workers=1)
    assert check_plan(instance, plan) == []
    assert not plan.left


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"range_km": 1}, "reach"),
        ({"ends": "05:05"}, "hours"),
        ({"minutes": 5}, "shift"),
        ({"stream": "third"}, "stream"),
        ({"range_km": 0}, "stream"),
    ],
)
def test_what_no_truck_can_serve_is_left_and_the_rest_is_planned(change, code) -> None:
    data = district(stops=4)
    data["trucks"][0] |= change
    instance = read(data)
    plan = solve(instance, seconds=0.6, workers=1)
    assert check_plan(instance, plan) == []
    assert {(each.stop, each.code) for each in plan.left} == {
        (f"e{number}/kitchen", code) for number in range(4)
    }
    assert {stop for route in plan.routes for stop in route.stops} == {
        f"e{number}/other" for number in range(4)
    }


def test_windows_that_are_over_before_anybody_can_come() -> None:
    data = district(stops=3)
    data["stops"][0]["windows"] = [["04:00", "04:30"]]
    data["stops"][1]["windows"] = [["04:00", "04:30"], ["09:00", "10:00"]]
    instance = read(data)
    plan = solve(instance, seconds=0.6, workers=1)
    assert check_plan(instance, plan) == []
    assert {(each.stop, each.code) for each in plan.left} == {
        ("e0/kitchen", "window"),
        ("e0/other", "window"),
    }


def test_a_stop_without_a_road_and_an_empty_day() -> None:
    data = district(stops=1)
    table = [[0, 5, None], [5, 0, 6], [6, 7, 0]]
    instance = read(data | {"matrix": {"metres": table}})
    plan = solve(instance, seconds=0.5, workers=1)
    assert {each.code for each in plan.left} == {"road"}
    assert check_plan(instance, plan) == []
    empty = read(district(stops=0))
    assert solve(empty, seconds=0.5).routes == ()


def test_with_any_number_of_trucks_nobody_is_left_however_short_the_time() -> None:
    """What the first look left beyond its limits gets trucks of its own."""
    instance = read(district(stops=40))
    plan = solve(instance, seconds=0.1, workers=1)
    assert check_plan(instance, plan) == []
    assert not plan.left
    kitchen = [stop for stop in instance.stops if stop.stream == "kitchen"]
    problem = DayProblem(Ways(instance), kitchen, instance.trucks[:1])
    everything = Route(0, "kitchen truck", (Trip(tuple(stop.id for stop in kitchen), "plant"),), 18_000)
    mended = _mended(problem, [everything])
    assert sorted(each for route in mended for each in route.stops) == sorted(stop.id for stop in kitchen)
    assert not any(walk(Ground(instance), route).faults for route in mended)


def equal_loads(kilometres: float, until: str) -> Any:
    """7,000 kg at one place, a truck of 3 t, and an hour by which the last load is fetched."""
    return read({
        "name": "heap",
        "sites": [
            {"id": "yard", "kind": "yard", "latitude": 37.87, "longitude": 112.55},
            {"id": "plant", "kind": "disposal", "latitude": 37.87 + kilometres / 111, "longitude": 112.55},
        ],
        "trucks": [
            {"id": "t", "stream": "kitchen", "kg": 3_000, "m3": 6, "count": 1, "range_km": 100,
             "starts": "05:00", "ends": "20:00", "minutes": 900},
        ],
        "stops": [
            {"id": "heap", "latitude": 37.871, "longitude": 112.55,
             "streams": {"kitchen": {"kg": 7_000, "m3": 1, "windows": [["05:00", until]]}}},
        ],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("kilometres", "until", "served"), [(1, "08:00", 3), (10, "08:00", 2), (30, "08:00", 1), (5, "06:00", 1)]
)
def test_of_a_load_that_is_divided_as_much_is_taken_as_can_be(kilometres, until, served) -> None:
    """What no time is left for is named, part by part."""
    instance = equal_loads(kilometres, until)
    plan = solve(instance, seconds=0.6, workers=1)
    assert check_plan(instance, plan) == []
    assert sum(len(route.stops) for route in plan.routes) == served
    assert [each.code for each in plan.left] == ["fleet"] * (3 - served)
    assert {each.stop.partition("#")[0] for each in plan.left} <= {"heap/kitchen"}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_left_that_fits_into_a_round(seed: int) -> None:
    """Tried at every place of every round, in a trip more, and in a truck that stayed at home."""
    data = district(seed, stops=10)
    lot = random.Random(seed)
    for truck in data["trucks"]:
        truck["count"], truck["minutes"], truck["kg"] = lot.randint(1, 2), lot.randint(60, 150), 700
    for stop in data["stops"]:
        stop["windows"] = [["05:00", lot.choice(["05:40", "06:30", "08:00"])]]
    instance = read(data)
    plan = solve(instance, seconds=0.8, workers=1)
    assert check_plan(instance, plan) == []
    ground = Ground(instance)
    for left in plan.left:
        if left.code == "fleet":
            assert not [
                each for each in with_one_more(ground, plan.routes, left.stop) if is_kept(ground, each)
            ]


def is_kept(ground: Ground, route: Route) -> bool:
    return not walk(ground, route).faults


def with_one_more(ground: Ground, routes: Sequence[Route], stop: str) -> Iterator[Route]:
    stream, out = ground.stops[stop].stream, Counter(each.truck for each in routes)
    for route in routes:
        if ground.trucks[route.truck].stream != stream:
            continue
        for at, trip in enumerate(route.trips):
            for place in range(len(trip.stops) + 1):
                fuller = replace(trip, stops=(*trip.stops[:place], stop, *trip.stops[place:]))
                yield replace(route, trips=(*route.trips[:at], fuller, *route.trips[at + 1 :]))
        for at in range(len(route.trips) + 1):
            yield replace(route, trips=(*route.trips[:at], Trip((stop,), "plant"), *route.trips[at:]))
    for truck in ground.trucks.values():
        if truck.stream == stream and out[truck.id] < (truck.count or 0):
            yield Route(0, truck.id, (Trip((stop,), "plant"),), truck.hours[0])


def loaded(loads: Sequence[int], places: Sequence[tuple[int, int]], capacity: int) -> str:
    """A VRPLIB file with the yard in the middle."""
    rows = list(enumerate([(0, 0), *places], 1))
    lines = [
        "NAME : tight", "TYPE : CVRP", f"DIMENSION : {len(rows)}", "EDGE_WEIGHT_TYPE : EUC_2D",
        f"CAPACITY : {capacity}", "NODE_COORD_SECTION", *(f"{row} {x} {y}" for row, (x, y) in rows),
        "DEMAND_SECTION", *(f"{row} {load}" for row, load in enumerate([0, *loads], 1)),
        "DEPOT_SECTION", "1", "-1", "EOF",
    ]  # fmt: skip
    return "\n".join(lines)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("loads", "places", "rounds"),
    [
        pytest.param([2, 2, 2], [(9, 0), (9, 1), (9, 2)], 3, id="loads that two trucks could carry if cut"),
        pytest.param([1] * 6, [(9, 0), (9, 1), (0, 9), (1, 9), (-9, 0), (-9, 1)], 3, id="a truck more is shorter"),
        pytest.param([1, 1, 1, 2, 2, 2], [(99, 0), (98, 1), (97, 0), (99, 2), (98, 2), (97, 2)], 3, id="full"),
    ],
)  # fmt: skip
def test_the_fewest_that_the_loads_need_are_tried_and_not_forced(
    loads: list[int], places: list[tuple[int, int]], rounds: int, workers: int
) -> None:
    instance = read_instance(loaded(loads, places, 3))
    plan = solve(instance, seconds=0.5, workers=workers)
    assert check_plan(instance, plan) == []
    assert len(plan.routes) == rounds
    assert plan.cost == best_by_trying_all(instance)


@pytest.mark.parametrize("seed", [0, 3])
def test_fewer_trucks_are_taken_where_a_glance_is_better_so(seed: int) -> None:
    """Loads that fill their trucks: with any number of trucks the search stays long with one too many."""
    lot = random.Random(seed)
    places = [(1_000 + lot.randint(0, 500), lot.randint(0, 500)) for _ in range(120)]
    loads = [lot.randint(1, 100) for _ in places]
    instance = read_instance(loaded(loads, places, int(sum(loads) / 21 * 1.02)))
    assert DayProblem(Ways(instance), instance.stops, instance.trucks).fewest == 21
    plan = solve(instance, seconds=2.5, workers=1)
    assert check_plan(instance, plan) == []
    assert len(plan.routes) == 21
