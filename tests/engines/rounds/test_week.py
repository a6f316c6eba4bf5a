"""Weeks: which days, which rounds; against every week there is, and by hand."""

import json
import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from jiayuan.engines.rounds import Route, Trip, check_plan, read_instance, solve
from jiayuan.engines.rounds.assign import first_choice
from jiayuan.engines.rounds.day import Ways
from jiayuan.engines.rounds.model import Instance, Stop
from jiayuan.engines.rounds.pool import Week, recombined
from jiayuan.engines.rounds.week_problem import WeekProblem

from .instances import CORDEAU, best_by_trying_all, district


def best_week(instance: Instance) -> int:
    """Every choice of patterns, and the shortest rounds of each of its days."""
    best = 10**12
    for choice in product(*(stop.patterns for stop in instance.stops)):
        cost = 0
        for day in range(len(instance.days)):
            called = [stop for stop, days in zip(instance.stops, choice, strict=True) if day in days]
            if sum(stop.load[0] for stop in called) > instance.trucks[0].capacity[0]:
                break
            cost += best_by_trying_all(replace(instance, stops=tuple(called))) if called else 0
        else:
            best = min(best, cost)
    return best


@pytest.mark.parametrize("workers", [1, 2])
def test_the_shortest_week_of_all(workers: int) -> None:
    instance = read_instance(CORDEAU)
    plan = solve(instance, seconds=2, workers=workers)
    assert check_plan(instance, plan) == []
    assert plan.cost == best_week(instance)


def week(stops: int = 8) -> dict:
    data = district(stops=stops, days=["mon", "tue", "wed", "thu"])
    for stop in data["stops"]:
        stop["streams"]["kitchen"] |= {"times": 2}
        stop["streams"]["other"] |= {"times": 1}
    return data


def test_a_districts_week_keeps_its_patterns_and_is_even() -> None:
    instance = read_instance(json.dumps(week()))
    plan = solve(instance, seconds=4, workers=1)
    assert check_plan(instance, plan) == []
    assert not plan.left
    called = [sum(len(route.stops) for route in plan.routes if route.day == day) for day in range(4)]
    assert min(called) >= 4


def test_a_week_for_which_there_are_too_few_trucks() -> None:
    data = week(20)
    for truck in data["trucks"]:
        truck["count"], truck["minutes"] = 1, 120
    instance = read_instance(json.dumps(data))
    plan = solve(instance, seconds=4, workers=1)
    assert check_plan(instance, plan) == []
    assert {each.code for each in plan.left} == {"fleet"}


def test_days_begin_as_they_are_today() -> None:
    data = week(3)
    today = [
        {"day": day, "truck": "kitchen truck", "trips": [{"stops": ["e0", "e1", "e2"]}]}
        for day in ("tue", "thu")
    ]
    instance = read_instance(json.dumps(data | {"today": today}))
    kitchen = [stop for stop in instance.stops if stop.stream == "kitchen"]
    chosen = first_choice(kitchen, 4, Ways(instance).metres, random.Random(1), instance.today)
    assert set(chosen.values()) == {(1, 3)}


def test_neighbours_share_their_days_and_loads_are_even() -> None:
    stops = [Stop(str(each), each, "", (1,), patterns=((0,), (1,))) for each in range(20)]
    places = np.array([each % 2 * 1_000 + each for each in range(20)])
    chosen = first_choice(stops, 2, np.abs(places[:, None] - places[None, :]), random.Random(1))
    first = {int(stop) % 2 for stop, days in chosen.items() if days == (0,)}
    assert len(first) == 1
    assert sum(days == (0,) for days in chosen.values()) == 10


def test_rounds_seen_are_put_together_anew() -> None:
    stops = [Stop("a", 1, "", (1,), patterns=((0,), (1,))), Stop("b", 2, "", (1,), patterns=((0, 1),))]
    pool = {("a",): 5, ("b",): 5, ("a", "b"): 7}
    begin = [(0, ("a",)), (0, ("b",)), (1, ("b",))]
    found = recombined(Week(stops, 2, 1), pool, begin, 1.0)
    assert sum(pool[round_] for _, round_ in found) == 12
    assert recombined(Week(stops, 2, None), {("a",): 5, ("b",): 5}, begin, 1.0) == begin


def test_what_one_more_call_would_add() -> None:
    instance = read_instance(CORDEAU)
    problem = WeekProblem(Ways(instance), instance.stops, instance.trucks[0])
    costs = problem.insertion([Route(1, "truck", (Trip(("1",)),))], problem.stops["3"])
    assert costs[1] == 200_000
    assert costs[0] > costs[1]


def test_a_week_that_no_trucks_can_do_leaves_some_out() -> None:
    instance = read_instance(CORDEAU.replace("2 0 10 0 2", "2 0 10 0 9"))
    plan = solve(instance, seconds=2, workers=1)
    assert check_plan(instance, plan) == []
    assert [each.code for each in plan.left] == ["fleet"]


def test_a_week_that_gets_no_better_begins_elsewhere(monkeypatch) -> None:
    monkeypatch.setattr("jiayuan.engines.rounds.week_search.KICK", 1)
    instance = read_instance(CORDEAU)
    plan = solve(instance, seconds=1, workers=1)
    assert check_plan(instance, plan) == []
    assert plan.cost == best_week(instance)
