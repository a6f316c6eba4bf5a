"""Shares of few and many."""

from decimal import Decimal

import pytest

from jiayuan.services.cases.domain.scores.shares import Share


@pytest.mark.parametrize(
    ("part", "whole", "percent", "low", "high"),
    [
        (12, 13, "92.3", "66.7", "98.6"),  # as published calculators give it
        (0, 10, "0.0", "0.0", "27.8"),
        (10, 10, "100.0", "72.2", "100.0"),
        (50, 100, "50.0", "40.4", "59.6"),
    ],
)
def test_wilsons_interval(part: int, whole: int, percent: str, low: str, high: str) -> None:
    share = Share(part, whole)
    assert (share.percent, share.low, share.high) == (Decimal(percent), Decimal(low), Decimal(high))


def test_few_and_none() -> None:
    assert Share(9, 9).is_few
    assert not Share(10, 10).is_few
    assert Share(0, 0).percent is Share(0, 0).low is Share(0, 0).high is None
