"""Race pairs on PostgreSQL: the days of estates, set by two at once."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, time, timedelta
from threading import Event
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.foundation.common import locking
from jiayuan.modules.waste.domain import days
from jiayuan.modules.waste.domain.days import DayDraft, set_day
from jiayuan.modules.waste.domain.planning import week_accept
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.week_accept import accept_week
from jiayuan.modules.waste.models import CollectionDay, RoundStop, WeekPlan
from tests.factories import WeekPlanFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW, worker
from tests.services.cases.domain.test_races import together

from .test_races_of_rounds import as_it_was, drawn

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MONDAY = date(2026, 11, 16)
LATER = MONDAY + timedelta(days=7)


@pytest.fixture
def yard(monkeypatch: pytest.MonkeyPatch) -> Yard:
    from jiayuan.foundation.clock import now as clock
    from tests.browser.watch import Watch

    monkeypatch.setattr(clock, "_set", Watch(NOW))
    return Yard()


def ready(yard: Yard) -> WeekPlan:
    """One estate, on Monday and Thursday instead of every day."""
    estate = yard.estate(1)
    row = CollectionDay.objects.get(estate=estate)
    line = {"row": row.pk, "estate": estate.pk, "stream": "kitchen", "at": f"{row.at:%H:%M}", "now": row.weekdays,
            "days": mask_of([0, 3]), "kg": 1.0, "kg_now": 1.0, "why": ""}  # fmt: skip
    made: Any = WeekPlanFactory(operator=yard.operator, drawn={"lines": [line], "days": []})
    return WeekPlan.objects.get(pk=made.pk)


def no_lock(*_what: Any) -> None:
    """As if nobody waited for anybody."""


def unguarded() -> ExitStack:
    stack = ExitStack()
    for place in (locking, week_accept, days):
        stack.enter_context(mock.patch.object(place, "lock_rows", no_lock))
    return stack


def in_turn(checked: Event, written: Event) -> Any:
    """Whoever checks first goes on once the other has written."""
    ask, turn = week_accept.check_lines, iter([True])

    def asked(*given: Any) -> None:
        ask(*given)
        if next(turn, False):
            checked.set()
            written.wait(timeout=20)

    return mock.patch.object(week_accept, "check_lines", asked)


def after(event: Event, act: Callable[[], Any], said: Event) -> Callable[[], Any]:
    def acts() -> None:
        event.wait(timeout=20)
        try:
            act()
        finally:
            said.set()

    return acts


class TestTwoAcceptFromDifferentDays:
    def race(self, yard: Yard) -> Any:
        plan, other = ready(yard), yard.holder(Role.UNIT_OFFICER)
        return [
            lambda: accept_week(plan.pk, MONDAY, by=yard.unit),
            lambda: accept_week(plan.pk, LATER, by=other),
        ]

    def begun(self) -> list[date]:
        rows = CollectionDay.objects.filter(since__gte=MONDAY).order_by("since")
        return list(rows.values_list("since", flat=True))

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        race = self.race(yard)
        assert together(*race) == {"done": 1, "Conflict": 1}
        assert self.begun() == [WeekPlan.objects.get().since]

    def test_guard_off_it_begins_twice(self, yard: Yard) -> None:
        first, second = self.race(yard)
        checked, written = Event(), Event()
        with unguarded(), in_turn(checked, written):
            assert together(first, after(checked, second, written)) == {"done": 2}
        assert self.begun() == [MONDAY, LATER]


class TestAcceptedWhileTheCommunityChangesADay:
    def race(self, yard: Yard) -> Any:
        plan = ready(yard)
        estate, keeper = plan.lines[0]["estate"], worker()
        draft = DayDraft("kitchen", mask_of([6]), time(9), MONDAY)
        return [
            lambda: accept_week(plan.pk, MONDAY, by=yard.unit), lambda: set_day(estate, draft, by=keeper)
        ]  # fmt: skip

    def test_guard_on_what_the_community_set_stands(self, yard: Yard) -> None:
        """Whoever comes first: the plan finds the days changed, or the community changes those of the plan."""
        ended = together(*self.race(yard))
        assert ended["done"] + ended["Conflict"] == 2
        assert [each.weekdays for each in CollectionDay.objects.on(MONDAY)] == [mask_of([6])]

    def test_guard_off_it_is_overwritten(self, yard: Yard) -> None:
        accept, change = self.race(yard)
        checked, written = Event(), Event()
        with unguarded(), in_turn(checked, written):
            assert together(accept, after(checked, change, written)) == {"done": 2}
        assert [each.weekdays for each in CollectionDay.objects.on(MONDAY)] == [mask_of([0, 3])]


class TestAcceptedWhileRoundsAreSet:
    """Of a day on which the new days hold: its trucks go where they are fetched by then."""

    def race(self, yard: Yard) -> Any:
        plan = ready(yard)
        rounds = drawn(yard, MONDAY)
        return [
            lambda: accept_plan(rounds.pk, by=yard.unit), lambda: accept_week(plan.pk, MONDAY, by=yard.unit)
        ]  # fmt: skip

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        assert together(*self.race(yard)) == {"done": 1, "Conflict": 1}
        assert RoundStop.objects.exists() != CollectionDay.objects.filter(since=MONDAY).exists()

    def test_guard_off_a_truck_is_booked_by_days_that_are_gone(self, yard: Yard) -> None:
        rounds, week = self.race(yard)
        with mock.patch.object(week_accept, "lock_day", no_lock), as_it_was() as (read, written):
            assert together(rounds, after(read, week, written)) == {"done": 2}
        assert RoundStop.objects.get().call.until == MONDAY
