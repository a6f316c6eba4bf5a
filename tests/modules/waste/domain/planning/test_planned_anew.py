"""A day that is planned anew: what was left out comes up again, and hours that were told go on to bind."""

from datetime import datetime, time, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.days import DayDraft, end_day, set_day
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.domain.planning.needs import due, left_of, needs_of
from jiayuan.modules.waste.domain.planning.standing import standing_of
from jiayuan.modules.waste.models import CollectionDay, Crew, RoundPlan, RoundStop
from tests.factories import CollectionDayFactory, RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW, worker

from .conftest import drawn

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def hours(plan: RoundPlan) -> list[int]:
    return sorted(stop["at"] // 3_600 for each in plan.drawn["rounds"] for stop in each["stops"])


def test_a_second_call_that_was_left_out_is_planned_with_another_truck(yard: Yard) -> None:
    estate = yard.estate(1)
    evening = CollectionDayFactory(estate=estate, stream="kitchen", at=time(19))
    Crew.objects.update(ends_at=time(13))
    first = drawn(yard)
    assert (len(hours(first)), len(first.drawn["left"])) == (1, 1)
    accept_plan(first.pk, by=yard.unit)
    yard.truck()
    again = drawn(yard)
    assert (len(hours(again)), again.drawn["left"]) == (2, [])
    accept_plan(again.pk, by=yard.unit)
    stops = RoundStop.objects.taking().filter(estate=estate)
    assert {each.call_id for each in stops} == set(CollectionDay.objects.values_list("pk", flat=True))
    assert stops.get(call=evening).part == 2


def test_the_missing_part_of_a_load_is_needed_still(yard: Yard) -> None:
    estate = yard.estate(1)
    call = CollectionDay.objects.get()
    whole = needs_of(due(yard.operator, TOMORROW, ["kitchen"]), TOMORROW, [])[0]
    found = yard.round(day=TOMORROW, state="planned")
    for part in (1, 2):
        RoundStopFactory(round=found, estate=estate, site=yard.site, part=part, call=call, share=333)
    rows, taken = due(yard.operator, TOMORROW, ["kitchen"]), standing_of(yard.operator, TOMORROW).taken
    assert left_of(rows, taken) == {call.pk: 334}
    (rest,) = needs_of(rows, TOMORROW, taken)
    assert (rest.share, rest.kg) == (334, round(whole.kg * 0.334, 1))
    RoundStopFactory(round=found, estate=estate, site=yard.site, part=3, call=call, share=333)
    assert needs_of(rows, TOMORROW, standing_of(yard.operator, TOMORROW).taken) == []


def test_hours_that_were_told_bind_a_stop_as_they_bound_the_call(yard: Yard) -> None:
    yard.estate(1)
    plan = drawn(yard)
    assert 8 <= hours(plan)[0] < 11
    accept_plan(plan.pk, by=yard.unit)
    yard.estate(2)
    again = drawn(yard)
    assert len(hours(again)) == 2
    assert all(8 <= each < 11 for each in hours(again))


def test_another_hour_moves_the_stop_and_fetches_nothing_twice(yard: Yard) -> None:
    estate = yard.estate(1)
    accept_plan(drawn(yard).pk, by=yard.unit)
    old = CollectionDay.objects.get()
    keeper = worker()
    end_day(estate.path, old.pk, TODAY, by=keeper)
    new = set_day(estate.path, DayDraft("kitchen", 127, time(15)), by=keeper)
    again = drawn(yard)
    assert [14 <= each < 17 for each in hours(again)] == [True]
    accept_plan(again.pk, by=yard.unit)
    assert RoundStop.objects.taking().get().call == new


def test_a_trip_that_should_have_begun_is_not_taken_from_its_driver(yard: Yard) -> None:
    """Who has no network may be ahead of what is known here."""
    found = yard.round(yard.estate(1))
    for trip, moment in ((2, NOW - timedelta(minutes=5)), (3, NOW + timedelta(hours=1))):
        RoundStopFactory(round=found, estate=yard.estate(trip), site=yard.site, trip=trip, expected_at=moment)
    assert [each.trip for each in standing_of(yard.operator, TODAY).free] == [3]


def test_a_plan_that_is_over_is_not_given_instead_of_another(yard: Yard) -> None:
    first = begin_plan(yard.operator, TOMORROW, by=yard.unit)
    work_out(first.pk, 0.4)
    assert begin_plan(yard.operator, TOMORROW, by=yard.unit) != first


def test_what_is_late_already_is_planned_all_the_same(yard: Yard) -> None:
    yard.estate(1)
    with at(datetime.combine(TODAY, time(13), tzinfo=NOW.tzinfo)):
        plan = drawn(yard, TODAY)
    assert (hours(plan)[0] >= 13, plan.drawn["left"]) == (True, [])


@pytest.mark.parametrize(("reaches", "codes"), [(38, ["fleet", "reach"]), (47, [])])
def test_what_is_left_of_the_range_brings_a_truck_home(yard: Yard, reaches: int, codes: list[str]) -> None:
    """11 km are driven, another trip from the site and back takes 22, and the yard lies 11 km beyond."""
    yard.crew.vehicle.range_km = reaches
    yard.crew.vehicle.save()
    yard.round(yard.estate(1))
    yard.estate(2)
    left = [each["code"] for each in drawn(yard, TODAY).drawn["left"]]
    assert (len(left), set(left) <= set(codes)) == (bool(codes), True)


def test_a_truck_on_the_road_is_home_when_its_hours_end(yard: Yard) -> None:
    yard.round(yard.estate(1))
    (driver,) = standing_of(yard.operator, TODAY).drivers
    assert 10 < driver.home_km < 12
    assert time(19, 20) < driver.ends_at < time(19, 28)


def test_a_range_that_is_driven_up_is_not_one_that_is_not_known(yard: Yard) -> None:
    yard.crew.vehicle.range_km = 10
    yard.crew.vehicle.save()
    yard.round(yard.estate(1))
    yard.estate(2)
    assert [each["code"] for each in drawn(yard, TODAY).drawn["notes"]] == ["used_up"]
