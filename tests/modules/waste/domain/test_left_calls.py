"""What was due and stood in no stop is told like a missed stop, once; what was not due is not."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.leftovers import close_days
from jiayuan.modules.waste.domain.rounds import call_off
from jiayuan.modules.waste.models import CollectionDay, LeftCall, RoundStop
from tests.factories import CollectionDayFactory, DropPointFactory, PersonFactory, PlaceFactory, ShiftFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import COMMUNITY, NOW, STREET, holder
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db
NO_ROUND, COULD_NOT_COME = "没有班次来收", "车没能来收"


def noon_after(day: date = TODAY) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(13), timezone.get_default_timezone())


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def closed(day: date = TODAY) -> list[str]:
    """Estates that were left, once the day is over; asked twice, so that nothing is told twice."""
    with at(noon_after(day)):
        close_days()
        assert close_days() == 0
    return [each.estate_id for each in LeftCall.objects.order_by("estate")]


def test_an_estate_that_no_stop_took_is_told(yard: Yard) -> None:
    taken, left = yard.estate(1), yard.estate(2)
    yard.round(taken)
    resident = PersonFactory(home_place=left)
    assert closed() == [left.path]
    notice = Notice.objects.get(kind="waste.missed", person=resident)
    assert left.name in notice.title
    assert Entry.objects.get(action="waste.call_left").place_path == left.path
    with at(noon_after()):
        page = Client().get(f"/bins/?estate={left.path}").content.decode()
    assert NO_ROUND in page
    assert COULD_NOT_COME in page


def test_no_round_was_accepted_at_all(yard: Yard) -> None:
    estate = yard.estate(1)
    yard.round(estate, day=TODAY - timedelta(days=1), state="finished").stops.all().delete()
    assert closed() == [estate.path]
    assert LeftCall.objects.get().day == TODAY, "the estate was entered today: of yesterday nobody knew"


def test_a_round_that_was_called_off_leaves_its_calls(yard: Yard) -> None:
    estate = yard.estate(1)
    call_off(yard.round(estate, state="planned").pk, by=yard.unit)
    assert closed() == [estate.path]


def test_a_missed_stop_was_told_already(yard: Yard) -> None:
    estate = yard.estate(1)
    CollectionDayFactory(estate=estate, stream="kitchen", at=time(19))
    PersonFactory(home_place=estate)
    yard.round(estate)
    assert closed() == []
    assert Notice.objects.filter(kind="waste.missed").count() == 1


def test_of_two_hours_a_day_one_was_left(yard: Yard) -> None:
    estate = yard.estate(1)
    CollectionDayFactory(estate=estate, stream="kitchen", at=time(19))
    PersonFactory(home_place=estate)
    RoundStop.objects.filter(round=yard.round(estate)).update(state="done", kg=10, ended_at=NOW)
    assert closed() == [estate.path]
    assert Notice.objects.count() == 1


def test_of_two_hours_a_day_both_were_left(yard: Yard) -> None:
    yard.round(yard.estate(1))
    CollectionDayFactory(estate=yard.estate(2), stream="kitchen", at=time(19))
    closed()
    assert LeftCall.objects.get().calls == 2


def test_what_a_holiday_moved_is_due_where_it_was_moved_to(yard: Yard) -> None:
    estate = yard.estate(1)
    CollectionDay.objects.update(weekdays=1 << TODAY.weekday())
    tomorrow = TODAY + timedelta(days=1)
    shift = ShiftFactory(day=TODAY, to_day=tomorrow, streams=["kitchen"])
    shift.places.set([PlaceFactory(path=STREET)])
    yard.round(yard.estate(2, stream="residual"))
    assert estate.path not in closed()
    assert estate.path in closed(tomorrow)


def test_an_estate_without_an_open_point_is_not_due(yard: Yard) -> None:
    moved, stays = yard.estate(1), yard.estate(2)
    opened = TODAY - timedelta(days=90)
    DropPointFactory(estate=moved, opened_on=opened, closed_on=TODAY)
    DropPointFactory(estate=stays, opened_on=opened)
    yard.round(yard.estate(3))
    assert closed() == [stays.path]


def test_nobody_fetches_there(yard: Yard) -> None:
    yard.round(yard.estate(1))
    yard.estate(2, stream="hazardous")
    CollectionDayFactory(estate=PlaceFactory(path="140106005010001", kind="estate"), stream="kitchen")
    assert closed() == []


def test_a_unit_that_plans_no_rounds_here(yard: Yard) -> None:
    yard.estate(1)
    assert closed() == []


def test_unit_and_community_read_of_it(yard: Yard) -> None:
    left = yard.estate(2)
    yard.round(yard.estate(1))
    closed()
    community = holder(Role.COMMUNITY_WORKER, COMMUNITY)
    with at(noon_after()):
        board = client_of(yard.unit).get(f"/console/waste/rounds/?on={TODAY}").content.decode()
        page = client_of(community).get(f"/console/waste/communities/{COMMUNITY}/").content.decode()
    said = "没有排进任何班次"
    assert said in board
    assert left.name in board
    assert said in page
    assert f"/console/waste/estates/{left.path}/" in page
