"""Estates that keep their days in a weekly plan, because they cannot be chosen freely."""

import pytest

from jiayuan.modules.waste.domain.planning.week_answer import _by_line
from tests.modules.waste.operating import Yard

from .test_weeks import codes, fetched, planned

pytestmark = pytest.mark.django_db


def test_larger_than_any_truck(yard: Yard) -> None:
    """Light waste fills a truck before it is heavy: what is divided is divided by the engine's own test."""
    yard.crew.vehicle.capacity_litres = 100
    yard.crew.vehicle.save()
    estate = fetched(yard, 1, 1, 4)
    plan = planned(yard)
    assert "divided" in codes(plan)[1]
    assert [(each["estate"], each["why"]) for each in plan.lines] == [(estate.pk, "divided")]
    with pytest.raises(AssertionError, match="different days"):
        _by_line({"5#1": (0, 3), "5#2": (1, 4)})
