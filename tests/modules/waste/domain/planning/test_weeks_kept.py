"""Estates that keep their days in a weekly plan, because they cannot be chosen freely."""

from datetime import time, timedelta

import pytest

from jiayuan.modules.waste.domain.planning.week_accept import accept_week
from jiayuan.modules.waste.domain.planning.week_answer import _by_line
from jiayuan.modules.waste.interfaces.week_words import notes_of
from jiayuan.modules.waste.models import CollectionDay
from tests.factories import CollectionDayFactory
from tests.modules.waste.operating import Yard

from .test_weeks import LONG, MONDAY, codes, fetched, planned, scattered

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


@pytest.mark.parametrize("is_followed", [True, False])
def test_days_that_end_or_change_later_stay_until_then(yard: Yard, is_followed: bool) -> None:
    """They cannot be accepted otherwise, however often the week is planned anew."""
    scattered(yard)
    row, later = CollectionDay.objects.all()[0], MONDAY + timedelta(days=30)
    CollectionDay.objects.filter(pk=row.pk).update(until=later)
    if is_followed:
        CollectionDayFactory(estate=row.estate, since=later, at=time(17))
    plan = planned(yard, LONG, keeping="any", times={row.pk: "3"})
    line = next(each for each in plan.lines if each["row"] == row.pk)
    assert (line["days"], line["why"], codes(plan)[1]) == (line["now"], "later", ["later"])
    assert str(row.estate) in notes_of(plan)[0]
    assert plan.changes
    accept_week(plan.pk, MONDAY, by=yard.unit)
