"""Race pairs on PostgreSQL: a bin day is moved while the rounds of that day, or of the other, are set."""

from typing import Any
from unittest import mock

import pytest

from jiayuan.modules.waste.domain import shifts
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.shifts import declare_shift, withdraw_shift
from jiayuan.modules.waste.models import RoundStop, Shift
from tests.factories import PlaceFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import COMMUNITY, NOW
from tests.services.cases.domain.test_races import together

from .test_races_of_rounds import as_it_was, drawn, no_lock
from .test_races_of_weeks import after
from .test_shifts import FRIDAY, SUNDAY, draft

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def yard(monkeypatch: pytest.MonkeyPatch) -> Yard:
    from jiayuan.foundation.clock import now as clock
    from tests.browser.watch import Watch

    monkeypatch.setattr(clock, "_set", Watch(NOW))
    PlaceFactory(path=COMMUNITY)
    return Yard()


def at_once(accept: Any, move: Any) -> dict[str, int]:
    """The rounds are set by the day as it stood before it was moved, and nobody waits for anybody."""
    with mock.patch.object(shifts, "lock_days", no_lock), as_it_was() as (read, written):
        return dict(together(accept, after(read, move, written)))


class TestMovedAwayWhileItIsPlanned:
    def race(self, yard: Yard) -> Any:
        yard.estate(1)
        plan = drawn(yard, FRIDAY)
        return (
            lambda: accept_plan(plan.pk, by=yard.unit), lambda: declare_shift(draft(), by=yard.unit)
        )  # fmt: skip

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        assert together(*self.race(yard)) == {"done": 1, "Conflict": 1}
        assert RoundStop.objects.exists() != Shift.objects.exists()

    def test_guard_off_trucks_come_on_the_day_that_was_moved(self, yard: Yard) -> None:
        assert at_once(*self.race(yard)) == {"done": 2}
        assert RoundStop.objects.get().day == Shift.objects.get().day


class TestTakenBackWhileTheOtherDayIsPlanned:
    def race(self, yard: Yard) -> Any:
        yard.estate(1).collection_days.update(weekdays=1 << FRIDAY.weekday())
        made = declare_shift(draft(), by=yard.unit)
        plan = drawn(yard, SUNDAY)
        return (
            lambda: accept_plan(plan.pk, by=yard.unit), lambda: withdraw_shift(made.pk, by=yard.unit)
        )  # fmt: skip

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        assert together(*self.race(yard)) == {"done": 1, "Conflict": 1}
        assert RoundStop.objects.exists() == (Shift.objects.get().withdrawn_at is None)

    def test_guard_off_it_is_fetched_on_both_days(self, yard: Yard) -> None:
        assert at_once(*self.race(yard)) == {"done": 2}
        assert (RoundStop.objects.get().day, Shift.objects.get().withdrawn_at is None) == (SUNDAY, False)
