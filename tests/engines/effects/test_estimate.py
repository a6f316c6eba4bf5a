"""Difference in differences: what is added to the pilots comes out, what happened to all does not."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.engines.effects import Panel, Series, Trial, Window, estimate

WEEKS = range(16)
START = 8


def world(
    seed: int,
    *,
    pilots: int = 8,
    others: int = 30,
    effect: float = 0.0,
    noise: float = 1.0,
    shock: float = 0.0,
) -> Panel:
    """Places with levels and sizes of their own; a ``shock`` befalls all of them from the start on."""
    drawn = random.Random(seed)
    series = []
    for number in range(pilots + others):
        level, own = drawn.gauss(20, 3), drawn.gauss(0, noise)
        values = {
            week: level
            + drawn.gauss(0, noise)
            + (shock + own + (effect if number < pilots else 0.0)) * (week >= START)
            for week in WEEKS
        }
        series.append(Series(f"place {number:02}", drawn.randint(200, 900), values))
    return Panel(series, [Trial(f"place {number:02}", START) for number in range(pilots)])


@given(seed=st.integers(0, 10_000), more=st.floats(-20, 20))
@settings(max_examples=40, deadline=None)
def test_what_is_added_to_the_pilots_comes_out_whole(seed: int, more: float) -> None:
    nothing, something = estimate(world(seed)), estimate(world(seed, effect=more))
    assert nothing.effect
    assert something.effect
    assert something.effect.mean == pytest.approx(nothing.effect.mean + more)


@given(seed=st.integers(0, 10_000), shock=st.floats(-20, 20))
@settings(max_examples=40, deadline=None)
def test_what_happened_everywhere_is_no_effect(seed: int, shock: float) -> None:
    calm, shaken = estimate(world(seed)), estimate(world(seed, shock=shock))
    assert calm.effect
    assert shaken.effect
    assert calm.naive
    assert shaken.naive
    assert shaken.effect.mean == pytest.approx(calm.effect.mean)
    assert shaken.naive.mean == pytest.approx(calm.naive.mean + shock)


@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_rows_does_not_matter(seed: int, order: random.Random) -> None:
    panel = world(seed)
    mixed = replace(
        panel,
        series=order.sample(panel.series, len(panel.series)),
        trials=order.sample(panel.trials, len(panel.trials)),
    )
    assert estimate(mixed) == estimate(panel)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_no_place_is_compared_twice_and_no_pilot_with_a_pilot(seed: int) -> None:
    found = estimate(world(seed))
    likes = [each.like for each in found.pairs]
    assert len(likes) == len(set(likes))
    assert set(likes) & {f"place {number:02}" for number in range(8)} == set()
    assert len(found.pairs) + len(found.unlike) + len(found.short) == 8


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        found = estimate(world(seed, effect=2.0)).effect
        assert found
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 2.0 <= found.high
    assert 180 <= held <= 199


def test_a_place_that_resembles_nobody_is_left_out_and_named() -> None:
    panel = world(1)
    odd = Series("odd", 500, dict.fromkeys(WEEKS, 500.0))
    found = estimate(replace(panel, series=[*panel.series, odd], trials=[*panel.trials, Trial("odd", START)]))
    assert "odd" in found.unlike
    assert "odd" not in {each.name for each in found.pairs}


def test_too_few_weeks_are_said_and_not_guessed() -> None:
    panel = world(2, pilots=3)
    short = [replace(each, values={15: 20.0}) if each.name == "place 00" else each for each in panel.series]
    found = estimate(replace(panel, series=short, trials=[*panel.trials, Trial("unknown", START)]))
    assert list(found.short) == ["place 00", "unknown"]
    assert len(found.pairs) == 2
    assert found.effect
    assert found.effect.low is None
    assert found.chance is None
    assert not found.effect.is_told_apart_from_nothing


def test_nothing_to_compare_gives_no_number() -> None:
    alone = replace(world(3, others=0), window=Window(8, 8, 4))
    assert estimate(alone).effect is None
    assert len(estimate(alone).unlike) == 8
    assert estimate(Panel([], [])).effect is None


def test_places_that_moved_apart_before_are_noticed() -> None:
    panel = world(4, noise=0.1)
    begun = {each.name for each in panel.trials}
    rising = [
        replace(
            each,
            values={week: value + (3.0 if week >= START - 4 else 0.0) for week, value in each.values.items()},
        )
        if each.name in begun
        else each
        for each in panel.series
    ]
    found = estimate(replace(panel, series=rising))
    assert found.before is None or found.before.is_told_apart_from_nothing
    assert found.before or len(found.unlike) == 8


def test_signs_by_lot_are_exact_for_few_and_drawn_for_many() -> None:
    few = estimate(world(5, pilots=4, effect=9.0))
    assert few.chance == pytest.approx(2 / 2**4)
    many = estimate(world(6, pilots=14, others=60, effect=9.0), seed=1)
    assert many.chance is not None
    assert many.chance < 0.01


def test_with_few_pairs_chance_is_never_ruled_out() -> None:
    few, enough = (estimate(world(5, pilots=number, effect=9.0)) for number in (5, 6))
    assert few.effect
    assert few.effect.is_told_apart_from_nothing
    assert not few.is_clear
    assert enough.is_clear
    assert not estimate(Panel([], [])).is_clear
