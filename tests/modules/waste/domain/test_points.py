"""Drop points and what stands there: entered, changed, ended, each from a day on."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import EVERY_DAY, WORKING_DAYS
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.points import (
    HoursDraft,
    PointDraft,
    add_hours,
    change_point,
    close_point,
    end_hours,
    open_point,
)
from jiayuan.modules.waste.domain.serving import BinDraft, GuideDraft, add_guide, end_guide, set_bins
from jiayuan.modules.waste.models import Bin, DropPoint, Guide, OpeningHours
from tests.factories import BinFactory, DropPointFactory, GuideFactory, PersonFactory

from ..scene import COMMUNITY, ESTATE, NINE, NOW, OTHER, SEVEN, estate, holder, resident, served, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


@pytest.fixture
def point():
    return DropPointFactory(estate=estate())


def test_a_point_opens_where_its_estate_stands_and_is_recorded():
    estate(latitude=37.87, longitude=112.56)
    made = open_point(ESTATE, PointDraft("东门投放点", "车棚旁"), by=worker())
    assert (made.latitude, made.longitude, made.opened_on) == (37.87, 112.56, TODAY)
    entry = Entry.objects.get(stream_id=made.stream)
    assert (entry.action, entry.place_path) == ("waste.open_point", ESTATE)


@pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.PROPERTY_MANAGER])
def test_who_does_not_keep_the_estate_is_refused_in_words(role):
    estate()
    for actor in (resident(), worker(OTHER), holder(role, COMMUNITY)):
        with pytest.raises(Refused) as caught:
            open_point(ESTATE, PointDraft("东门"), by=actor)
        assert caught.value.remedy
    assert not DropPoint.objects.exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PointDraft(""), "name"),
        (PointDraft("东" * 41), "name"),
        (PointDraft("东门", latitude=37.8), "latitude"),
        (PointDraft("东门", latitude=97.8, longitude=112), "latitude"),
        (PointDraft("东门", opened_on=date(2028, 1, 1)), "opened_on"),
    ],
)
def test_what_is_wrong_with_a_point_is_said_beside_its_field(draft, field):
    estate()
    with pytest.raises(Invalid) as caught:
        open_point(ESTATE, draft, by=worker())
    assert caught.value.field == field


def test_only_a_living_estate_gets_a_point():
    with pytest.raises(Invalid):
        open_point(f"{COMMUNITY}999", PointDraft("东门"), by=worker())


def test_a_name_is_free_again_once_its_point_is_closed(point):
    with pytest.raises(Conflict) as caught:
        open_point(ESTATE, PointDraft(point.name), by=worker())
    assert caught.value.field == "name"
    close_point(point.pk, by=worker())
    assert open_point(ESTATE, PointDraft(point.name), by=worker()).pk != point.pk


def test_closing_a_point_ends_what_stands_there_from_that_day_on():
    point = served()
    guide = GuideFactory(point=point)
    close_point(point.pk, TODAY, by=worker())
    for model in (Bin, OpeningHours, Guide):
        assert set(model.objects.values_list("until", flat=True)) == {TODAY}
    assert DropPoint.objects.on(TODAY - timedelta(days=1)).get() == point
    assert not DropPoint.objects.on(TODAY).exists()
    with pytest.raises(Conflict):
        add_hours(point.pk, HoursDraft(EVERY_DAY, SEVEN, NINE), by=worker())
    with pytest.raises(Conflict):
        end_guide(point.pk, guide.pk, by=worker())


def test_a_point_is_not_closed_before_it_opened(point):
    with pytest.raises(Invalid) as caught:
        close_point(point.pk, date(2019, 1, 1), by=worker())
    assert caught.value.field == "on"


def test_a_page_that_is_out_of_date_changes_nothing(point):
    changed = change_point(point.pk, PointDraft("西门"), by=worker(), revision=point.revision)
    with pytest.raises(Conflict) as caught:
        close_point(point.pk, by=worker(), revision=point.revision)
    assert caught.value.code == "stale"
    assert close_point(point.pk, by=worker(), revision=changed.revision).closed_on == TODAY


def test_hours_that_begin_alike_take_the_place_of_the_former(point):
    add_hours(point.pk, HoursDraft(EVERY_DAY, SEVEN, NINE, date(2026, 1, 1)), by=worker())
    add_hours(point.pk, HoursDraft(WORKING_DAYS, SEVEN, time(9, 30)), by=worker())
    before, now = (OpeningHours.objects.on(day).get() for day in (TODAY - timedelta(days=1), TODAY))
    assert (before.weekdays, now.weekdays) == (EVERY_DAY, WORKING_DAYS)
    end_hours(point.pk, now.pk, by=worker())
    with pytest.raises(Missing):
        end_hours(point.pk, now.pk, by=worker())


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (HoursDraft(0, SEVEN, NINE), "weekdays"),
        (HoursDraft(128, SEVEN, NINE), "weekdays"),
        (HoursDraft(1, NINE, SEVEN), "closes_at"),
        (HoursDraft(1, SEVEN, NINE, date(2018, 1, 1)), "since"),
    ],
)
def test_hours_are_judged_in_words(point, draft, field):
    with pytest.raises(Invalid) as caught:
        add_hours(point.pk, draft, by=worker())
    assert caught.value.field == field


def test_bins_are_counted_from_a_day_on(point):
    def on(day):
        return list(Bin.objects.on(day).values_list("count", flat=True))

    set_bins(point.pk, BinDraft("kitchen", 240, 2, date(2026, 1, 1)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 4, date(2026, 6, 1)), by=worker())
    set_bins(point.pk, BinDraft("kitchen", 240, 4), by=worker())
    assert [on(date(2025, 12, 31)), on(date(2026, 5, 31)), on(TODAY)] == [[], [2], [4]]
    assert Entry.objects.filter(action="waste.set_bins").count() == 2
    set_bins(point.pk, BinDraft("kitchen", 240, 0), by=worker())
    assert on(TODAY) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (BinDraft("bulky", 240, 1), "stream"),
        (BinDraft("kitchen", 5, 1), "litres"),
        (BinDraft("kitchen", 240, 201), "count"),
        (BinDraft("kitchen", 240, 1, date(2018, 1, 1)), "since"),
    ],
)
def test_bins_are_judged_in_words(point, draft, field):
    with pytest.raises(Invalid) as caught:
        set_bins(point.pk, draft, by=worker())
    assert caught.value.field == field


def test_the_database_counts_a_size_once_and_in_bounds(point):
    BinFactory(point=point)
    for wrong in ({}, {"litres": 9}, {"stream": "textile"}, {"litres": 120, "until": date(2018, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BinFactory(point=point, **wrong)


def test_a_guide_is_somebody_with_an_account_or_a_name(point):
    person = PersonFactory(phone="+8613900000077")
    known = add_guide(point.pk, GuideDraft(EVERY_DAY, SEVEN, NINE, phone="13900000077"), by=worker())
    named = add_guide(point.pk, GuideDraft(EVERY_DAY, SEVEN, NINE, name="刘阿姨"), by=worker())
    assert (known.person, known.name, named.person, str(named)) == (person, "", None, "刘阿姨")
    for draft in (GuideDraft(1, SEVEN, NINE), GuideDraft(1, SEVEN, NINE, phone="13900000078")):
        with pytest.raises(Invalid):
            add_guide(point.pk, draft, by=worker())
    end_guide(point.pk, named.pk, by=worker())
    assert list(Guide.objects.on(TODAY)) == [known]


def test_no_name_of_a_guide_is_written_into_the_ledger(point):
    add_guide(point.pk, GuideDraft(EVERY_DAY, SEVEN, NINE, name="刘阿姨"), by=worker())
    assert "刘阿姨" not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_there_is_no_such_point():
    with pytest.raises(Missing):
        close_point(404, by=worker())
