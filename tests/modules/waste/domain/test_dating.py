"""Rows that hold from a day on: however they are entered, no two about one thing hold on one day."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.modules.waste.domain.days import DayDraft, end_day, set_day
from jiayuan.modules.waste.domain.points import (
    HoursDraft,
    PointDraft,
    add_hours,
    change_point,
    close_point,
    keep_point,
)
from jiayuan.modules.waste.domain.serving import BinDraft, set_bins
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint, Inspection, OpeningHours
from tests.factories import BinFactory, DropPointFactory, InspectionFactory, PhotoFactory

from ..scene import ESTATE, NINE, NOW, SEVEN, estate, served, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAYS = range(-20, 30)


def later(days):
    return TODAY + timedelta(days=days)


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


@pytest.fixture
def point():
    return DropPointFactory(estate=estate(), opened_on=later(-400))


def bins_on(point, day):
    return sum(
        Bin.objects.on(later(day)).filter(point=point, stream="kitchen").values_list("count", flat=True)
    )


def test_today_is_corrected_while_a_change_waits(point):
    set_bins(point.pk, BinDraft("kitchen", 240, 4, later(-30)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 6, later(27)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 5), by=worker())
    assert [bins_on(point, day) for day in (-1, 0, 26, 27)] == [4, 5, 5, 6]


def test_a_forgotten_change_finds_its_place_in_the_past(point):
    set_bins(point.pk, BinDraft("kitchen", 240, 4, later(-30)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 6, later(-10)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 5, later(-20)), by=worker())
    assert [bins_on(point, day) for day in (-21, -20, -11, -10, 0)] == [4, 5, 5, 6, 6]


def test_an_end_that_lies_ahead_can_come_sooner_and_not_later():
    estate()
    row = set_day(ESTATE, DayDraft("kitchen", 127, NINE, later(-30)), by=worker())
    end_day(ESTATE, row.pk, later(20), by=worker())
    end_day(ESTATE, row.pk, later(5), by=worker())
    assert CollectionDay.objects.get().until == later(5)
    with pytest.raises(Invalid) as caught:
        end_day(ESTATE, row.pk, later(6), by=worker())
    assert caught.value.field == "on"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries=st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 5)), max_size=8))
def test_each_day_has_what_was_entered_last_for_the_latest_day_before_it(point, entries):
    Bin.objects.filter(point=point).delete()
    said = {}
    for day, count in entries:
        set_bins(point.pk, BinDraft("kitchen", 240, count, later(day)), by=worker())
        said[day] = count
    for day in DAYS:
        assert Bin.objects.on(later(day)).filter(point=point).count() <= 1
        if count := bins_on(point, day):
            assert count in said.values()
    if entries:
        assert bins_on(point, entries[-1][0]) == entries[-1][1]


class TestAClosingAhead:
    @pytest.fixture
    def closing(self):
        point = served()
        close_point(point.pk, later(20), by=worker())
        point.refresh_from_db()
        return point

    def test_until_then_it_is_as_open_as_any(self, closing):
        assert closing.is_open
        change_point(closing.pk, PointDraft("西门投放点"), by=worker())
        add_hours(closing.pk, HoursDraft(127, NINE.replace(hour=18), NINE.replace(hour=20)), by=worker())
        set_bins(closing.pk, BinDraft("kitchen", 240, 9), by=worker())
        assert bins_on(closing, 19) >= 9
        assert not Bin.objects.on(later(20)).filter(point=closing).exists()
        assert not OpeningHours.objects.on(later(20)).filter(point=closing).exists()
        with pytest.raises(Invalid):
            set_bins(closing.pk, BinDraft("kitchen", 240, 1, later(20)), by=worker())

    def test_what_is_to_be_put_right_stays_to_be_looked_at(self, closing):
        found = InspectionFactory(
            point=closing, wanting=["lids"], result="wanting", due_on=TODAY, photo=PhotoFactory()
        )
        assert found in Inspection.objects.to_recheck()
        with at(NOW + timedelta(days=20)):
            assert found not in Inspection.objects.to_recheck()

    def test_it_can_be_taken_back(self, closing):
        before = Bin.objects.on(TODAY).filter(point=closing).count()
        keep_point(closing.pk, by=worker())
        keep_point(closing.pk, by=worker())
        closing.refresh_from_db()
        assert closing.closed_on is None
        assert Bin.objects.on(later(300)).filter(point=closing).count() == before
        assert OpeningHours.objects.on(later(300)).filter(point=closing).exists()

    def test_it_is_not_closed_for_another_day_on_top(self, closing):
        with pytest.raises(Conflict):
            close_point(closing.pk, later(5), by=worker())

    def test_on_the_day_it_is_closed(self, closing):
        with at(NOW + timedelta(days=20)):
            assert not closing.is_open
            with pytest.raises(Conflict):
                keep_point(closing.pk, by=worker())

    def test_its_name_may_have_gone_to_another(self, closing):
        DropPointFactory(estate=closing.estate, name=closing.name)
        with pytest.raises(Conflict):
            keep_point(closing.pk, by=worker())
        assert DropPoint.objects.get(pk=closing.pk).closed_on


def test_hours_are_corrected_while_others_wait(point):
    BinFactory(point=point)
    add_hours(point.pk, HoursDraft(127, SEVEN, NINE, later(-9)), by=worker())
    add_hours(point.pk, HoursDraft(31, SEVEN, NINE, later(9)), by=worker())
    add_hours(point.pk, HoursDraft(63, SEVEN, NINE), by=worker())
    held = [OpeningHours.objects.on(later(day)).get().weekdays for day in (-1, 0, 8, 9)]
    assert held == [127, 63, 63, 31]
