"""Plans against every plan there is, and what is said of them."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.engines.matching import (
    Helper,
    Instance,
    Plan,
    Status,
    Tier,
    Wish,
    check_bound,
    check_plan,
    read_instance,
    solve,
)
from jiayuan.engines.matching.check import cost_parts, may

from .instances import best_by_trying_all, drawn, quiet_district

SEEDS = st.integers(0, 10**6)


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_the_plan_is_the_best_of_all(seed: int) -> None:
    instance = read_instance(drawn(seed))
    plan = solve(instance)
    assert plan.cost == plan.bound == best_by_trying_all(instance)
    assert plan.status == Status.OPTIMAL
    assert check_plan(instance, plan) == []
    assert check_bound(instance, plan) == []


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans())
def test_capacity_holds_and_joint_wishes_have_all_or_none(seed: int, joint: bool) -> None:
    instance = read_instance(drawn(seed, 40, 15, joint=joint))
    plan = solve(instance)
    loads = Counter(each.helper for each in plan.matches)
    assert all(loads[each.id] <= max(each.capacity - each.load, 0) for each in instance.helpers)
    served = {
        each.id: {one.helper for one in plan.matches if one.wish == each.id} for each in instance.wishes
    }
    assert all(len(served[each.id]) in (0, each.size) for each in instance.wishes)
    assert {each.wish for each in plan.unserved} == {name for name, some in served.items() if not some}
    assert check_plan(instance, plan) == []
    assert check_bound(instance, plan) == []
    if not joint:
        assert plan.cost == plan.bound == plan.relaxed


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_one_helper_more_never_makes_it_worse(seed: int) -> None:
    instance = read_instance(drawn(seed, 12, 8))
    fewer = replace(instance, helpers=instance.helpers[:-1])
    assert solve(instance).cost <= solve(fewer).cost


@pytest.fixture(scope="module")
def district() -> Instance:
    """Scarce enough that some joint wishes would be half served."""
    return read_instance(drawn(0, 40, 40))


@pytest.fixture(scope="module")
def plan(district: Instance) -> Plan:
    return solve(district)


def test_the_same_seed_gives_the_same_plan(district: Instance, plan: Plan) -> None:
    again = solve(district)
    assert replace(again, seconds=0) == replace(plan, seconds=0)
    assert solve(district, seed=7).cost == plan.cost


def test_parts_sum_up_to_the_cost_of_a_match_and_of_the_plan(district: Instance, plan: Plan) -> None:
    assert plan.matches
    assert all(sum(each.parts.values()) == each.cost for each in plan.matches)
    assert sum(each.cost for each in plan.matches) + plan.parts["unserved"] == plan.cost
    together = Counter[str]()
    for each in plan.matches:
        together.update(each.parts)
    assert {name: plan.parts[name] for name in together} == dict(together)


def test_the_next_best_costs_what_is_said(district: Instance, plan: Plan) -> None:
    """In the place of its match, the other helper makes the plan dearer by so much, and breaks no limit."""
    helpers = {each.id: each for each in district.helpers}
    wishes = {each.id: each for each in district.wishes}
    chosen = [(each.wish, each.helper) for each in plan.matches]
    loads = Counter(each for _, each in chosen)
    told = [each for each in plan.matches if each.next_best]
    assert told
    assert len(told) < len(plan.matches)
    for each in told:
        assert each.next_best
        other = helpers[each.next_best.helper]
        swapped = [ids for ids in chosen if ids != (each.wish, each.helper)] + [(each.wish, other.id)]
        assert sum(cost_parts(district, swapped).values()) == plan.cost + each.next_best.extra
        assert each.next_best.extra >= 0
        assert may(district, wishes[each.wish], other)
        assert other.load + loads[other.id] < other.capacity


def test_who_has_no_next_best_has_none(district: Instance, plan: Plan) -> None:
    wishes = {each.id: each for each in district.wishes}
    loads = Counter(each.helper for each in plan.matches)
    for each in (each for each in plan.matches if each.next_best is None):
        taking = {other.helper for other in plan.matches if other.wish == each.wish}
        assert not [
            other
            for other in district.helpers
            if may(district, wishes[each.wish], other)
            and other.id not in taking
            and other.load + loads[other.id] < other.capacity
        ]


def test_time_that_is_up_leaves_a_plan_and_a_bound() -> None:
    found = []
    for seed in range(40):
        instance = read_instance(drawn(seed, 60, 20))
        plan = solve(instance, seconds=0.0)
        assert check_plan(instance, plan) == []
        assert check_bound(instance, plan) == []
        best = solve(instance)
        assert plan.bound <= best.cost <= plan.cost
        found.append(plan)
    assert any(each.status == Status.BEST_FOUND and 0 < each.gap < 1 for each in found)


def _reasons(**other: object) -> tuple[str, dict[str, int]]:
    (left,) = solve(read_instance(quiet_district(**other))).unserved
    return left.reason, dict(left.fell)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"helper": {"reach": 499}}, "reach"),
        ({"wish": {"any_of": ["mending", "cooking"]}}, "skill"),
        ({"wish": {"all_of": ["law", "mending"]}}, "skill"),
        ({"wish": {"qualifications": ["verified"]}}, "qualification"),
        ({"wish": {"languages": ["jin"]}, "helper": {"languages": ["mandarin"]}}, "language"),
        ({"wish": {"kinds": ["minor"]}, "helper": {"declines": ["minor"]}}, "declined"),
        ({"wish": {"tiers": ["team", "street"]}}, "tier"),
        ({"wish": {"excluded": ["h"]}}, "excluded"),
        ({"helper": {"refused": ["w"]}}, "refused"),
        ({"helper": {"is_out": True}}, "out"),
        ({"wish": {"windows": [["2026-12-01T08:00", "2026-12-01T08:59"]]}}, "time"),
        ({"helper": {"windows": []}}, "time"),
        ({"helper": {"windows": [["2026-11-30T06:00", "2026-11-30T08:59"]]}}, "time"),
        ({"helper": {"capacity": 3, "load": 3}}, "full"),
        ({"helper": {"capacity": 3, "load": 5}}, "full"),
        ({"wish": {"size": 2}}, "too_few"),
        ({"prices": {"unserved": 499}}, "price"),
    ],
)
def test_why_nobody_takes_a_wish(changed: dict[str, object], reason: str) -> None:
    said, fell = _reasons(**changed)
    assert said == reason
    assert fell == ({reason: 1} if reason not in ("reach", "too_few", "price") else {})


def test_whose_hands_are_full_by_this_plan() -> None:
    data = quiet_district(helper={"capacity": 1})
    data["wishes"].append({"id": "urgent", "x": 0, "y": 0, "urgency": "urgent"})
    plan = solve(read_instance(data))
    assert [each.wish for each in plan.matches] == ["urgent"]
    assert [(each.wish, each.reason, each.able) for each in plan.unserved] == [("w", "taken", 1)]


def test_nothing_is_amiss_with_two_who_suit_one_another() -> None:
    plan = solve(read_instance(quiet_district()))
    assert plan.matches[0].metres == 500
    assert plan.unserved == ()
    assert plan.service.served == plan.service.in_time == 1
    assert plan.parts["load"] == 300
    assert plan.cost == 800


def test_a_plan_may_cost_less_than_nothing() -> None:
    """Who comes again is worth more than the way; the gap stays a share."""
    plan = solve(read_instance(quiet_district(wish={"past": ["h"]}, prices={"past": 5_000})))
    assert (plan.cost, plan.bound, plan.gap) == (-4_200, -4_200, 0)
    assert replace(plan, bound=-4_620).gap == 0.1


def test_work_is_spread() -> None:
    """Four wishes at one door, two helpers as far: two for each, though either could take all."""
    wishes = tuple(Wish(f"w{number}", (0, 0)) for number in range(4))
    helpers = tuple(Helper(name, (0, 300), capacity=4) for name in ("one", "two"))
    plan = solve(Instance(wishes, helpers))
    assert Counter(each.helper for each in plan.matches) == {"one": 2, "two": 2}


def test_who_was_asked_often_is_spared() -> None:
    wishes = (Wish("w", (0, 0)),)
    helpers = (Helper("often", (0, 300), asked=9), Helper("rarely", (0, 350)))
    assert solve(Instance(wishes, helpers)).matches[0].helper == "rarely"


def test_who_knows_the_wisher_comes_again_and_neighbours_before_institutions() -> None:
    helpers = (Helper("street", (0, 0), tier=Tier.STREET), Helper("known", (0, 600)), Helper("new", (0, 200)))
    assert [solve(Instance((Wish("w", (0, 0), past=past),), helpers)).matches[0].helper for past in (
        frozenset({"known"}), frozenset[str](),
    )] == ["known", "new"]  # fmt: skip


def test_a_wrong_plan_does_not_stand_the_check(district: Instance, plan: Plan) -> None:
    def codes(other: Plan, instance: Instance = district) -> set[str]:
        return {each.code for each in check_plan(instance, other)}

    sizes = {each.id: each.size for each in district.wishes}
    number, first = next((at, each) for at, each in enumerate(plan.matches) if sizes[each.wish] == 1)
    others = plan.matches[:number] + plan.matches[number + 1 :]
    assert {"unserved", "cost", "sum"} <= codes(replace(plan, matches=others))
    assert "twice" in codes(replace(plan, matches=(*plan.matches, first)))
    assert "unknown" in codes(replace(plan, matches=(*plan.matches, replace(first, helper="nobody"))))
    assert "rule" in codes(
        plan, replace(district, wishes=tuple(replace(each, minutes=10**6) for each in district.wishes))
    )
    assert codes(replace(plan, cost=plan.cost - 1)) == {"cost", "sum", "bound"}
    assert codes(replace(plan, bound=plan.bound - 1)) == {"bound"}
    assert codes(replace(plan, matches=(replace(first, cost=first.cost + 1), *others))) == {"parts", "sum"}
    busiest, taken = Counter(each.helper for each in plan.matches).most_common(1)[0]
    assert taken > 1
    fuller = tuple(
        replace(each, load=each.capacity - 1) if each.id == busiest else each for each in district.helpers
    )
    assert "capacity" in codes(plan, replace(district, helpers=fuller))
    larger = tuple(replace(each, size=each.size + 1) for each in district.wishes)
    assert "size" in codes(plan, replace(district, wishes=larger))
    assert check_bound(district, replace(plan, relaxed=plan.relaxed + 10))
