"""Whatever JSON stands in whatever field: an instance, or faults that name the row."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.engines.rounds import Faults, Instance, check_plan, read_instance, solve
from jiayuan.engines.rounds.district import LOADS, SITES, STOPS, TRUCKS
from jiayuan.engines.rounds.today import ROUTE, TRIP

from .instances import district

Path = tuple[str | int, ...]
ROUTES = [{"day": "mon", "truck": "kitchen truck", "trips": [{"stops": ["e0"], "site": "plant"}]}]
WHOLE = district(stops=2, days=["mon", "tue", "wed"], today=ROUTES)
FIELDS: dict[Path, tuple[str, ...]] = {
    (): (*WHOLE, "matrix", "winding", "truck_price_km"),
    ("sites", 0): SITES,
    ("sites", 1): SITES,
    ("trucks", 0): TRUCKS,
    ("stops", 0): STOPS,
    ("stops", 0, "streams", "kitchen"): LOADS,
    ("today", 0): ROUTE,
    ("today", 0, "trips", 0): TRIP,
}
PLACES: list[Path] = [(*path, name) for path, names in FIELDS.items() for name in names]
ODD: list[Any] = [
    None, True, -1, 0, 7, 1.5, 10**400, float("nan"), float("inf"), "", "a", "mon", "25:00", [], ["a"], [[]], [["mon"]],
    {}, {"a": []}, {"metres": [[0]]}, [{}], [{"id": "x"}], [{"id": []}], [["06:00", []]],
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def read(data: object) -> Instance | list[str]:
    """The instance, or where its faults are."""
    try:
        return read_instance(json.dumps(data))
    except Faults as faults:
        return [each.where for each in faults.faults]


def spoilt(path: Path, value: object) -> dict[str, Any]:
    data = here = deepcopy(WHOLE)
    for each in path[:-1]:
        here = here[each]  # type: ignore[index]
    here[path[-1]] = value  # type: ignore[index]
    return data


def odd_fields() -> Iterator[tuple[Path, object]]:
    return ((path, value) for path in PLACES for value in ODD)


def test_no_odd_value_in_any_field_is_more_than_a_fault() -> None:
    for path, value in odd_fields():
        assert read(spoilt(path, value)), (path, value)


@given(st.sampled_from(PLACES), JSON)
def test_nor_is_any_json(path: Path, value: object) -> None:
    assert read(spoilt(path, value))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("trucks", 0, "yard"), ["a"], "trucks[1]"),
        (("today", 0, "trips", 0, "site"), [], "today[1]"),
        (("today", 0, "trips", 0, "charge"), {}, "today[1]"),
        (("trucks", 0, "range_km"), 10**400, "trucks[1]"),
        (("sites", 0, "latitude"), 10**400, "sites[1]"),
        (("stops", 1), {"id": "e0/kitchen", "latitude": 37, "longitude": 112}, "stops"),
    ],
    ids=["yard", "site", "charge", "range", "latitude", "name"],
)
def test_the_row_is_named(path: Path, value: object, where: str) -> None:
    assert where in read(spoilt(path, value))


def test_lists_without_end_are_a_fault() -> None:
    with pytest.raises(Faults, match="is not JSON"):
        read_instance("[" * 100_000)


def test_a_load_that_no_number_of_visits_would_move_is_left_out_whole() -> None:
    data = spoilt(("trucks", 0, "m3"), 0)
    plan = solve(read_instance(json.dumps(data)), seconds=0.3)
    assert {each.stop: each.code for each in plan.left} == {"e0/kitchen": "heavy", "e1/kitchen": "heavy"}


def test_the_same_days_in_another_order_are_one_set() -> None:
    data = spoilt(("stops", 0, "streams", "kitchen", "patterns"), [["mon", "wed"], ["wed", "mon"]])
    instance = read_instance(json.dumps(data))
    assert instance.stops[0].patterns == ((0, 2),)
    assert check_plan(instance, solve(instance, seconds=0.5)) == []
