"""Plans against every plan there is, and what is said of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.engines.ground import metres
from jiayuan.engines.pairing import Faults, Instance, Status, check_plan, read_instance, solve, what_if
from jiayuan.engines.pairing.check import cost_parts
from jiayuan.engines.pairing.costs import metres_between

from .instances import best_by_trying_all, drawn


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_the_plan_is_the_best_of_all(seed: int) -> None:
    instance = read_instance(drawn(seed))
    best = best_by_trying_all(instance)
    if best is None:
        with pytest.raises(Faults):
            solve(instance)
        return
    plan = solve(instance)
    assert (plan.cost, plan.fair_limit) == best
    assert plan.status == Status.OPTIMAL
    assert plan.bound == plan.cost
    assert check_plan(instance, plan) == []


@pytest.fixture(scope="module")
def district() -> Instance:
    """Large enough that not all pairs are looked at from the beginning."""
    data = drawn(5, 24, 30) | {"fixed": [], "forbidden": [], "is_fair": True}
    for each in data["organisations"]:
        each["capacity"], each["least"] = 3, 1
    return read_instance(data)


def test_nothing_changes_what_was_proven(district: Instance) -> None:
    one, two = solve(district), solve(district)
    assert one.status == Status.OPTIMAL
    assert [vars(each) for each in one.pairs] == [vars(each) for each in two.pairs]
    assert one.worst <= (one.fair_limit or 0)
    assert sum(one.parts.values()) == one.cost


def test_fairness_costs_something_and_serves_the_worst_placed(district: Instance) -> None:
    fair, cheap = solve(district), solve(replace(district, is_fair=False))
    assert fair.cost >= cheap.cost
    assert fair.worst <= cheap.worst
    assert cheap.fair_limit is None


def test_the_next_best_costs_what_is_said(district: Instance) -> None:
    """Put in the place of its pair, the other organisation makes the plan dearer by so much, and never cheaper."""
    plan = solve(district)
    chosen = {(each.organisation, each.community) for each in plan.pairs}
    told = [each for each in plan.pairs if each.next_best]
    assert told
    for each in told:
        assert each.next_best
        swapped = chosen - {(each.organisation, each.community)} | {
            (each.next_best.organisation, each.community)
        }
        assert sum(cost_parts(district, swapped).values()) == plan.cost + each.next_best.extra
        assert each.next_best.extra >= 0


def test_what_if_a_pair_could_not_be(district: Instance) -> None:
    plan = solve(district)
    pair = next((each.organisation, each.community) for each in plan.pairs if each.next_best)
    without = what_if(district, plan, forbidden=[pair])
    assert without.extra >= 0
    assert pair in without.gone
    assert without.come
    assert without.plan.cost == plan.cost + without.extra


def test_what_if_a_pair_had_to_be(district: Instance) -> None:
    plan = solve(district)
    chosen = {(each.organisation, each.community) for each in plan.pairs}
    pair = next(
        (one.id, two.id)
        for one in district.organisations
        for two in district.communities
        if (one.id, two.id) not in chosen
    )
    with_it = what_if(district, plan, fixed=[pair])
    assert pair in with_it.come
    assert (
        next(each for each in with_it.plan.pairs if (each.organisation, each.community) == pair).next_best
        is None
    )


def test_time_that_is_up_leaves_a_plan_and_a_bound(district: Instance) -> None:
    plan = solve(district, seconds=0.0)
    assert plan.status == Status.BEST_FOUND
    assert 0 < plan.bound < plan.cost
    assert 0 < plan.gap < 1
    assert check_plan(district, plan) == []


def test_a_wrong_plan_does_not_stand_the_check(district: Instance) -> None:
    plan = solve(district)
    codes = {each.code for each in check_plan(district, replace(plan, pairs=plan.pairs[1:]))}
    assert {"wanted", "cost"} <= codes
    assert [each.code for each in check_plan(district, replace(plan, cost=plan.cost - 1))] == [
        "cost",
        "bound",
    ]
    assert [each.code for each in check_plan(district, replace(plan, worst=plan.worst + 10**6))] == ["fair"]
    doubled = check_plan(district, replace(plan, pairs=(*plan.pairs, plan.pairs[0])))
    assert doubled[0].code == "twice"
    pair = (plan.pairs[0].organisation, plan.pairs[0].community)
    assert [each.code for each in check_plan(replace(district, forbidden=frozenset([pair])), plan)] == [
        "forbidden"
    ]


def test_distances_are_the_same_by_both_ways(district: Instance) -> None:
    by_arrays = metres_between(district)
    for row, one in enumerate(district.organisations):
        for column, two in enumerate(district.communities):
            assert by_arrays[row, column] == metres(one.latitude, one.longitude, two.latitude, two.longitude)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert metres(37.0, 112.5, 38.0, 112.5) == pytest.approx(111_195, abs=1)
