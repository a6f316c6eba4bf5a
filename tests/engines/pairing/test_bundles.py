"""The parts behind a tight bound, against looking at every bundle there is."""

import random
import sys
import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from jiayuan.engines.pairing import Faults, Instance, Status, check_plan, read_instance, solve
from jiayuan.engines.pairing.bundles import Bundle, Pricing
from jiayuan.engines.pairing.costs import Bools, Costs, costs_of
from jiayuan.engines.pairing.fairness import fair_limit, feasible_pairs, refuse_impossible
from jiayuan.engines.pairing.near import near
from jiayuan.engines.pairing.programme import Programme, as_bundles, as_serves
from jiayuan.engines.pairing.regions import improve
from jiayuan.engines.pairing.shadow import Shadow
from jiayuan.engines.pairing.tighten import bound_by_bundles, prove

from .instances import best_by_trying_all, drawn

SEEDS = st.integers(0, 10**6)


def _instance(
    seed: int, organisations: int = 3, communities: int = 4
) -> tuple[Instance, Costs, Bools | None]:
    instance = read_instance(drawn(seed, organisations, communities))
    costs = costs_of(instance)
    try:
        refuse_impossible(
            costs, ([each.id for each in instance.organisations], [each.id for each in instance.communities])
        )
    except Faults:
        assume(False)
    return instance, costs, costs.alone <= fair_limit(costs) if instance.is_fair else None


def _shadow(costs: Costs, good: Bools | None, seed: int) -> Shadow:
    """Where nobody asks for fairness, it is worth nothing."""
    lot = np.random.default_rng(seed)
    wanted, fair = lot.uniform(0, [[9000], [3000]], (2, costs.pair.shape[1]))
    return Shadow(wanted, fair * (good is not None), costs.needs * lot.uniform(0, 1, costs.needs.shape))


def _all_bundles(costs: Costs) -> list[Bundle]:
    """Every bundle that an organisation may have."""
    return [
        Bundle(row, chosen)
        for row in range(len(costs.share))
        for size in range(int(costs.least[row]), int(costs.capacity[row]) + 1)
        for chosen in combinations(np.nonzero(costs.allowed[row])[0].tolist(), size)
        if costs.fixed[row].sum() == costs.fixed[row, list(chosen)].sum()
    ]


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_no_bundle_is_cheaper_than_what_is_offered(seed: int) -> None:
    _, costs, good = _instance(seed)
    pricing, shadow = Pricing(costs, good), _shadow(costs, good, seed)
    earned, offers = pricing.earned(shadow), pricing.offers(shadow)
    values = {each: pricing.value(each, earned) for each in _all_bundles(costs)}
    for value, bundle in offers:
        assert value == pytest.approx(values[bundle], abs=1e-3)
    for row, least in enumerate(pricing.least(offers)):
        assert least == pytest.approx(
            min(value for each, value in values.items() if each.organisation == row), abs=1e-3
        )


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 12_000))
def test_all_that_are_near_are_found_and_no_others(seed: int, margin: int) -> None:
    _, costs, good = _instance(seed)
    pricing, shadow = Pricing(costs, good), _shadow(costs, good, seed)
    earned, least = pricing.earned(shadow), pricing.least(pricing.offers(shadow))
    wanted = {
        each
        for each in _all_bundles(costs)
        if pricing.value(each, earned) <= least[each.organisation] + margin + 0.5
    }
    assert set(near(pricing, shadow, least, margin + 0.5, 10_000) or []) == wanted
    assert near(pricing, shadow, least, margin + 0.5, len(wanted) - 1) is None


@settings(max_examples=25, deadline=None)
@given(SEEDS)
@example(1526)
def test_bundles_prove_the_best_plan_of_all(seed: int) -> None:
    """From any plan whatever and shadow prices that are mere chance."""
    instance, costs, good = _instance(seed, 3, 3)
    best = best_by_trying_all(instance)
    assert best
    first = np.zeros(costs.pair.shape, dtype=bool)
    first[feasible_pairs(costs, costs.allowed, good if good is not None else costs.allowed)] = True
    pricing, programme = Pricing(costs, good), Programme(costs, good)
    plan, until = as_bundles(first), time.monotonic() + 60
    bound = bound_by_bundles(pricing, programme, plan, _shadow(costs, good, seed), until=until)
    assert bound.value <= best[0] + 1e-3
    found, floor = prove(pricing, programme, plan, 10**7, bound, until=until)
    assert floor == pytest.approx(best[0], abs=1e-3)
    assert programme.cost(found) == best[0]
    assert (as_serves(found, costs.pair.shape) & ~costs.allowed).sum() == 0


@pytest.fixture(scope="module")
def season() -> Instance:
    """Where parted pairs get round what work costs: nothing but bundles proves anything in time."""
    lot = random.Random(3)
    data = drawn(3, 30, 40) | {"fixed": [], "forbidden": [], "is_fair": True}
    for each in data["organisations"]:
        each["capacity"], each["least"], each["strength"] = lot.choice([2, 3]), 1, 1
    return read_instance(data)


def test_what_pairs_leave_open_bundles_prove(season: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = solve(season)
    solver = sys.modules["jiayuan.engines.pairing.solve"]
    monkeypatch.setattr(solver, "FOR_PAIRS", 0.0)
    by_bundles = solve(season)
    monkeypatch.setattr("jiayuan.engines.pairing.bundles.TABLE", 0)
    by_pairs = solve(season)
    assert [each.status for each in (usual, by_bundles, by_pairs)] == [Status.OPTIMAL] * 3
    assert usual.cost == by_bundles.cost == by_pairs.cost
    assert check_plan(season, by_bundles) == []


def test_regions_make_a_plan_cheaper_and_keep_every_limit(
    season: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = costs_of(season)
    good = costs.alone <= fair_limit(costs)
    first = np.zeros(costs.pair.shape, dtype=bool)
    first[feasible_pairs(costs, costs.allowed, good)] = True
    monkeypatch.setattr("jiayuan.engines.pairing.regions.SIZES", ((8, 2.0), (12, 2.0)))
    better = improve(costs, good, costs.allowed, first, until=time.monotonic() + 5)
    programme = Programme(costs, good)
    assert programme.cost(as_bundles(better)) < programme.cost(as_bundles(first))
    assert (better.sum(axis=0) >= costs.wanted).all()
    assert ((better & good).sum(axis=0) >= 1).all()
    assert (better.sum(axis=1) <= costs.capacity).all()
    assert (better.sum(axis=1) >= costs.least).all()
    assert (improve(costs, good, costs.allowed, first, until=time.monotonic() - 1) == first).all()
