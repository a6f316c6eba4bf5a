"""What nobody entered by the end of a day was missed: told, and no round stays on the road for ever."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.leftovers import close_days
from jiayuan.modules.waste.domain.rounds import break_down
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import Round, RoundStop
from tests.factories import PersonFactory
from tests.modules.waste.operating import TODAY, Yard, stop_at
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db


def next_day(hour: int) -> datetime:
    return datetime.combine(TODAY + timedelta(days=1), time(hour), timezone.get_default_timezone())


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def test_what_waits_is_missed_at_noon_and_residents_hear_of_it(yard: Yard) -> None:
    estates = [yard.estate(1), yard.estate(2)]
    neighbour = PersonFactory(home_place=estates[1])
    found = yard.round(*estates)
    end_stop(stop_at(estates[0]).pk, StopDraft("done", kg="320"), by=yard.driver)
    with at(next_day(11)):
        assert close_days() == 0
    with at(next_day(13)):
        assert (close_days(), close_days()) == (1, 0)
    left = stop_at(estates[1], "missed")
    assert (left.reason, stop_at(estates[0], "done").kg) == ("untold", 320)
    found.refresh_from_db()
    assert (found.state, found.ended_at) == ("finished", next_day(13))
    assert Notice.objects.filter(person=neighbour).count() == 1
    assert Entry.objects.filter(action="waste.stop_miss", actor=None).count() == 1


def test_nobody_set_out(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    with at(next_day(13)):
        assert close_days() == 1
    found.refresh_from_db()
    assert (found.state, found.started_at, found.stops.get().state) == ("finished", None, "missed")
    page = client_of(yard.unit).get(f"/console/waste/rounds/?on={TODAY.isoformat()}").content.decode()
    assert "没有人报告出车" in page


def test_a_truck_that_broke_down_stays_so(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    break_down(found.pk, by=yard.driver)
    with at(next_day(13)):
        assert (close_days(), close_days()) == (1, 0)
    found.refresh_from_db()
    assert (found.state, found.stops.get().state) == ("broken_down", "missed")


def test_today_and_what_is_over_stay_as_they_are(yard: Yard) -> None:
    yard.round(yard.estate(1))
    assert close_days() == 0
    assert (Round.objects.get().state, RoundStop.objects.get().state) == ("driving", "waiting")


def test_no_driver_says_that_nobody_said(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    with pytest.raises(Invalid) as caught:
        end_stop(stop.pk, StopDraft("miss", reason="untold"), by=yard.driver)
    assert caught.value.field == "reason"
