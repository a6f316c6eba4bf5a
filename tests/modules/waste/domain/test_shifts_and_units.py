"""Bin days that are moved while trucks are booked, or their rounds drawn."""

from collections.abc import Iterator
from typing import Any

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.rounds import call_off
from jiayuan.modules.waste.domain.shifts import change_shift, declare_shift, withdraw_shift
from jiayuan.modules.waste.models import RoundStop
from tests.factories import PlaceFactory

from ..operating import Yard
from ..scene import COMMUNITY, NOW
from .planning.conftest import drawn
from .test_shifts import FRIDAY, SATURDAY, SUNDAY, draft, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        PlaceFactory(path=COMMUNITY)
        yield Yard()


class TestBookedTrucks:
    def test_on_the_day_to_which_it_was_moved_they_come_first(self, yard: Yard) -> None:
        """It would be fetched on both days."""
        estate = yard.estate(1)
        made = declare_shift(draft(), by=yard.unit)
        booked = yard.round(estate, day=SUNDAY, state="planned")
        for act in (
            lambda: withdraw_shift(made.pk, by=yard.unit),
            lambda: change_shift(made.pk, SATURDAY, "春节", by=yard.unit),
            lambda: change_shift(made.pk, None, "春节", by=yard.unit),
        ):
            error = refusal(act)
            assert (type(error), error.code) == (Conflict, "planned")
            assert "11月8日" in str(error.message)
        assert change_shift(made.pk, SUNDAY, "除夕", by=yard.unit).occasion == "除夕"
        call_off(booked.pk, by=yard.unit)
        assert change_shift(made.pk, SATURDAY, "除夕", by=yard.unit).to_day == SATURDAY
        assert withdraw_shift(made.pk, by=yard.unit).withdrawn_at

    def test_for_other_places_or_streams_they_may_stay(self, yard: Yard) -> None:
        made = declare_shift(draft(places=[yard.estate(1).pk]), by=yard.unit)
        yard.round(yard.estate(2), day=SUNDAY, state="planned")
        assert withdraw_shift(made.pk, by=yard.unit).withdrawn_at


class TestADayThatIsPlanned:
    @pytest.mark.parametrize("day", [FRIDAY, SUNDAY])
    def test_what_was_drawn_before_a_day_was_moved_is_old(self, yard: Yard, day: Any) -> None:
        """Of the day from which it is moved, and of the day to which it is."""
        yard.estate(1)
        plan = drawn(yard, day)
        made = declare_shift(draft(), by=yard.unit)
        assert refusal(lambda: accept_plan(plan.pk, by=yard.unit)).code == "stale"
        plan = drawn(yard, day)
        withdraw_shift(made.pk, by=yard.unit)
        assert refusal(lambda: accept_plan(plan.pk, by=yard.unit)).code == "stale"
        accept_plan(drawn(yard, day).pk, by=yard.unit)

    def test_another_day_stays_as_it_was_drawn(self, yard: Yard) -> None:
        yard.estate(1)
        plan = drawn(yard, SATURDAY)
        declare_shift(draft(), by=yard.unit)
        accept_plan(plan.pk, by=yard.unit)
        assert RoundStop.objects.get().day == SATURDAY
