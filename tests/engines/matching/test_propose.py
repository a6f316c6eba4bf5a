"""Proposals for one wish."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.engines.matching import (
    Helper,
    Instance,
    Wish,
    check_proposal,
    nearest_first,
    propose,
    read_instance,
    solve,
)
from jiayuan.engines.matching.check import cost_parts, may, metres
from jiayuan.engines.matching.pairs import pairs_of

from .instances import drawn, quiet_district

SEEDS = st.integers(0, 10**6)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_every_proposal_is_feasible_and_its_parts_sum_up(seed: int) -> None:
    instance = read_instance(drawn(seed, 5, 12))
    for wish in instance.wishes:
        found = propose(instance, wish, most=4)
        able = {each.id for each in instance.helpers if may(instance, wish, each)}
        assert found.able == len(able)
        assert len(found.offers) == min(4, len(able))
        assert able.issuperset(each.helper for each in found.offers)
        assert all(sum(each.parts.values()) == each.cost for each in found.offers)
        assert [each.cost for each in found.offers] == sorted(each.cost for each in found.offers)
        assert check_proposal(instance, found) == []
        assert found.is_enough == (len(able) >= wish.size)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_first_offer_is_what_a_plan_for_that_wish_alone_takes(seed: int) -> None:
    instance = read_instance(drawn(seed, 1, 12, joint=False))
    best, plan = propose(instance, instance.wishes[0], most=1).offers, solve(instance)
    assert [each.cost for each in best] == [each.cost for each in plan.matches]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_one_and_many_agree_on_who_can(seed: int) -> None:
    """The arrays of the batch and the proposals for one by one say the same pairs at the same distances."""
    instance = read_instance(drawn(seed, 9, 12))
    pairs = pairs_of(instance)
    rows = zip(pairs.wish.tolist(), pairs.helper.tolist(), pairs.metres.tolist(), strict=True)
    assert set(rows) == {
        (row, column, metres(instance, wish, helper))
        for row, wish in enumerate(instance.wishes)
        for column, helper in enumerate(instance.helpers)
        if may(instance, wish, helper)
    }
    reached = [
        sum(metres(instance, wish, each) <= each.reach for each in instance.helpers)
        for wish in instance.wishes
    ]
    assert pairs.fell.sum(axis=1).tolist() == reached


def test_near_ones_are_left_out_by_every_rule_they_break() -> None:
    data = quiet_district(
        wish={"qualifications": ["verified"], "kinds": ["minor"]}, helper={"declines": ["minor"]}
    )
    data["helpers"] += [
        {"id": "far", "x": 9_000, "y": 0, "skills": {"law": 1}, "qualifications": ["verified"]}
    ]
    instance = read_instance(data)
    found = propose(instance, instance.wishes[0])
    assert found.offers == ()
    assert not found.is_enough
    assert [(each.helper, each.metres, each.rules) for each in found.left_out] == [
        ("h", 500, ("qualification", "declined")),
        ("far", 9_000, ("reach",)),
    ]
    assert len(propose(instance, instance.wishes[0], near=1).left_out) == 1


def test_each_part_says_what_it_is_for() -> None:
    wish = Wish(
        "w",
        (0, 0),
        all_of=frozenset({"law"}),
        languages=("jin", "mandarin"),
        waited=160 * 60,
        past=frozenset("h"),
    )
    helper = Helper(
        "h", (300, 400), skills={"law": 1}, languages=frozenset({"mandarin"}), windows=((600, 720),),
        capacity=4, load=1, asked=5,
    )  # fmt: skip
    (offer,) = propose(Instance((wish,), (helper,)), wish).offers
    assert dict(offer.parts) == {
        "distance": 500, "skill": 600, "language": 400, "tier": 0, "availability": 100, "late": 1_000, "past": -500,
        "fairness": 200, "load": 450,
    }  # fmt: skip
    assert (offer.starts, offer.cost) == (600, 2_750)


def test_a_wrong_proposal_does_not_stand_the_check() -> None:
    instance = read_instance(quiet_district())
    found = propose(instance, instance.wishes[0])
    dearer = replace(found, offers=(replace(found.offers[0], cost=1),))
    assert [each.code for each in check_proposal(instance, dearer)] == ["cost"]
    closed = replace(instance, helpers=(replace(instance.helpers[0], is_out=True),))
    assert [each.code for each in check_proposal(closed, found)] == ["rule"]
    turned = replace(propose(closed, instance.wishes[0]), wish="w")
    assert [each.code for each in check_proposal(instance, turned)] == ["left_out"]


def test_a_wish_is_offered_to_its_groups_only() -> None:
    offered = quiet_district(wish={"groups": ["north", "east"]}, helper={"groups": ["east"]})
    elsewhere = quiet_district(wish={"groups": ["north"]}, helper={"groups": ["east"]})
    for data, rules in (
        (offered, []),
        (elsewhere, [("group",)]),
        (quiet_district(helper={"groups": ["east"]}), []),
    ):
        instance = read_instance(data)
        assert [each.rules for each in propose(instance, instance.wishes[0]).left_out] == rules
        assert len(solve(instance).matches) == (not rules)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_nearest_first_keeps_every_rule_and_is_never_cheaper(seed: int) -> None:
    instance = read_instance(drawn(seed, 6, 8))
    chosen, plan = nearest_first(instance), solve(instance)
    wishes, helpers = ({each.id: each for each in rows} for rows in (instance.wishes, instance.helpers))
    assert all(may(instance, wishes[wish], helpers[helper]) for wish, helper in chosen)
    assert plan.cost <= sum(cost_parts(instance, chosen).values())
