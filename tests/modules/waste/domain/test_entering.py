"""What may still be entered of a stop: by whom, until when, and whatever has become of its round meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.domain.queries.day import stop_of_driver
from jiayuan.modules.waste.domain.rounds import (
    call_off,
    change_driver,
    finish_round,
)
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.domain.unloadings import TicketDraft, enter_ticket
from jiayuan.modules.waste.models import Round, RoundStop, Weighing
from tests.factories import CrewFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db
DONE = StopDraft("done", kg="320")
EARLY = NOW + timedelta(minutes=5)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


@contextmanager
def sent(moment: datetime, entered: datetime = EARLY) -> Iterator[None]:
    """What a phone kept, and sends later."""
    with at(moment), coming_from(Source.OFFLINE, entered=entered):
        yield


def on_day(days: int, hour: int = 13) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(hour), timezone.get_default_timezone())


def planned_anew(yard: Yard) -> None:
    plan = begin_plan(yard.operator, TODAY, by=yard.unit)
    work_out(plan.pk, 0.4)
    accept_plan(plan.pk, by=yard.unit)


def test_with_its_first_stop_a_round_has_set_out(yard: Yard) -> None:
    found = yard.round(yard.estate(1), yard.estate(2), state="planned")
    end_stop(found.stops.all()[0].pk, DONE, by=yard.driver)
    found.refresh_from_db()
    assert (found.state, found.started_at) == ("driving", NOW)
    assert start_round(found.pk, by=yard.driver, nonce="a" * 32).state == "driving"


def test_of_another_day_it_has_not(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned", day=TODAY + timedelta(days=1))
    with pytest.raises(Conflict) as caught:
        end_stop(found.stops.get().pk, DONE, by=yard.driver)
    assert caught.value.code == "day"


def test_called_off_while_it_was_on_the_road_without_network(yard: Yard) -> None:
    found = yard.round(yard.estate(1), yard.estate(2), state="planned")
    first, second = found.stops.all()
    with at(LATER):
        call_off(found.pk, by=yard.unit)
    with sent(LATER + timedelta(hours=1)):
        start_round(found.pk, by=yard.driver, nonce="a" * 32)
        end_stop(first.pk, DONE, by=yard.driver, nonce="b" * 32)
        enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "322"), by=yard.driver)
        with pytest.raises(Conflict):
            finish_round(found.pk, by=yard.driver, nonce="c" * 32)
        end_stop(second.pk, StopDraft("miss", reason="locked"), by=yard.driver)
        assert finish_round(found.pk, by=yard.driver, nonce="d" * 32).state == "finished"
    assert Weighing.objects.get().stop == first


def test_called_off_before_it_set_out_it_stays_so(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    call_off(found.pk, by=yard.unit)
    with at(LATER), pytest.raises(Conflict) as caught:
        start_round(found.pk, by=yard.driver)
    assert caught.value.code == "state"
    page = client_of(yard.driver).get("/round/").content.decode()
    assert "不用出车" in page


def test_planned_away_while_it_was_on_the_road_without_network(yard: Yard) -> None:
    """Its stops went to another truck: those that were emptied stand here again, the rest stay there."""
    away = yard.round(yard.estate(1), yard.estate(2), state="planned")
    stop = away.stops.all()[0]
    other = yard.truck()
    yard.crew.until = TODAY
    yard.crew.save()
    with at(LATER):
        planned_anew(yard)
    away.refresh_from_db()
    assert away.state == "called_off"
    with sent(LATER + timedelta(minutes=10)):
        start_round(away.pk, by=yard.driver)
        end_stop(stop.pk, DONE, by=yard.driver)
    standing = {each.estate_id: each for each in RoundStop.objects.taking()}
    assert standing[stop.estate_id].round == away
    assert {each.round.vehicle for each in standing.values()} == {away.vehicle, other.vehicle}


def test_planned_anew_for_the_same_truck_it_counts_there(yard: Yard) -> None:
    """What its phone kept goes to the round that stands in the place of the one it knew, once."""
    found = yard.round(yard.estate(1), state="planned")
    stop = found.stops.get()
    with at(LATER):
        call_off(found.pk, by=yard.unit)
        planned_anew(yard)
    fresh = Round.objects.exclude(pk=found.pk).get()
    assert fresh.vehicle == found.vehicle
    for _turn in range(2):
        with sent(LATER + timedelta(hours=1)):
            start_round(found.pk, by=yard.driver, nonce="a" * 32)
            ended = end_stop(stop.pk, DONE, by=yard.driver, nonce="b" * 32)
            ticket = TicketDraft(1, yard.site.pk, "A-1", "322")
            assert enter_ticket(found.pk, ticket, by=yard.driver, nonce="c" * 32).round == fresh
            finish_round(found.pk, by=yard.driver, nonce="d" * 32)
    fresh.refresh_from_db()
    assert (ended.round, fresh.state, Weighing.objects.count()) == (fresh, "finished", 1)


def test_another_round_has_its_place_and_other_stops(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    with at(LATER):
        call_off(found.pk, by=yard.unit)
        yard.round(yard.estate(2), state="planned")
    with sent(LATER + timedelta(hours=1)), pytest.raises(Conflict) as caught:
        end_stop(found.stops.get().pk, DONE, by=yard.driver)
    assert caught.value.code == "replaced"


def test_unaware_that_it_was_called_off(yard: Yard) -> None:
    """It set out afterwards, without network: it was driven. Stops that nobody else has stand in it again."""
    found = yard.round(yard.estate(1), yard.estate(2), state="planned")
    first, second = found.stops.all()
    call_off(found.pk, by=yard.unit)
    with sent(LATER + timedelta(hours=1), LATER):
        end_stop(first.pk, DONE, by=yard.driver)
        second.refresh_from_db()
        assert second.state == "waiting"
        with pytest.raises(Conflict):
            finish_round(found.pk, by=yard.driver)
        end_stop(second.pk, DONE, by=yard.driver)
    assert Weighing.objects.count() == 2


def test_of_a_round_that_no_plan_kept(yard: Yard) -> None:
    """A plan found no truck for its stops, and its driver emptied one all the same."""
    found = yard.round(yard.estate(1), yard.estate(2), state="planned")
    driving = yard.round(yard.estate(3), crew=yard.truck(carries="residual"))
    yard.crew.until = TODAY
    yard.crew.save()
    planned_anew(yard)
    found.refresh_from_db()
    assert (found.state, driving.state) == ("called_off", "driving")
    first = found.stops.all()[0]
    assert first.is_presumed
    with sent(LATER + timedelta(hours=1), LATER):
        end_stop(first.pk, DONE, by=yard.driver)
        enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "322"), by=yard.driver)
        assert finish_round(found.pk, by=yard.driver).state == "finished"


def test_another_crew_drives_it_since_the_last_plan(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    stop = found.stops.get()
    new = yard.holder(Role.DRIVER)
    with at(LATER):
        yard.crew.until = TODAY
        yard.crew.save()
        fields = {"starts_at": yard.crew.starts_at, "ends_at": yard.crew.ends_at}
        CrewFactory(vehicle=yard.crew.vehicle, driver=new.person, **fields)
        planned_anew(yard)
    found.refresh_from_db()
    assert found.driver == new.person
    with sent(LATER + timedelta(minutes=10)):
        assert end_stop(stop.pk, DONE, by=yard.driver).desk is None


def test_who_drove_it_when_it_was_entered(yard: Yard) -> None:
    found, new = yard.round(yard.estate(1), yard.estate(2)), yard.holder(Role.DRIVER)
    first, second = found.stops.all()
    with at(LATER):
        change_driver(found.pk, new.pk or 0, by=yard.unit)
    with sent(LATER + timedelta(minutes=10)):
        assert stop_of_driver(yard.driver, first.pk) == first
        ended = end_stop(first.pk, DONE, by=yard.driver)
    assert (ended.desk, ended.kg) == (None, 320)
    for entered in (LATER + timedelta(minutes=1), LATER + timedelta(minutes=9)):
        with sent(LATER + timedelta(minutes=10), entered):
            with pytest.raises(Missing):
                stop_of_driver(yard.driver, second.pk)
            with pytest.raises(Refused):
                end_stop(second.pk, DONE, by=yard.driver)
    with at(LATER):
        assert not Round.objects.driven_by(yard.driver).exists()
        assert end_stop(second.pk, DONE, by=new).state == "done"
