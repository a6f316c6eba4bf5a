"""A week beside the week as it is now: days stay unless others are worth it, and both are judged alike."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from jiayuan.engines.rounds import Faults, Plan, check_plan, read_instance, week_beside
from jiayuan.engines.rounds.district import read_district

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HERE, THERE = 37.87, 37.95


def week(stops: list[dict[str, Any]], **truck: Any) -> dict[str, Any]:
    given = {"id": "t", "stream": "kitchen", "kg": 3000, "m3": 9, "count": 1, "minutes": 480} | truck
    return {
        "days": DAYS,
        "sites": [
            {"id": "yard", "kind": "yard", "latitude": HERE, "longitude": 112.55},
            {"id": "plant", "kind": "disposal", "latitude": HERE, "longitude": 112.56},
        ],
        "trucks": [given],
        "stops": stops,
    }


def stop(number: int, north: float, **load: Any) -> dict[str, Any]:
    said = {"id": f"s{number}", "latitude": north + number / 2_000, "longitude": 112.55, "stream": "kitchen"}
    return said | {"kg": 200, "m3": 0.5, "times": 1} | load


def look(data: dict[str, Any], known: Mapping[str, tuple[int, ...]], worth: int) -> Any:
    instance = read_district(data)
    found = week_beside(instance, instance, known, worth=worth, seconds=1.5)
    assert check_plan(fixed(data, found.chosen), found.then) == []
    assert check_plan(fixed(data, known), found.now) == []
    return found


def fixed(data: dict[str, Any], chosen: Any) -> Any:
    names = {each["id"] for each in data["stops"]}
    rows = [
        {key: value for key, value in each.items() if key not in ("times", "apart")}
        | {"patterns": [[DAYS[day] for day in chosen[each["id"]]]]}
        for each in data["stops"]
        if each["id"] in names & set(chosen)
    ]
    return read_district(data | {"stops": rows})


def days_of(plan: Plan) -> set[int]:
    return {each.day for each in plan.routes}


SCATTERED = [stop(each, THERE) for each in range(4)]
KNOWN = {f"s{each}": (each,) for each in range(4)}
"""Four neighbours far away, each on a day of its own."""


def test_neighbours_come_together_where_it_is_worth_it() -> None:
    found = look(week(SCATTERED), KNOWN, worth=2_000)
    assert len(days_of(found.now)) == 4
    assert len(days_of(found.then)) == 1
    assert found.then.cost < found.now.cost
    assert sum(found.chosen[each] != KNOWN[each] for each in KNOWN) == 3


def test_days_stay_where_too_little_is_saved() -> None:
    found = look(week(SCATTERED), KNOWN, worth=500_000)
    assert found.chosen == KNOWN
    assert found.then.cost == found.now.cost


def test_days_that_do_not_change_cost_the_same_in_both_weeks() -> None:
    """However a search would have ended another time."""
    daily = [stop(each, HERE, times=7) for each in range(12)]
    found = look(week(daily), {each["id"]: tuple(range(7)) for each in daily}, worth=0)
    assert found.now.cost == found.then.cost
    assert len({each.trips for each in found.then.routes}) == 1


def test_a_truck_is_out_on_its_days_only() -> None:
    data = week([stop(1, HERE, times=2, apart=1)], days=["tue", "fri"])
    found = look(data, {"s1": (0, 3)}, worth=0)
    assert days_of(found.then) == {1, 4}
    assert [each.code for each in found.now.left] == ["fleet"]


def test_days_that_do_not_exist_are_refused() -> None:
    with pytest.raises(Faults) as raised:
        read_district(week([stop(1, HERE)], days=["noday"]))
    assert [each.code for each in raised.value.faults] == ["day"]


def test_nothing_to_collect() -> None:
    found = look(week([]), {}, worth=0)
    assert (found.now.routes, found.then.routes) == ((), ())


def test_without_a_position_it_is_left_out_of_both() -> None:
    row = {key: value for key, value in stop(1, HERE).items() if key not in ("latitude", "longitude")}
    instance = read_instance(json.dumps(week([row])))
    found = week_beside(instance, instance, {}, worth=0, seconds=0.3)
    assert [each.code for each in found.now.left] == [each.code for each in found.then.left] == ["position"]
