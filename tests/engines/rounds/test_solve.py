"""Rounds against all rounds there are, and what the planner does when it cannot do everything."""

import json
import time

import pytest

from jiayuan.engines.rounds import check_plan, read_instance, solve

from .instances import best_by_trying_all, district, vrplib


@pytest.mark.parametrize("seed", range(5))
def test_the_shortest_rounds_of_all(seed: int) -> None:
    instance = read_instance(vrplib(seed))
    plan = solve(instance, seconds=0.3)
    assert check_plan(instance, plan) == []
    assert plan.cost == best_by_trying_all(instance)


def test_trips_with_hours_and_release_times() -> None:
    instance = read_instance(vrplib(3, 20, hours=True))
    plan = solve(instance, seconds=0.5)
    assert check_plan(instance, plan) == []
    assert not plan.left
    assert sum(len(route.trips) for route in plan.routes) > len(plan.routes)


def test_a_districts_day() -> None:
    instance = read_instance(json.dumps(district()))
    plan = solve(instance, seconds=1)
    assert check_plan(instance, plan) == []
    assert not plan.left
    assert all(trip.site == "plant" for route in plan.routes for trip in route.trips)


def test_time_is_kept() -> None:
    begun = time.monotonic()
    solve(read_instance(vrplib(1, 120)), seconds=2)
    assert time.monotonic() - begun < 2.5
