"""What comes late and finds its stop planned anew: under another hour, in an empty round, there and back."""

from datetime import time, timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.modules.waste.domain.rounds import break_down, call_off
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import end_stop
from jiayuan.modules.waste.models import CollectionDay, RoundStop
from tests.factories import CollectionDayFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

from .test_entering import DONE, LATER, planned_anew, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def test_an_hour_that_was_changed_between_two_plans(yard: Yard) -> None:
    """The same collection under another hour: it stands in one place."""
    away = yard.round(yard.estate(1), state="planned")
    stop = away.stops.get()
    _old_call(stop)
    with at(LATER):
        call_off(away.pk, by=yard.unit)
        yard.crew.until = TODAY
        yard.crew.save()
        yard.truck()
        planned_anew(yard)
    with sent(LATER + timedelta(minutes=10)):
        start_round(away.pk, by=yard.driver)
        end_stop(stop.pk, DONE, by=yard.driver)
    assert RoundStop.objects.taking().filter(estate=stop.estate).get() == stop


def test_which_of_two_hours_it_was_is_for_the_unit(yard: Yard) -> None:
    away = yard.round(yard.estate(1), state="planned")
    stop = away.stops.get()
    _old_call(stop)
    CollectionDayFactory(estate=stop.estate, stream=stop.stream, at=time(18))
    with at(LATER):
        call_off(away.pk, by=yard.unit)
        planned_anew(yard)
    with sent(LATER + timedelta(minutes=10)), pytest.raises(Conflict) as caught:
        end_stop(stop.pk, DONE, by=yard.driver)
    assert caught.value.code == "parts"


def _old_call(stop: RoundStop) -> None:
    """It was planned for an hour that does not hold any more."""
    call = CollectionDayFactory(estate=stop.estate, stream=stop.stream, at=time(4), until=TODAY)
    assert not CollectionDay.objects.on(TODAY).filter(pk=call.pk).exists()
    stop.call = call
    stop.save()


def test_a_round_with_nothing_left_is_called_off_and_its_driver_sees_it(yard: Yard) -> None:
    broken, other = yard.round(yard.estate(1)), yard.truck()
    stop = broken.stops.get()
    break_down(broken.pk, by=yard.driver)
    planned_anew(yard)
    fresh = RoundStop.objects.get(state="waiting").round
    assert (fresh.vehicle, fresh.state) == (other.vehicle, "planned")
    end_stop(stop.pk, DONE, by=yard.driver)
    fresh.refresh_from_db()
    assert fresh.state == "called_off"
    assert "不用出车" in client_of(Actor(person=other.driver)).get("/round/").content.decode()


def test_there_and_back_and_there_again(yard: Yard) -> None:
    """Nothing stands in the place of itself."""
    broken, other = yard.round(yard.estate(1)), yard.truck()
    stop = broken.stops.get()
    break_down(broken.pk, by=yard.driver)
    planned_anew(yard)
    fresh = RoundStop.objects.get(state="waiting")
    RoundStop.objects.filter(pk=fresh.pk).update(state="moved", ended_at=NOW)
    RoundStop.objects.filter(pk=stop.pk).update(state="waiting", ended_at=None, instead_of=fresh)
    end_stop(fresh.pk, DONE, by=Actor(person=other.driver))
    stop.refresh_from_db()
    fresh.refresh_from_db()
    assert (stop.instead_of_id, fresh.instead_of_id) == (fresh.pk, None)
