"""The checker and what it names, by spoiling plans that stand it."""

from dataclasses import replace

import pytest

from jiayuan.engines.rounds import Instance, Left, Plan, Route, Stop, Trip, check_plan, cost_of, walk
from jiayuan.engines.rounds.model import FAR, Measure, Place, Roads, Site, Truck
from jiayuan.engines.rounds.walk import Ground

TRUCK = Truck(
    "t", "s", 0, (10,), count=1, reach=100, shift=90, hours=(0, 95), sites=("plant",), must_unload=True
)
PLACES = tuple(Place(x, 0) for x in (0, 10, 20, 30, 5))
STOPS = (
    Stop("a", 1, "s", (6,), service=1, windows=((0, 5), (12, 40))),
    Stop("b", 2, "s", (6,), service=1),
    Stop("c", 3, "s", (4,), service=1, patterns=((1,),)),
)
INSTANCE = Instance(
    "small",
    PLACES,
    Roads(Measure.ROUND),
    STOPS,
    (TRUCK,),
    (Site("plant", 4, unloading=3, hours=(0, 90)),),
    ("x", "y"),
)
GOOD = (
    Route(0, "t", (Trip(("a",), "plant"), Trip(("b",), "plant"))),
    Route(1, "t", (Trip(("c",), "plant"),)),
)


def planned(instance: Instance, *routes: Route, left: tuple[Left, ...] = ()) -> Plan:
    return Plan(routes, left, cost_of(instance, routes), 0.0)


def codes(instance: Instance, *routes: Route, left: tuple[Left, ...] = ()) -> set[str]:
    return {each.code for each in check_plan(instance, planned(instance, *routes, left=left))}


def test_a_day_stop_by_stop() -> None:
    done = walk(Ground(INSTANCE), GOOD[0])
    assert [(call.id, call.arrives, call.begins, call.leaves) for call in done.calls] == [
        ("a", 10, 12, 13),
        ("plant", 18, 18, 21),
        ("b", 36, 36, 37),
        ("plant", 52, 52, 55),
    ]
    assert (done.driven, done.end, done.waited, done.loads) == (50, 60, 2, [(6,), (6,)])
    assert check_plan(INSTANCE, planned(INSTANCE, *GOOD)) == []


@pytest.mark.parametrize(
    ("code", "routes"),
    [
        ("load", (Route(0, "t", (Trip(("a", "b"), "plant"),)), GOOD[1])),
        ("window", (Route(0, "t", GOOD[0].trips[::-1]), GOOD[1])),
        ("pattern", (GOOD[0],)),
        ("pattern", (GOOD[0], replace(GOOD[1], day=0))),
        ("twice", (*GOOD, GOOD[0])),
        ("count", (*GOOD, GOOD[0])),
        ("hours", (replace(GOOD[0], start=50), GOOD[1])),
        ("unload", (replace(GOOD[0], trips=(Trip(("a",)), *GOOD[0].trips[1:])), GOOD[1])),
        ("unload", (replace(GOOD[0], trips=(*GOOD[0].trips[:1], Trip(("b",)))), GOOD[1])),
        ("empty", (replace(GOOD[0], trips=(*GOOD[0].trips, Trip((), "plant"))), GOOD[1])),
    ],
)
def test_each_limit_that_is_passed_is_named(code: str, routes: tuple[Route, ...]) -> None:
    assert code in codes(INSTANCE, *routes)


@pytest.mark.parametrize(
    ("code", "truck"), [("reach", {"reach": 49}), ("shift", {"shift": 59}), ("stream", {"stream": "z"})]
)
def test_what_another_truck_could_not(code: str, truck: dict[str, object]) -> None:
    assert code in codes(replace(INSTANCE, trucks=(replace(TRUCK, **truck),)), *GOOD)


def test_roads_sites_and_release() -> None:
    far = tuple(tuple(FAR if (row, column) == (0, 1) else 5 for column in range(5)) for row in range(5))
    assert "road" in codes(replace(INSTANCE, roads=Roads(Measure.TABLE, metres=far)), *GOOD)
    closed = replace(INSTANCE, sites=(replace(INSTANCE.sites[0], streams=frozenset({"z"})),))
    assert "site" in codes(closed, *GOOD)
    late = replace(INSTANCE, stops=(replace(STOPS[0], release=31), *STOPS[1:]))
    assert "window" in codes(late, *GOOD)


@pytest.mark.parametrize(
    "route",
    [
        replace(GOOD[0], truck="x"),
        replace(GOOD[0], day=2),
        Route(0, "t", (Trip(("x",), "plant"),)),
        Route(0, "t", (Trip(("a",), "x"),)),
    ],
)
def test_what_does_not_exist(route: Route) -> None:
    assert {each.code for each in check_plan(INSTANCE, Plan((route,), (), 0, 0.0))} == {"unknown"}


def test_cost_and_bound() -> None:
    plan = planned(INSTANCE, *GOOD)
    assert [each.code for each in check_plan(INSTANCE, replace(plan, cost=plan.cost + 1))] == ["cost"]
    assert [each.code for each in check_plan(INSTANCE, replace(plan, bound=plan.cost + 1))] == ["bound"]


def test_nobody_is_left_out_who_could_be_served() -> None:
    assert codes(INSTANCE, GOOD[0], left=(Left("c", "heavy", ""),)) == {"left"}
    assert codes(INSTANCE, *GOOD, left=(Left("c", "fleet", ""),)) == {"left"}
    assert codes(INSTANCE, GOOD[0], left=(Left("c", "fleet", ""),)) == set()
    assert "unknown" in codes(INSTANCE, *GOOD, left=(Left("x", "heavy", ""),))
    heavy = replace(INSTANCE, stops=(*STOPS[:2], replace(STOPS[2], load=(11,))))
    assert codes(heavy, GOOD[0], left=(Left("c", "heavy", ""),)) == set()
    assert "left" in codes(heavy, GOOD[0], left=(Left("c", "fleet", ""),))
