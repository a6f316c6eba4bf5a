"""From files to instances: what is read, what is refused with its row, what is left out and said."""

import json
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.engines.rounds import Faults, read_instance
from jiayuan.engines.rounds.model import FAR, Measure
from jiayuan.engines.rounds.patterns import MOST, gaps, spaced, widest

from .instances import CORDEAU, district, vrplib


def read(data: object):
    return read_instance(json.dumps(data))


def faults(text: str) -> dict[str, str]:
    with pytest.raises(Faults) as caught:
        read_instance(text)
    return {each.where: each.text for each in caught.value.faults}


def test_vrplib() -> None:
    instance = read_instance(vrplib(1, 6))
    assert instance.name == "drawn"
    assert [each.id for each in instance.stops] == ["1", "2", "3", "4", "5"]
    assert instance.roads.measure is Measure.ROUND
    (truck,) = instance.trucks
    assert (truck.capacity, truck.count, truck.sites, truck.must_unload) == ((20,), None, (), False)


def test_vrplib_with_hours_counts_in_tenths() -> None:
    instance = read_instance(vrplib(1, 6, hours=True))
    assert instance.roads.measure is Measure.TENTHS
    assert instance.stops[0].windows == ((0, 20_000),)
    assert (instance.stops[0].service, instance.stops[0].release) == (100, 50)
    assert (instance.trucks[0].count, instance.trucks[0].sites) == (4, ("yard",))


def test_lengths_in_the_file() -> None:
    text = vrplib(1, 3).replace("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_ROW")
    instance = read_instance(text.replace("DEMAND_SECTION", "EDGE_WEIGHT_SECTION\n5 6\n7\nDEMAND_SECTION"))
    assert instance.roads.metres == ((0, 5, 6), (5, 0, 7), (6, 7, 0))
    full = text.replace("LOWER_ROW", "FULL_MATRIX")
    full = full.replace("DEMAND_SECTION", "EDGE_WEIGHT_SECTION\n0 5 6\n5 0 7\n6 7 0\nDEMAND_SECTION")
    assert read_instance(full).roads == instance.roads
    assert "EDGE_WEIGHT_SECTION" in faults(text)


def test_what_a_vrplib_file_says_and_nobody_understands_is_a_fault() -> None:
    assert faults(vrplib().replace("DEPOT_SECTION", "BACKHAUL_SECTION\n1 2\nDEPOT_SECTION"))
    assert "EDGE_WEIGHT_TYPE" in faults(vrplib().replace("EUC_2D", "GEO"))
    assert "CAPACITY" in faults(vrplib().replace("CAPACITY : 20", "CAPACITY : much"))
    assert "DEPOT_SECTION" in faults(vrplib().replace("\n1\n-1", "\n1\n2\n-1"))
    assert "DIMENSION" in faults(vrplib().replace("DIMENSION : 8", "DIMENSION : 1"))
    assert "DEMAND_SECTION" in faults(vrplib().replace("DIMENSION : 8", "DIMENSION : 9"))
    assert "VEHICLES_RELOAD_DEPOT_SECTION" in faults(
        vrplib(hours=True).replace("\n4 1\nDEPOT", "\n4 2\nDEPOT")
    )
    assert faults(vrplib().replace("CAPACITY : 20", "CAPACITY : 20\nNODE_COORD_SECTION\n1 a b"))
    assert faults("") == {"file": "The file is empty."}


def test_cordeau() -> None:
    instance = read_instance(CORDEAU, "p")
    assert len(instance.days) == 3
    assert [each.patterns for each in instance.stops[:2]] == [((0, 1, 2),), ((2,), (1,), (0,))]
    assert instance.trucks[0].count == 1
    assert instance.trucks[0].shift is None


def test_cordeau_with_faults() -> None:
    assert "line 1" in faults(CORDEAU.replace("1 1 4 3", "2 1 4 3"))
    assert "line 1" in faults(CORDEAU.replace("1 1 4 3", "1 1 5 3"))
    assert "line 2" in faults(CORDEAU.replace("0 10\n0 10", "0 10\n5 10", 1))
    assert "line 6" in faults(CORDEAU.replace("3 1 7", "3 1 9"))
    assert "line 7" in faults(CORDEAU.replace("3 1 2 4\n 3", "3 1 2\n 3"))
    assert "line 8" in faults(CORDEAU.replace("-10 0 0", "west 0 0"))


def test_a_district() -> None:
    instance = read(district())
    assert {each.stream for each in instance.stops} == {"kitchen", "other"}
    assert instance.stops[0].id == "e0/kitchen"
    truck = instance.trucks[0]
    assert (truck.capacity, truck.reach, truck.hours) == ((1_500, 4_000), 150_000, (18_000, 54_000))
    assert truck.must_unload
    assert truck.sites == ("plant",)
    assert truck.count is None


def test_a_stop_of_one_stream_and_its_windows() -> None:
    data = district(stops=1)
    data["stops"] = [data["stops"][0] | {"stream": "kitchen", "kg": 1.2, "windows": [["06:00", "07:30"]]}]
    del data["stops"][0]["streams"]
    (stop,) = read(data).stops
    assert (stop.id, stop.stream, stop.load, stop.windows) == ("e0", "kitchen", (2, 0), ((21_600, 27_000),))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"days": 0}, "days"),
        ({"trucks": []}, "trucks"),
        ({"sites": [{"id": "yard", "kind": "garage", "latitude": 1, "longitude": 1}]}, "sites[1]"),
        ({"sites": [{"id": "yard", "kind": "yard"}]}, "sites[1]"),
        ({"trucks": [{"id": "t", "yard": "elsewhere", "kg": 1}]}, "trucks[1]"),
        ({"trucks": [{"id": "t", "sites": ["elsewhere"], "kg": 1}]}, "trucks[1]"),
        ({"trucks": [{"id": "t", "kg": 1, "rnage_km": 7}]}, "trucks[1]"),
        ({"trucks": [{"id": "t", "kg": 1, "starts": "25.00"}]}, "trucks[1].starts"),
        ({"trucks": [{"id": "t", "kg": 1, "starts": "09:00", "ends": "08:00"}]}, "trucks[1]"),
        ({"stops": [{"id": "e", "latitude": 91, "longitude": 1}]}, "stops[1]"),
        ({"stops": [{"id": "e", "latitude": 1, "longitude": 1, "kg": "many"}]}, "stops[1]"),
        ({"stops": [{"id": "e", "latitude": 1, "longitude": 1, "streams": ["kitchen"]}]}, "stops[1]"),
        ({"stops": [{"id": "e", "latitude": 1, "longitude": 1, "windows": ["08:00"]}]}, "stops[1].windows[1]"),
        ({"stops": [{"id": "e", "latitude": 1, "longitude": 1, "patterns": [["mon"]]}]}, "stops[1]"),
        ({"stops": [{"id": "e", "latitude": 1, "longitude": 1, "patterns": "mon"}]}, "stops[1]"),
        ({"matrix": {"metres": [[0]]}}, "matrix.metres"),
        ({"matrix": 7}, "matrix"),
        ({"today": [{"truck": "none", "trips": []}]}, "today[1]"),
        ({"today": [{"truck": "other truck", "trips": [{"stops": ["e1"], "site": "sea"}]}]}, "today[1]"),
        ({"today": 3}, "today"),
        ({"tody": []}, "file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_row(change, where) -> None:
    assert where in faults(json.dumps(district() | change))


def test_not_json_and_not_an_object() -> None:
    assert "is not JSON" in faults("{oh")["file"]
    assert "one JSON object" in faults("[1]")["file"]


def test_a_stop_without_a_position_is_left_out_and_the_others_are_not() -> None:
    data = district(stops=3)
    data["stops"][1]["latitude"] = data["stops"][1]["longitude"] = None
    instance = read(data)
    assert {each.stop: each.code for each in instance.left} == {
        "e1/kitchen": "position",
        "e1/other": "position",
    }
    assert len(instance.stops) == 4


def test_a_truck_without_range_stays_in_its_yard() -> None:
    data = district(stops=3)
    data["trucks"][0]["range_km"] = 0
    instance = read(data)
    assert instance.trucks[0].count == 0
    assert [each.code for each in instance.notes] == ["range"]


def test_what_no_truck_can_take_at_once_is_divided() -> None:
    data = district(stops=1)
    data["stops"][0]["streams"]["kitchen"]["kg"] = 4_000
    instance = read(data)
    assert [each.load[0] for each in instance.stops if each.stream == "kitchen"] == [1_334] * 3
    assert [each.code for each in instance.notes] == ["divided"]


def test_an_empty_day_is_said() -> None:
    assert [each.code for each in read(district(stops=0)).notes] == ["empty"]


def test_no_road_is_far() -> None:
    data = district(stops=1)
    instance = read(data | {"matrix": {"metres": [[0, 5, 6], [5, 0, None], [6, 7, 0]]}})
    assert instance.roads.metres[1][2] == FAR
    assert (
        read(data | {"matrix": {"metres": [[0, 5, 6]] * 3, "seconds": [[0, 1, 1]] * 3}}).roads.seconds[0][1]
        == 1
    )
    assert "matrix.metres[1, 2]" in faults(json.dumps(data | {"matrix": {"metres": [[0, -5, 6]] * 3}}))


def test_how_often_and_how_far_apart() -> None:
    data = district(stops=1, days=["mon", "tue", "wed", "thu", "fri", "sat"])
    kitchen = data["stops"][0]["streams"]["kitchen"]
    kitchen |= {"times": 2}
    patterns = read(data).stops[0].patterns
    assert patterns == ((0, 3), (1, 4), (2, 5))
    kitchen |= {"apart": 2}
    assert len(read(data).stops[0].patterns) == 9
    kitchen |= {"apart": 4}
    assert "stops[1].streams.kitchen" in faults(json.dumps(data))
    kitchen |= {"patterns": [["mon", "thu"], ["sat", "tue"]]}
    assert read(data).stops[0].patterns == ((0, 3), (1, 5))


def test_of_a_month_of_days_an_even_choice_is_taken_at_once() -> None:
    data = district(stops=1, days=31)
    data["stops"][0]["streams"]["kitchen"] |= {"times": 15, "apart": 1}
    patterns = read(data).stops[0].patterns
    assert len(set(patterns)) == MOST
    on = Counter(day for each in patterns for day in each)
    assert min(on[day] for day in range(31)) > MOST / 3


@given(st.integers(1, 11), st.data())
def test_patterns_are_all_that_keep_their_distance(days: int, data: st.DataObject) -> None:
    often, apart = data.draw(st.integers(1, days)), data.draw(st.integers(1, days))
    every = [each for each in combinations(range(days), often) if min(gaps(each, days)) >= apart]
    assert spaced(days, often, apart) == tuple(every)
    assert bool(every) == (apart <= widest(days, often))
