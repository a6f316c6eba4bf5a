"""Rounds keep the trucks that their stops know, as far as trucks can drive one another's rounds."""

import json
from dataclasses import replace
from typing import Any

from jiayuan.engines.rounds import Ground, Route, Trip, read_instance, steadied, walk
from jiayuan.engines.rounds.model import Measure, Roads

from .instances import district


def instance() -> Any:
    data = district(stops=6)
    kitchen = data["trucks"][0] | {"count": 1}
    data["trucks"] = [kitchen | {"id": name} for name in "abc"] + [kitchen | {"id": "large", "kg": 9_000}]
    for stop in data["stops"]:
        del stop["streams"]["other"]
    return read_instance(json.dumps(data))


def route(truck: str, *numbers: int) -> Route:
    return Route(0, truck, (Trip(tuple(f"e{each}/kitchen" for each in numbers), "plant"),), 18_000)


def known(**trucks: str) -> dict[str, str]:
    return {f"{stop}/kitchen": truck for stop, truck in trucks.items()}


def test_most_stops_keep_their_truck() -> None:
    given = [route("a", 0, 1), route("b", 2, 3)]
    found = steadied(instance(), given, known(e0="b", e1="b", e2="b", e3="c"))
    assert [each.truck for each in found] == ["b", "c"]
    assert [each.trips for each in found] == [each.trips for each in given]
    ground = Ground(instance())
    assert [walk(ground, each).driven for each in found] == [walk(ground, each).driven for each in given]


def test_who_knows_nobody_stays_and_so_do_trucks_of_another_kind() -> None:
    given = [route("b", 0), route("large", 1, 2)]
    assert steadied(instance(), given, {}) == given
    assert steadied(instance(), given, known(e1="a", e0="large")) == given


def test_a_yard_elsewhere_is_another_kind() -> None:
    here = instance()
    moved = replace(here.trucks[1], yard=1)
    apart = replace(here, trucks=(here.trucks[0], moved, *here.trucks[2:]))
    assert [each.truck for each in steadied(apart, [route("a", 0)], known(e0="b"))] == ["a"]


def test_two_rows_of_a_table_that_say_the_same_are_one_yard() -> None:
    """Each crew has a yard of its own in the question of a day, though they stand side by side."""
    here = instance()
    flat = tuple(tuple(0 if {row, column} <= {0, 8} else 5 for column in range(9)) for row in range(9))
    roads = Roads(Measure.TABLE, metres=flat)
    trucks = (here.trucks[0], replace(here.trucks[1], yard=8), replace(here.trucks[2], yard=1))
    apart = replace(here, roads=roads, trucks=trucks, places=(*here.places, here.places[0]))
    assert [each.truck for each in steadied(apart, [route("a", 0)], known(e0="b"))] == ["b"]
    assert [each.truck for each in steadied(apart, [route("a", 0)], known(e0="c"))] == ["a"]
