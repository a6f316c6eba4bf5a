"""Days of collection, pilots and zones."""

from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.utils import translation

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import EVERY_DAY, mask_of, numbers_of, spoken
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.days import DayDraft, end_day, set_day
from jiayuan.modules.waste.domain.trying import ZoneDraft, begin_pilot, end_pilot, end_zone, open_zone
from jiayuan.modules.waste.models import CollectionDay, Pilot, Zone

from ..scene import COMMUNITY, ESTATE, NINE, NOW, STREET, estate, holder, resident, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        estate()
        yield


def test_a_day_holds_until_another_takes_its_place():
    set_day(ESTATE, DayDraft("kitchen", EVERY_DAY, NINE, date(2026, 1, 1)), by=worker())
    set_day(ESTATE, DayDraft("kitchen", mask_of([1, 3]), NINE), by=worker())
    set_day(ESTATE, DayDraft("kitchen", mask_of([1, 3]), NINE), by=worker())
    assert CollectionDay.objects.on(TODAY - timedelta(days=1)).get().weekdays == EVERY_DAY
    now = CollectionDay.objects.on(TODAY).get()
    assert numbers_of(now.weekdays) == [1, 3]
    assert Entry.objects.filter(stream_id=f"waste-estate/{ESTATE}").count() == 2
    end_day(ESTATE, now.pk, by=worker())
    assert not CollectionDay.objects.on(TODAY).exists()
    with pytest.raises(Missing):
        end_day(ESTATE, now.pk, by=worker())


def test_a_stream_can_be_fetched_twice_a_day():
    for hour in (7, 19):
        set_day(ESTATE, DayDraft("kitchen", EVERY_DAY, time(hour)), by=worker())
    assert CollectionDay.objects.on(TODAY).count() == 2


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (DayDraft("gold", EVERY_DAY, NINE), "stream"),
        (DayDraft("kitchen", 0, NINE), "weekdays"),
        (DayDraft("kitchen", EVERY_DAY, NINE, date(2029, 1, 1)), "since"),
    ],
)
def test_days_are_judged_in_words(draft, field):
    with pytest.raises(Invalid) as caught:
        set_day(ESTATE, draft, by=worker())
    assert caught.value.field == field


def test_who_does_not_keep_the_estate_changes_no_day():
    day = set_day(ESTATE, DayDraft("kitchen", EVERY_DAY, NINE), by=worker())
    for act in (
        lambda: set_day(ESTATE, DayDraft("kitchen", 1, NINE), by=resident()),
        lambda: end_day(ESTATE, day.pk, by=resident()),
    ):
        with pytest.raises(Refused):
            act()


def test_the_street_says_which_estate_is_a_pilot():
    street = holder(Role.STREET_OFFICER, STREET)
    begin_pilot(ESTATE, date(2019, 5, 1), by=street)
    with pytest.raises(Conflict):
        begin_pilot(ESTATE, by=street)
    with pytest.raises(Refused):
        begin_pilot(ESTATE, by=worker())
    end_pilot(ESTATE, by=street)
    assert Pilot.objects.on(TODAY - timedelta(days=1)).exists()
    assert not Pilot.objects.on(TODAY).exists()
    with pytest.raises(Missing):
        end_pilot(ESTATE, by=street)


def test_the_district_opens_zones_of_communities_and_estates():
    district = holder(Role.DISTRICT_OFFICER, settings.DISTRICT)
    zone = open_zone(ZoneDraft("青年路片区", [COMMUNITY], date(2019, 9, 1)), by=district)
    assert list(Zone.objects.within(STREET)) == [zone]
    assert not Zone.objects.within("140106001").exists()
    with pytest.raises(Conflict):
        open_zone(ZoneDraft("青年路片区", [COMMUNITY]), by=district)
    for places in ([], ["140106"], [COMMUNITY, "140106999999"]):
        with pytest.raises(Invalid) as caught:
            open_zone(ZoneDraft("桃园路片区", places), by=district)
        assert caught.value.field == "places"
    with pytest.raises(Refused):
        open_zone(ZoneDraft("桃园路片区", [COMMUNITY]), by=holder(Role.STREET_OFFICER, STREET))
    end_zone(zone.pk, by=district)
    with pytest.raises(Missing):
        end_zone(zone.pk, by=district)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (range(7), "every day"),
        (range(5), "Mon–Fri"),
        ([1, 5], "Tue, Sat"),
        ([2], "Wed"),
        ([0, 1], "Mon, Tue"),
    ],
)
def test_days_of_the_week_as_people_say_them(numbers, said):
    with translation.override("en"):
        assert spoken(mask_of(numbers)) == said
