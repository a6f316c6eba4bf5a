"""Medians that are read off steps."""

import statistics
from random import Random

import pytest

from jiayuan.foundation.burden.chart import line_points
from jiayuan.foundation.burden.histogram import EDGES, LEFT_OPEN, median_count, median_seconds, step_of


@pytest.mark.parametrize(
    ("seconds", "step"), [(0, 15), (15, 15), (16, 30), (1800, 1800), (1801, LEFT_OPEN), (90_000, LEFT_OPEN)]
)
def test_steps(seconds: int, step: int) -> None:
    assert step_of(seconds) == step


def some(most: int) -> list[list[int]]:
    chance = Random(7)
    return [[chance.randint(0, most) for _ in range(chance.randint(1, 60))] for _ in range(40)]


@pytest.mark.parametrize("values", some(60))
def test_the_median_of_fields_is_the_median(values: list[int]) -> None:
    steps = {value: values.count(value) for value in values}
    assert median_count(steps) == statistics.median(values)


@pytest.mark.parametrize("values", some(4000))
def test_the_median_of_times_lies_in_the_step_of_the_middle_one(values: list[int]) -> None:
    steps: dict[int, int] = {}
    for value in values:
        steps[step_of(value)] = steps.get(step_of(value), 0) + 1
    timed = [value for value in values if value <= EDGES[-1]]
    found = median_seconds(steps)
    if not timed:
        assert found is None
        return
    assert found is not None
    assert step_of(int(-(-found // 1))) == step_of(statistics.median_low(timed))


def test_nothing_is_said_of_nothing() -> None:
    assert median_count({}) is None
    assert median_seconds({LEFT_OPEN: 8}) is None


def test_a_month_without_a_value_parts_the_line() -> None:
    assert line_points([2, 1, None, 2]) == ["4.0,4.0 41.3,16.0", "116.0,4.0 116.0,4.0"]
    assert line_points([None, None]) == []
