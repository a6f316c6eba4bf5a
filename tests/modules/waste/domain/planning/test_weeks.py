"""A week planned beside the week as it is, looked at, accepted from a day on; and what cannot be driven is said."""

from datetime import date, time, timedelta
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.planning import week_draw
from jiayuan.modules.waste.domain.planning.week_accept import accept_week, first_day, taken_of
from jiayuan.modules.waste.domain.planning.week_draw import (
    WeekDraft,
    begin_week,
    choose_line,
    drop_week,
    work_out_week,
)
from jiayuan.modules.waste.domain.planning.week_question import patterns_on
from jiayuan.modules.waste.models import CollectionDay, WeekPlan
from jiayuan.modules.waste.week_notices import tell_estates
from tests.factories import CollectionDayFactory, PersonFactory, WeekPlanFactory
from tests.modules.waste.operating import TODAY, Yard

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
"""The first that is a week ahead of the scene's Wednesday."""
LONG = 2.5
"""Seconds in which a few estates get their best days, on a busy machine as well."""


def fetched(yard: Yard, number: int, *days: int, **fields: Any) -> Any:
    estate = yard.estate(number, **fields)
    CollectionDay.objects.filter(estate=estate).update(weekdays=mask_of(days))
    return estate


def scattered(yard: Yard) -> list[Any]:
    """Four neighbours five kilometres away, each on a day of its own."""
    return [fetched(yard, each, each, latitude=37.92 + each / 2_000) for each in range(4)]


def planned(yard: Yard, seconds: float = 0.5, **draft: Any) -> WeekPlan:
    plan = begin_week(yard.operator, WeekDraft(**draft), by=yard.unit)
    work_out_week(plan.pk, seconds)
    plan.refresh_from_db()
    assert plan.state == "ready"
    return plan


def codes(plan: WeekPlan) -> tuple[list[str], list[str]]:
    return (
        sorted({each["code"] for each in plan.drawn["left"]}),
        sorted({each["code"] for each in plan.drawn["notes"]}),
    )


def total(plan: WeekPlan, week: str, what: str) -> int:
    return sum(each[week][what] for each in plan.drawn["days"])


def test_two_hours_on_different_days_are_not_two_halves_of_a_day(yard: Yard) -> None:
    """Monday at seven and Thursday at three: each fetches what its day brings."""
    fetched(yard, 1, 0)
    two = fetched(yard, 2, 0)
    CollectionDayFactory(estate=two, stream="kitchen", weekdays=mask_of([3]), at=time(15))
    both = fetched(yard, 3, 0)
    CollectionDayFactory(estate=both, stream="kitchen", weekdays=mask_of([0]), at=time(15))
    kg = {(each["estate"], each["at"]): each["kg_now"] for each in planned(yard).drawn["lines"]}
    one, *others = [each for (_estate, _at), each in sorted(kg.items())]
    assert others == [one, one, one / 2, one / 2]


def test_neighbours_get_one_day_and_both_weeks_are_reckoned_alike(yard: Yard) -> None:
    scattered(yard)
    plan = planned(yard, LONG)
    assert plan.week == MONDAY
    assert (total(plan, "now", "trucks"), total(plan, "then", "trucks")) == (4, 1)
    assert total(plan, "now", "stops") == total(plan, "then", "stops") == 4
    assert total(plan, "then", "metres") < total(plan, "now", "metres")
    assert (len(plan.changes), codes(plan)) == (3, ([], []))
    assert CollectionDay.objects.count() == 4


def test_days_stay_where_nothing_is_saved(yard: Yard) -> None:
    for number in range(3):
        yard.estate(number)
    plan = planned(yard)
    assert plan.changes == []
    assert [each["now"] == each["then"] for each in plan.drawn["days"]] == [True] * 7


def test_another_number_of_collections(yard: Yard) -> None:
    estate = yard.estate(1)
    row = CollectionDay.objects.get(estate=estate)
    plan = planned(yard, times={row.pk: "3"})
    (line,) = plan.lines
    assert (line["now"].bit_count(), line["days"].bit_count()) == (7, 3)
    assert line["kg"] == pytest.approx(line["kg_now"] * 7 / 3, abs=0.2)
    assert total(plan, "then", "stops") == 3


def test_days_lie_as_evenly_as_can_be() -> None:
    week = range(7)
    assert patterns_on(week, 7) == (tuple(week),)
    assert len(patterns_on(week, 2)) == len(patterns_on(week, 3)) == len(patterns_on(week, 4)) == 7
    assert patterns_on([1, 3, 5], 2) == ((1, 5),)
    assert patterns_on([0, 1], 2) == ((0, 1),)
    assert patterns_on([0, 1], 3) == ()


def test_accepted_from_a_day_once_and_residents_are_told_once(yard: Yard) -> None:
    estates = scattered(yard)
    readers = [PersonFactory(home_place=each) for each in estates]
    plan = planned(yard, LONG)
    for _turn in range(2):
        accept_week(plan.pk, MONDAY, by=yard.unit)
    entry = Entry.objects.get(action="waste.accept_week")
    assert [tell_estates(entry.pk) for _turn in range(2)] == [3, 0]
    changed = {each["estate"]: each["days"] for each in plan.changes}
    for estate in estates:
        rows = list(CollectionDay.objects.filter(estate=estate).order_by("since"))
        if estate.pk in changed:
            assert [each.until for each in rows] == [MONDAY, None]
            assert (rows[1].since, rows[1].weekdays) == (MONDAY, changed[estate.pk])
        else:
            assert [each.until for each in rows] == [None]
    told = [each.person for each in Notice.objects.order_by("person")]
    assert told == [each for each in readers if each.home_place_id in changed]


def test_a_line_is_left_out_and_taken_again(yard: Yard) -> None:
    scattered(yard)
    plan = planned(yard, LONG)
    first, *_rest = plan.changes
    for _turn in range(2):
        choose_line(plan.pk, first["row"], is_taken=False, by=yard.unit)
    plan.refresh_from_db()
    assert (plan.skipped, plan.revision, len(taken_of(plan))) == ([first["row"]], 1, 2)
    with pytest.raises(Conflict):
        accept_week(plan.pk, MONDAY, by=yard.unit, revision=0)
    accept_week(plan.pk, MONDAY, by=yard.unit, revision=1)
    assert CollectionDay.objects.get(estate=first["estate"]).until is None
    with pytest.raises(Conflict):
        choose_line(plan.pk, first["row"], is_taken=True, by=yard.unit)
    with pytest.raises(Missing):
        choose_line(planned(yard).pk, 0, is_taken=True, by=yard.unit)


def test_days_that_were_changed_meanwhile_are_named_and_nothing_is_written(yard: Yard) -> None:
    scattered(yard)
    plan = planned(yard, LONG)
    line = plan.changes[1]
    CollectionDay.objects.filter(pk=line["row"]).update(weekdays=line["now"] | 64)
    with pytest.raises(Conflict) as raised:
        accept_week(plan.pk, MONDAY, by=yard.unit)
    assert raised.value.code == "stale"
    assert str(CollectionDay.objects.get(pk=line["row"]).estate) in str(raised.value.message)
    assert CollectionDay.objects.count() == 4
    choose_line(plan.pk, line["row"], is_taken=False, by=yard.unit)
    accept_week(plan.pk, MONDAY, by=yard.unit)
    assert CollectionDay.objects.count() == 4 + len(plan.changes) - 1


def test_days_entered_for_later_are_not_overlapped(yard: Yard) -> None:
    scattered(yard)
    plan = planned(yard, LONG)
    line = plan.changes[0]
    later = MONDAY + timedelta(days=30)
    CollectionDay.objects.filter(pk=line["row"]).update(until=later)
    CollectionDayFactory(estate_id=line["estate"], estate=None, since=later, at=time(9))
    with pytest.raises(Conflict):
        accept_week(plan.pk, MONDAY, by=yard.unit)


@pytest.mark.parametrize("since", [None, TODAY, TODAY + timedelta(days=6), TODAY + timedelta(days=400)])
def test_from_which_day_on(yard: Yard, since: date | None) -> None:
    scattered(yard)
    plan = planned(yard, 0.3)
    with pytest.raises(Invalid) as raised:
        accept_week(plan.pk, since, by=yard.unit)
    assert raised.value.field == "since"
    assert first_day() == TODAY + timedelta(days=7)


def test_an_empty_week_nobody_to_drive_nowhere_to_unload(yard: Yard) -> None:
    assert codes(planned(yard)) == ([], ["empty"])
    yard.estate(1)
    yard.site.delete()
    assert codes(planned(yard)) == (["site"], ["site"])
    yard.crew.delete()
    assert codes(planned(yard)) == (["crew"], ["crew"])


def test_what_cannot_be_driven_is_left_out_and_said(yard: Yard) -> None:
    yard.estate(1)
    yard.estate(2, latitude=None, longitude=None)
    yard.estate(3, latitude=39.9)
    yard.truck(range_km=None)
    CollectionDayFactory(estate=yard.estate(4), at=time(17))
    plan = planned(yard)
    left = {each["estate"][-3:]: each["code"] for each in plan.drawn["left"]}
    assert (set(left), left["002"]) == ({"002", "003"}, "position")
    assert codes(plan)[1] == ["hours", "range"]
    assert plan.drawn["left_now"] == 2


def test_crews_that_drive_on_too_few_days(yard: Yard) -> None:
    yard.estate(1)
    yard.crew.weekdays = mask_of([0, 3])
    yard.crew.save()
    assert codes(planned(yard)) == (["days"], [])
    row = CollectionDay.objects.get()
    (line,) = planned(yard, times={row.pk: "2"}).lines
    assert line["days"] == mask_of([0, 3])


def test_too_heavy_for_any_truck(yard: Yard) -> None:
    yard.crew.vehicle.capacity_kg = 60
    yard.crew.vehicle.save()
    yard.estate(1)
    plan = planned(yard)
    assert "divided" in codes(plan)[1]
    assert plan.changes == []


def test_who_asks_and_for_what(yard: Yard) -> None:
    estate = yard.estate(1)
    row = CollectionDay.objects.get(estate=estate)
    with pytest.raises(Refused):
        begin_week(yard.operator, WeekDraft(), by=yard.driver)
    for draft, field in (
        (WeekDraft(keeping="never"), "keeping"), (WeekDraft(stream="gold"), "stream"),
        (WeekDraft(stream="residual"), "stream"),
        *((WeekDraft(times={row.pk: said}), f"times{row.pk}") for said in ("0", "8", "two", "²", "-1")),
    ):  # fmt: skip
        with pytest.raises(Invalid) as raised:
            begin_week(yard.operator, draft, by=yard.unit)
        assert raised.value.field == field
    first = begin_week(yard.operator, WeekDraft(), by=yard.unit)
    assert begin_week(yard.operator, WeekDraft(), by=yard.unit) == first


def test_killed_at_work_it_is_worked_out_again(yard: Yard) -> None:
    """What a worker that was killed leaves behind is at work still; the next takes it up from the beginning."""
    scattered(yard)
    plan = begin_week(yard.operator, WeekDraft(), by=yard.unit)
    with mock.patch.object(week_draw, "answer_of", side_effect=SystemExit), pytest.raises(SystemExit):
        work_out_week(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.drawn) == ("running", {})
    for _turn in range(2):
        work_out_week(plan.pk, 0.5)
    plan.refresh_from_db()
    assert (plan.state, len(plan.lines)) == ("ready", 4)


def test_what_fails_says_so_and_another_can_be_asked_for(yard: Yard) -> None:
    plan = begin_week(yard.operator, WeekDraft(), by=yard.unit)
    broken = mock.patch.object(week_draw, "answer_of", side_effect=AssertionError("a limit"))
    with broken, pytest.raises(AssertionError):
        work_out_week(plan.pk)
    plan.refresh_from_db()
    assert plan.state == "failed"
    assert begin_week(yard.operator, WeekDraft(), by=yard.unit) != plan


def test_put_aside_it_is_not_accepted(yard: Yard) -> None:
    scattered(yard)
    plan = planned(yard, 0.3)
    for _turn in range(2):
        drop_week(plan.pk, by=yard.unit)
    with pytest.raises(Conflict):
        accept_week(plan.pk, MONDAY, by=yard.unit)
    other = WeekPlanFactory(operator=yard.operator, state="accepted", since=MONDAY)
    with pytest.raises(Conflict):
        drop_week(other.pk, by=yard.unit)
    with pytest.raises(Missing):
        drop_week(WeekPlanFactory().pk, by=yard.unit)
