"""A day planned, looked at, accepted; the rest of it after a breakdown; and what cannot be driven is said."""

from datetime import time, timedelta
from time import monotonic
from typing import Any

import pytest

from jiayuan.engines.rounds import solve
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.days import DayDraft, set_day
from jiayuan.modules.waste.domain.planning import draw, last_week
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.domain.rounds import break_down
from jiayuan.modules.waste.models import Round, RoundPlan, RoundStop
from tests.factories import PersonFactory, RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard, stop_at
from tests.modules.waste.scene import NOW, worker

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def drawn(yard: Yard, day: Any = TOMORROW, seconds: float = 0.4) -> RoundPlan:
    plan = begin_plan(yard.operator, day, by=yard.unit)
    work_out(plan.pk, seconds)
    plan.refresh_from_db()
    return plan


def codes(plan: RoundPlan) -> tuple[list[str], list[str]]:
    return (
        sorted({each["code"] for each in plan.drawn["left"]}),
        sorted({each["code"] for each in plan.drawn["notes"]}),
    )


def test_a_day_is_drawn_and_accepted_once(yard: Yard) -> None:
    estates = [yard.estate(number) for number in (1, 2, 3)]
    plan = drawn(yard)
    assert (plan.state, codes(plan), Round.objects.count()) == ("ready", ([], []), 0)
    for _turn in range(2):
        accept_plan(plan.pk, by=yard.unit)
    made = Round.objects.get()
    assert (made.day, made.vehicle, made.driver) == (TOMORROW, yard.crew.vehicle, yard.crew.driver)
    assert {each.estate for each in made.stops.all()} == set(estates)
    again = drawn(yard)
    assert len(again.drawn["rounds"][0]["stops"]) == 3


def test_what_cannot_be_driven_is_left_out_and_said(yard: Yard) -> None:
    yard.estate(1)
    yard.estate(2, latitude=None, longitude=None)
    yard.estate(3, latitude=39.9)
    yard.truck(range_km=None)
    plan = drawn(yard)
    left = {each["estate"][-3:]: each["code"] for each in plan.drawn["left"]}
    assert set(left) == {"002", "003"}
    assert left["002"] == "position"
    assert left["003"] in ("reach", "shift", "window", "hours")
    assert [each["code"] for each in plan.drawn["notes"]] == ["range"]


def test_a_load_heavier_than_any_truck_is_divided(yard: Yard) -> None:
    estate = yard.estate(1)
    yard.truck()
    for week in (1, 2):
        RoundStopFactory(
            estate=estate, day=TODAY - timedelta(days=7 * week), round__vehicle__capacity_kg=9000, kg=7000,
            round__vehicle__operator=yard.operator, state="done", ended_at=NOW,
        )  # fmt: skip
    plan = drawn(yard)
    assert codes(plan)[1] == ["divided"]
    parts = [stop for each in plan.drawn["rounds"] for stop in each["stops"]]
    assert len(parts) + len(plan.drawn["left"]) == 3
    assert all(each["kg"] <= 3000 for each in parts)
    accept_plan(plan.pk, by=yard.unit)
    made = RoundStop.objects.filter(estate=estate, day=TOMORROW)
    assert sorted(made.values_list("part", flat=True)) == list(range(1, len(parts) + 1))
    assert len(parts) >= 2
    again = drawn(yard)
    assert sum(len(each["stops"]) for each in again.drawn["rounds"]) + len(again.drawn["left"]) == 3


def test_an_empty_day_nobody_to_drive_nowhere_to_unload(yard: Yard) -> None:
    assert codes(drawn(yard)) == ([], ["empty"])
    yard.estate(1)
    yard.site.delete()
    assert codes(drawn(yard)) == (["site"], ["site"])
    yard.crew.delete()
    assert codes(drawn(yard)) == (["crew"], ["crew"])


def test_last_weeks_driver_keeps_the_estate(yard: Yard) -> None:
    estates = [yard.estate(number) for number in (1, 2)]
    second = yard.truck()
    yard.round(*estates, crew=second, day=TOMORROW - timedelta(days=7), state="finished")
    yard.estate(3)
    plan = drawn(yard)
    assert plan.drawn["is_kept"] is True
    (only,) = plan.drawn["rounds"]
    assert (only["crew"], len(only["stops"])) == (second.pk, 3)


def test_a_better_plan_keeps_the_driver_that_estates_know(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of two like trucks the engine names."""
    monkeypatch.setattr(last_week, "WORTH", 0)
    estates = [yard.estate(number) for number in (1, 2)]
    for crew in (yard.truck(), yard.crew):
        yard.round(*estates, crew=crew, day=TOMORROW - timedelta(days=7), state="finished")
        plan = drawn(yard)
        (only,) = plan.drawn["rounds"]
        assert (plan.drawn["is_kept"], only["crew"]) == (False, crew.pk)
        RoundStop.objects.all().delete()
        Round.objects.all().delete()


def test_a_breakdown_is_planned_around_within_ten_seconds(yard: Yard) -> None:
    estates = [yard.estate(number) for number in range(1, 7)]
    yard.truck()
    broken = yard.round(*estates)
    resident = PersonFactory(home_place=yard.estate(9, latitude=39.9))
    RoundStopFactory(round=broken, estate=resident.home_place, site=yard.site, trip=2)
    break_down(broken.pk, by=yard.driver)
    begun = monotonic()
    plan = drawn(yard, TODAY, seconds=5)
    assert monotonic() - begun < 10
    accept_plan(plan.pk, by=yard.unit)
    other = Round.objects.exclude(pk=broken.pk).get()
    assert {each.estate for each in other.stops.filter(state="waiting")} == set(estates)
    assert {each.state for each in broken.stops.exclude(estate=resident.home_place)} == {"moved"}
    assert stop_at(resident.home_place, "missed").reason == "no_round"
    assert [each.person for each in Notice.objects.all()] == [resident]


def test_the_engine_gets_five_seconds_for_the_rest_of_a_day(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten that a unit waits after a breakdown; a day ahead has more."""
    given: list[float] = []

    def look(instance: Any, *, seconds: float, workers: int) -> Any:
        given.append(seconds)
        return solve(instance, seconds=0.3, workers=workers)

    monkeypatch.setattr(draw, "solve", look)
    broken = yard.round(yard.estate(1))
    yard.truck()
    break_down(broken.pk, by=yard.driver)
    for day in (TODAY, TOMORROW):
        work_out(begin_plan(yard.operator, day, by=yard.unit).pk)
    assert given == [draw.REST_SECONDS, draw.DAY_SECONDS] == [5, 20]


def test_nobody_accepts_a_plan_for_a_day_that_changed(yard: Yard) -> None:
    estate = yard.estate(1)
    plan = drawn(yard)
    yard.round(estate, day=TOMORROW, state="planned")
    with pytest.raises(Conflict) as raised:
        accept_plan(plan.pk, by=yard.unit)
    assert raised.value.code == "stale"


def test_nobody_accepts_a_plan_for_bin_days_that_changed(yard: Yard) -> None:
    """The community entered other days, or another hour, after it was drawn."""
    estate, keeper = yard.estate(1), worker()
    for weekdays, hour in ((0b0000001, 9), (0b0001000, 9), (0b1111111, 17)):
        plan = drawn(yard)
        set_day(estate.path, DayDraft("kitchen", weekdays, time(hour), TODAY), by=keeper)
        with pytest.raises(Conflict) as raised:
            accept_plan(plan.pk, by=yard.unit)
        assert raised.value.code == "stale"
    accept_plan(drawn(yard).pk, by=yard.unit)


def test_who_plans_and_which_days(yard: Yard) -> None:
    with pytest.raises(Refused):
        begin_plan(yard.operator, TOMORROW, by=yard.driver)
    with pytest.raises(Invalid):
        begin_plan(yard.operator, TODAY - timedelta(days=1), by=yard.unit)
    first = begin_plan(yard.operator, TOMORROW, by=yard.unit)
    assert begin_plan(yard.operator, TOMORROW, by=yard.unit) == first
