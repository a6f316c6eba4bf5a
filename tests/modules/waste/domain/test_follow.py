"""What serves an estate goes on when its community is merged or it comes to another one."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.affected import count_affected
from jiayuan.foundation.places.domain.merge import merge_communities
from jiayuan.foundation.places.domain.move import move_estate
from jiayuan.modules.waste.domain.queries.gaps import covered
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint, Inspection, PickupHours, Pilot, Zone
from tests.factories import (
    AppointmentFactory,
    InspectionFactory,
    PhotoFactory,
    PickupHoursFactory,
    PilotFactory,
    PlaceFactory,
    ZoneFactory,
)

from ..scene import COMMUNITY, ESTATE, NOW, OPENED, OTHER, holder, served

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


@pytest.fixture
def officer():
    return holder(Role.DISTRICT_OFFICER, "140106")


@pytest.fixture
def point():
    return served()


def moved(officer):
    PlaceFactory(path=OTHER, kind="community")
    return move_estate(ESTATE, OTHER, on=TODAY, by=officer).path


def test_an_estate_takes_its_drop_points_along_and_leaves_its_past(officer, point):
    before = Bin.objects.on(YESTERDAY).count()
    heir = moved(officer)
    new = DropPoint.objects.on(TODAY).get()
    assert (new.estate_id, new.name, new.opened_on) == (heir, point.name, TODAY)
    assert DropPoint.objects.on(YESTERDAY).get().estate_id == ESTATE
    for day in (YESTERDAY, TODAY):
        assert Bin.objects.on(day).count() == before
        assert CollectionDay.objects.on(day).filter(stream="kitchen").count() == 1
    assert set(CollectionDay.objects.on(TODAY).values_list("estate", flat=True)) == {heir}
    assert Entry.objects.filter(stream_id=new.stream, action="waste.followed").count() == 1
    assert Entry.objects.filter(stream_id=point.stream, action="waste.close_point").count() == 1


def test_nothing_is_missing_at_the_heir(officer, point):
    heir = moved(officer)
    assert [each.path for each in covered(TODAY, [heir])] == [heir]


def test_pilots_zones_and_open_looks_go_on(officer, point):
    PilotFactory(estate=point.estate, since=OPENED)
    zone = ZoneFactory(since=OPENED, places=[point.estate])
    look = InspectionFactory(
        point=point, result="wanting", wanting=["lids"], due_on=TODAY, photo=PhotoFactory()
    )
    heir = moved(officer)
    assert [each.estate_id for each in Pilot.objects.on(TODAY)] == [heir]
    assert [each.estate_id for each in Pilot.objects.on(YESTERDAY)] == [ESTATE]
    now = Zone.objects.on(TODAY).get()
    assert (now.name, [each.pk for each in now.places.all()]) == (zone.name, [heir])
    assert [each.pk for each in Zone.objects.on(YESTERDAY).get().places.all()] == [ESTATE]
    assert Inspection.objects.to_recheck().get(pk=look.pk).point.estate_id == heir


def test_who_booked_keeps_the_appointment(officer, point):
    hours = PickupHoursFactory(place=point.estate, day=TOMORROW, taken=1)
    booked = AppointmentFactory(hours=hours, estate=point.estate)
    heir = moved(officer)
    hours.refresh_from_db()
    booked.refresh_from_db()
    assert (hours.place_id, booked.estate_id) == (heir, heir)


def test_hours_that_would_meet_stay_where_they_are(officer):
    PlaceFactory(path=COMMUNITY, kind="community")
    PlaceFactory(path=OTHER, kind="community")
    first = PickupHoursFactory(place_id=COMMUNITY, day=TOMORROW)
    same = {name: getattr(first, name) for name in ("operator", "waste", "day", "starts_at")}
    PickupHoursFactory(place_id=OTHER, **same)
    merged = merge_communities([COMMUNITY, OTHER], into_name="合并社区", on=TODAY, by=officer)
    assert sorted(PickupHours.objects.values_list("place", flat=True)) == sorted([merged.path, OTHER])


def test_the_rehearsal_says_how_many(point):
    assert ("投放点", 1) in [(str(what.label), many) for what, many in count_affected([ESTATE])]
