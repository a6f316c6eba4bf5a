"""What comes when a day is closed, or a stop stands as missed: who was there knows better, and residents hear of it."""

from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.leftovers import close_days
from jiayuan.modules.waste.domain.queries.near import not_emptied
from jiayuan.modules.waste.domain.rounds import break_down, finish_round
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import StopDraft, correct_weight, end_stop
from jiayuan.modules.waste.domain.unloadings import TicketDraft, enter_ticket
from jiayuan.modules.waste.models import RoundStop
from tests.factories import PersonFactory, RoleGrantFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

from .test_entering import DONE, EARLY, LATER, on_day, planned_anew, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def test_after_noon_a_phone_knows_better_and_residents_hear_of_it(yard: Yard) -> None:
    neighbour = PersonFactory(home_place=yard.estate(1))
    found = yard.round(neighbour.home_place)
    stop = found.stops.get()
    with at(on_day(1)):
        close_days()
    with sent(on_day(2)):
        ended = end_stop(stop.pk, DONE, by=yard.driver, nonce="a" * 32)
        enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "322"), by=yard.driver)
        finish_round(found.pk, by=yard.driver, nonce="b" * 32)
    assert (ended.state, ended.reason, ended.ended_at) == ("done", "", EARLY)
    found.refresh_from_db()
    assert (found.state, found.ended_at) == ("finished", EARLY)
    told = list(Notice.objects.filter(person=neighbour).order_by("pk").values_list("title", flat=True))
    assert [("没有收" in each or "未收" in each) for each in told][-1] is False
    assert len(told) == 2


def test_the_same_miss_said_later_alarms_nobody_twice(yard: Yard) -> None:
    neighbour = PersonFactory(home_place=yard.estate(1))
    stop = yard.round(neighbour.home_place).stops.get()
    with at(on_day(1)):
        close_days()
    with sent(on_day(2)):
        ended = end_stop(stop.pk, StopDraft("miss", reason="locked"), by=yard.driver)
    assert (ended.state, ended.reason) == ("missed", "locked")
    assert Notice.objects.filter(person=neighbour).count() == 1
    with sent(on_day(2)), pytest.raises(Conflict):
        end_stop(stop.pk, DONE, by=yard.driver)


@pytest.mark.parametrize("state", ["planned", "driving"])
def test_the_unit_enters_it_until_the_week_is_closed(yard: Yard, state: str) -> None:
    one, two = yard.estate(1), yard.estate(2)
    found = yard.round(one, two, state=state)
    first, second = found.stops.all()
    with at(on_day(1)):
        close_days()
    with at(on_day(3)):
        page = client_of(yard.unit).get(f"/console/waste/rounds/{found.pk}/").content.decode()
        assert f"/console/waste/stops/{first.pk}/" in page
        form = client_of(yard.unit).get(f"/console/waste/stops/{first.pk}/").content.decode()
        assert 'name="kg"' in form
        ended = end_stop(first.pk, DONE, by=yard.unit)
    assert (ended.state, ended.desk_id) == ("done", yard.unit.pk)
    with at(on_day(30)), pytest.raises(Conflict) as caught:
        end_stop(second.pk, DONE, by=yard.unit)
    assert caught.value.code == "ended"


def test_a_driver_does_not_enter_it_days_later(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    with at(on_day(1)):
        close_days()
    with at(on_day(1, 14)), pytest.raises(Conflict):
        end_stop(stop.pk, DONE, by=yard.driver)


def test_what_no_round_could_take_was_emptied_all_the_same(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    break_down(found.pk, by=yard.driver)
    planned_anew(yard)
    stop = found.stops.get()
    assert (stop.state, stop.reason) == ("missed", "no_round")
    with at(LATER):
        assert end_stop(stop.pk, DONE, by=yard.driver).state == "done"


def test_a_finish_that_is_sent_again_is_one(yard: Yard) -> None:
    found = yard.round()
    with at(on_day(1)):
        close_days()
    for _turn in range(2):
        with sent(on_day(2)):
            finish_round(found.pk, by=yard.driver, nonce="b" * 32)
    assert Entry.objects.filter(action="waste.round_finish").count() == 1
    found.refresh_from_db()
    assert found.ended_at == EARLY


def test_what_the_unit_finished_stays_so(yard: Yard) -> None:
    found = yard.round()
    with at(LATER):
        finish_round(found.pk, by=yard.unit)
    with sent(on_day(1)), pytest.raises(Conflict):
        finish_round(found.pk, by=yard.driver)


@pytest.mark.parametrize("closed", [True, False])
def test_a_start_that_comes_when_all_is_over(yard: Yard, closed: bool) -> None:
    found = yard.round(yard.estate(1), state="planned")
    with at(on_day(1) if closed else LATER):
        if closed:
            close_days()
        else:
            break_down(found.pk, by=yard.unit)
    with sent(on_day(2)):
        start_round(found.pk, by=yard.driver, nonce="a" * 32)
        end_stop(found.stops.get().pk, DONE, by=yard.driver)
    found.refresh_from_db()
    assert (found.state, found.started_at) == ("finished" if closed else "broken_down", EARLY)


def test_an_officer_who_drives_enters_at_the_desk_what_they_drove(yard: Yard) -> None:
    grant = RoleGrantFactory(
        role=Role.UNIT_OFFICER,
        place=yard.operator.place,
        organisation=yard.operator,
        person=yard.driver.person,
    )
    stop = yard.round(yard.estate(1)).stops.get()
    with at(on_day(1)):
        close_days()
    with at(on_day(3)):
        assert end_stop(stop.pk, DONE, by=Actor(person=grant.person)).state == "done"


def test_told_by_another_round_that_never_came_it_is_told_to_be_emptied(yard: Yard) -> None:
    """Moved away, missed there, and emptied all the same where it was first."""
    neighbour = PersonFactory(home_place=yard.estate(1))
    found, other = yard.round(neighbour.home_place), yard.truck()
    stop = found.stops.get()
    with at(LATER):
        break_down(found.pk, by=yard.driver)
        planned_anew(yard)
    assert RoundStop.objects.get(state="waiting").round.vehicle == other.vehicle
    with at(on_day(1)):
        close_days()
    with sent(on_day(2)):
        end_stop(stop.pk, DONE, by=yard.driver)
    assert Notice.objects.filter(person=neighbour).count() == 2
    assert not not_emptied(neighbour.home_place)


def test_a_weight_of_a_closed_week_stays(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    end_stop(stop.pk, DONE, by=yard.driver)
    with at(on_day(30)), pytest.raises(Conflict) as caught:
        correct_weight(stop.pk, "300", "typed", by=yard.unit)
    assert caught.value.code == "closed"
