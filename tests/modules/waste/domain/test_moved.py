"""What was entered before its stop was moved, and came afterwards: taken once, wherever the stop stands by then."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.domain.rounds import break_down, finish_round
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import RoundStop, Weighing
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db
DONE = StopDraft("done", kg="320")


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def moved(yard: Yard) -> tuple[RoundStop, RoundStop, Any]:
    """The stop as it was, the one it became, and who drives there."""
    broken, other = yard.round(yard.estate(1)), yard.truck()
    break_down(broken.pk, by=yard.driver)
    plan = begin_plan(yard.operator, TODAY, by=yard.unit)
    work_out(plan.pk, 0.4)
    accept_plan(plan.pk, by=yard.unit)
    fresh = RoundStop.objects.get(state="waiting")
    assert fresh.round.vehicle == other.vehicle
    fresh.round.state = "driving"
    fresh.round.save()
    from jiayuan.foundation.access.actor import Actor

    return broken.stops.get(), fresh, Actor(person=other.driver)


def test_it_counts_on_the_truck_that_was_there_and_the_other_need_not_go(yard: Yard) -> None:
    stop, fresh, driver = moved(yard)
    assert fresh.instead_of == stop
    end_stop(stop.pk, DONE, by=yard.driver, nonce="a" * 32)
    end_stop(stop.pk, DONE, by=yard.driver, nonce="a" * 32)
    stop.refresh_from_db()
    fresh.refresh_from_db()
    assert (stop.state, stop.kg, fresh.state) == ("done", 320, "moved")
    assert Weighing.objects.count() == 1
    page = client_of(driver).get("/round/").content.decode()
    assert "不用再去" in page
    assert str(yard.crew.vehicle) in page
    assert "不用再去" in client_of(yard.unit).get("/console/waste/rounds/").content.decode()
    finish_round(fresh.round_id, by=driver)


def test_the_present_driver_who_comes_later_is_told(yard: Yard) -> None:
    stop, fresh, driver = moved(yard)
    end_stop(stop.pk, DONE, by=yard.driver)
    with pytest.raises(Conflict) as caught:
        end_stop(fresh.pk, StopDraft("done", kg="300"), by=driver)
    assert str(yard.crew.vehicle) in caught.value.message
    assert caught.value.code == "ended"
    assert Weighing.objects.count() == 1


def test_the_present_driver_was_first(yard: Yard) -> None:
    stop, fresh, driver = moved(yard)
    end_stop(fresh.pk, StopDraft("done", kg="300"), by=driver)
    with pytest.raises(Conflict) as caught:
        end_stop(stop.pk, DONE, by=yard.driver)
    assert str(fresh.round.vehicle) in caught.value.message
    assert Weighing.objects.get().stop == fresh


def test_a_wrong_weight_gives_nothing_back(yard: Yard) -> None:
    stop, fresh, _driver = moved(yard)
    with pytest.raises(Invalid):
        end_stop(stop.pk, StopDraft("done", kg="-3"), by=yard.driver)
    fresh.refresh_from_db()
    assert fresh.state == "waiting"


def test_an_unknown_part_of_a_load_is_for_the_unit(yard: Yard) -> None:
    stop, fresh, _driver = moved(yard)
    RoundStop.objects.filter(pk=stop.pk).update(share=500)
    RoundStop.objects.filter(pk=fresh.pk).update(instead_of=None)
    with pytest.raises(Conflict) as caught:
        end_stop(stop.pk, DONE, by=yard.driver)
    assert caught.value.code == "parts"
    RoundStop.objects.filter(pk=stop.pk).update(share=1000, call=fresh.call)
    assert end_stop(stop.pk, DONE, by=yard.driver).state == "done"


def test_a_stop_that_was_moved_twice(yard: Yard) -> None:
    stop, fresh, _driver = moved(yard)
    RoundStop.objects.filter(pk=fresh.pk).update(state="moved", ended_at=NOW)
    last = RoundStopFactory(
        round=yard.round(crew=yard.truck()),
        estate=stop.estate,
        site=yard.site,
        instead_of=fresh,
        call=stop.call,
    )
    end_stop(stop.pk, DONE, by=yard.driver)
    last.refresh_from_db()
    assert last.state == "moved"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["done", "miss"])), min_size=1, max_size=5))
def test_whoever_comes_in_whatever_order_it_counts_once(entries: list[tuple[bool, str]]) -> None:
    from django.db import transaction

    with at(NOW + timedelta(minutes=1)), transaction.atomic():
        yard = Yard()
        stop, fresh, driver = moved(yard)
        for number, (is_late, what) in enumerate(entries):
            draft = StopDraft(what, kg=f"{300 + number}" if what == "done" else "", reason="locked")
            pk, by = (stop.pk, yard.driver) if is_late else (fresh.pk, driver)
            try:
                end_stop(pk, draft, by=by)
            except Conflict:
                assert number, "nobody was before the first"
        standing = RoundStop.objects.taking().filter(estate=stop.estate)
        assert standing.get().state == ("done" if entries[0][1] == "done" else "missed")
        weighed = Weighing.objects.aggregate(kg=Sum("kg"))["kg"]
        assert weighed == standing.get().kg == (300 if entries[0][1] == "done" else None)
        transaction.set_rollback(True)
