"""What is left out because no truck can serve it; and nothing else is."""

import json

import pytest

from jiayuan.engines.rounds import Instance, check_plan, read_instance, solve
from jiayuan.engines.rounds.screen import screened

from .instances import district


def morning(plant: dict[str, object], truck: dict[str, object], stop: dict[str, object]) -> Instance:
    """One kitchen stop, a truck whose hours begin at midnight and whose shift is eight hours."""
    data = district(stops=1)
    data["sites"][1] |= {"opens": "00:00", "closes": "23:59"} | plant
    data["trucks"] = [{"id": "t", "stream": "kitchen", "kg": 1_500, "range_km": 150, "count": 1} | truck]
    where = {key: data["stops"][0][key] for key in ("latitude", "longitude")}
    data["stops"] = [{"id": "e", "stream": "kitchen", "kg": 100, **where} | stop]
    return read_instance(json.dumps(data))


@pytest.mark.parametrize(
    ("plant", "truck", "stop"),
    [
        ({"opens": "09:00"}, {}, {}),
        ({"opens": "20:00"}, {"minutes": 180}, {}),
        ({"opens": "09:00"}, {"minutes": 240}, {"windows": [["02:00", "07:00"]]}),
        ({"opens": "09:00"}, {"minutes": 240}, {"windows": [["02:00", "03:00"], ["06:30", "06:45"]]}),
    ],
    ids=["opens late", "opens in the evening", "at the end of a window", "at the end of the later window"],
)
def test_a_truck_leaves_late_enough_for_its_shift_to_span_the_opening(plant, truck, stop) -> None:
    instance = morning(plant, truck, stop)
    assert screened(instance)[1] == ()
    plan = solve(instance, seconds=0.3)
    assert (plan.left, check_plan(instance, plan)) == ((), [])


def test_a_truck_leaves_late_enough_for_its_shift_to_span_the_charge() -> None:
    """There and back is 20 km and more, and where it is charged opens in the afternoon."""
    east, west = {"latitude": 37.84, "longitude": 112.60}, {"latitude": 37.84, "longitude": 112.49}
    data = district(stops=0)
    data["sites"] = [
        {"id": "yard", "kind": "yard", **east},
        {"id": "plant", "kind": "disposal", **west},
        {"id": "post", "kind": "charger", "opens": "14:00", **west},
    ]
    data["trucks"] = [{"id": "t", "stream": "kitchen", "kg": 500, "range_km": 20, "charge_minutes": 60}]
    data["stops"] = [{"id": "e", "stream": "kitchen", "kg": 100, "latitude": 37.84, "longitude": 112.50}]
    instance = read_instance(json.dumps(data))
    assert screened(instance)[1] == ()
    plan = solve(instance, seconds=0.3)
    assert (plan.left, check_plan(instance, plan)) == ((), [])


@pytest.mark.parametrize(
    ("plant", "truck", "stop", "code"),
    [
        ({"opens": "09:00"}, {}, {"windows": [["00:00", "00:30"]]}, "shift"),
        ({"opens": "09:00"}, {"ends": "09:00"}, {}, "hours"),
        ({"opens": "09:00", "closes": "10:00"}, {}, {"windows": [["11:00", "12:00"]]}, "window"),
    ],
)
def test_what_no_start_helps_is_left_out_with_the_reason(plant, truck, stop, code) -> None:
    assert [each.code for each in screened(morning(plant, truck, stop))[1]] == [code]
