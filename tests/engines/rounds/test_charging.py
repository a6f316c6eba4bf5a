"""Trucks that are charged between two trips: what a charge takes and gives, and days that one charge does not reach."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jiayuan.engines.rounds import Ground, Route, Trip, charged, check_plan, read_instance, solve, walk
from jiayuan.engines.rounds.model import Charger

from .instances import district
from .test_check import GOOD, INSTANCE, TRUCK, codes, planned

YARD, PLANT = Charger("yard", 0), Charger("plant", 4, (0, 90))
LOADED = replace(TRUCK, reach=36, charge=12)
SMALL = replace(INSTANCE, trucks=(LOADED,), chargers=(YARD, PLANT))
"""The day of the checker's test, 50 long, with a truck that reaches 36."""


def at_plant(first: bool = True) -> Route:
    one, two = GOOD[0].trips
    return replace(
        GOOD[0], trips=(replace(one, charge="plant"), two) if first else (one, replace(two, charge="plant"))
    )


def test_a_charge_takes_as_long_as_what_was_driven_is_of_the_whole() -> None:
    """15 of 36 driven: 5 of 12."""
    done = walk(Ground(SMALL), at_plant())
    assert [(call.id, call.begins, call.leaves) for call in done.calls] == [
        ("a", 12, 13), ("plant", 18, 21), ("plant", 21, 26), ("b", 41, 42), ("plant", 57, 60),
    ]  # fmt: skip
    assert (done.driven, done.faults) == (50, [])


def test_what_is_left_at_the_start_and_a_full_charge() -> None:
    low = replace(SMALL, trucks=(replace(LOADED, reach=15, full=40),))
    done = walk(Ground(low), at_plant())
    assert (done.faults, done.calls[2].leaves - done.calls[2].begins) == ([], 12)
    assert "reach" in codes(replace(low, trucks=(replace(LOADED, reach=14, full=40),)), at_plant())


@pytest.mark.parametrize(
    ("code", "instance", "route"),
    [
        ("reach", SMALL, GOOD[0]),
        ("reach", SMALL, at_plant(first=False)),
        ("charge", replace(SMALL, trucks=(replace(LOADED, charge=None),)), at_plant()),
        ("unknown", replace(SMALL, chargers=(YARD,)), at_plant()),
        ("window", replace(SMALL, chargers=(YARD, replace(PLANT, hours=(0, 20)))), at_plant()),
        ("shift", replace(SMALL, trucks=(replace(LOADED, charge=100),)), at_plant()),
    ],
)
def test_the_checker_names_what_a_charge_does_not_mend(code: str, instance: Any, route: Route) -> None:
    plan = planned(INSTANCE, GOOD[0])
    assert code in {each.code for each in check_plan(instance, replace(plan, routes=(route,)))}


def test_the_fewest_charges_are_put_where_they_are_the_least_way_round() -> None:
    ground = Ground(SMALL)
    assert charged(ground, GOOD[0]) == at_plant()
    assert charged(Ground(INSTANCE), at_plant()) == GOOD[0]
    assert charged(Ground(replace(SMALL, chargers=())), GOOD[0]) is None
    assert charged(Ground(replace(SMALL, trucks=(replace(LOADED, charge=100),))), GOOD[0]) is None


def day(kilometres: float | None, *, minutes: float | None = 60, **more: Any) -> dict[str, Any]:
    data = district(3, stops=14)
    for site in data["sites"]:
        site["charging"] = minutes is not None
    for truck in data["trucks"]:
        truck.update({"range_km": kilometres, "charge_minutes": minutes, **more})
    return data


def solved(data: dict[str, Any], seconds: float = 1.6) -> tuple[Any, Any]:
    instance = read_instance(json.dumps(data))
    plan = solve(instance, seconds=seconds, workers=1)
    assert check_plan(instance, plan) == []
    return instance, plan


def test_a_day_beyond_one_charge_is_driven_with_charges_and_not_without() -> None:
    """One truck of each stream, and a range of 26 kilometres."""
    instance, plan = solved(day(26, count=1, minutes=45))
    ways = [walk(Ground(instance), each).driven for each in plan.routes]
    assert any(trip.charge for route in plan.routes for trip in route.trips)
    assert max(ways) > 26_000
    without = solved(day(26, minutes=None, count=1))[1]
    assert {each.code for each in without.left} == {"fleet"}
    assert len(plan.left) < len(without.left)


def test_a_stop_out_and_back_beyond_the_range_is_reached_with_a_charge_at_the_site() -> None:
    data = day(30, minutes=30)
    data["stops"] = [{"id": "far", "latitude": 37.84, "longitude": 112.50, "stream": "kitchen", "kg": 100}]
    data["sites"] = [
        {"id": "yard", "kind": "yard", "latitude": 37.84, "longitude": 112.60},
        {"id": "plant", "kind": "disposal", "latitude": 37.84, "longitude": 112.49, "charging": True},
    ]
    data["trucks"][0]["range_km"] = 20
    _instance, plan = solved(data)
    (only,) = plan.routes
    assert only.trips == (Trip(("far",), "plant", "plant"),)
    del data["sites"][1]["charging"]
    assert [each.code for each in solved(data)[1].left] == ["reach"]


def test_a_range_that_no_shift_can_use_up_is_planned_as_ever() -> None:
    """18 km/h for eight hours: 150 km are enough."""
    _instance, plan = solved(day(150), seconds=0.8)
    assert not any(trip.charge for route in plan.routes for trip in route.trips)


def test_a_place_of_its_own_to_charge_at_and_what_a_file_may_not_say() -> None:
    data = day(30)
    data["sites"].append(
        {"id": "posts", "kind": "charger", "latitude": 37.85, "longitude": 112.55, "opens": "06:00"}
    )
    data["trucks"][0]["left_km"] = 12
    instance = read_instance(json.dumps(data))
    assert [each.id for each in instance.chargers] == ["yard", "plant", "posts"]
    assert [each.id for each in instance.sites] == ["plant"]
    assert (instance.trucks[0].reach, instance.trucks[0].full, instance.trucks[0].charge) == (
        12_000,
        30_000,
        3_600,
    )
    data["trucks"][0]["left_km"], data["sites"][0]["charging"] = 31, "yes"
    with pytest.raises(Exception, match=r"left_km|charging") as raised:
        read_instance(json.dumps(data))
    assert {each.code for each in raised.value.faults} == {"range", "charging"}
