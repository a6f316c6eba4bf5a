"""Whose collection a unit may move, and what trucks that are booked already have to do with it."""

from collections.abc import Iterator
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.rounds import call_off
from jiayuan.modules.waste.domain.shifts import change_shift, declare_shift, withdraw_shift
from jiayuan.modules.waste.models import RoundStop
from tests.factories import (
    CollectionDayFactory,
    OrganisationFactory,
    PlaceFactory,
    RoleGrantFactory,
    VehicleFactory,
)
from tests.modules.waste.views.test_operating import client_of
from tests.modules.waste.views.test_shifts import sent as sent_of

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NOW, holder
from .planning.conftest import drawn
from .test_shifts import FRIDAY, SATURDAY, SUNDAY, draft, refusal

pytestmark = pytest.mark.django_db
DISTRICT = "140106"


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        PlaceFactory(path=COMMUNITY)
        yield Yard()


def unit(path: str, *carries: str) -> Actor:
    """Somebody of another unit, which works at this place."""
    place = PlaceFactory(path=path)
    operator = OrganisationFactory(function="sanitation", place=place)
    for each in carries:
        VehicleFactory(operator=operator, carries=each)
    return Actor(person=RoleGrantFactory(role=Role.UNIT_OFFICER, place=place, organisation=operator).person)


class TestWhoseItIs:
    def test_a_unit_of_the_district_moves_what_it_fetches_and_nothing_else(self, yard: Yard) -> None:
        estate, bulky = yard.estate(1), unit(DISTRICT, "bulky")
        CollectionDayFactory(estate=estate, stream="bulky")
        for streams in (["kitchen"], ["kitchen", "bulky"]):
            error = refusal(lambda streams=streams: declare_shift(draft(streams=streams), by=bulky))
            assert (type(error), error.field) == (Invalid, "streams")
            assert f"{estate} 厨余垃圾" in str(error.message)
        made = declare_shift(draft(streams=["bulky"]), by=bulky)
        assert made.operator_id in bulky.reach.organisations(Role.UNIT_OFFICER)

    def test_nor_does_it_change_or_take_back_what_another_moved(self, yard: Yard) -> None:
        yard.estate(1)
        bulky, made = unit(DISTRICT, "bulky"), declare_shift(draft(), by=yard.unit)
        for act in (
            lambda: withdraw_shift(made.pk, by=bulky),
            lambda: change_shift(made.pk, None, "春节", by=bulky),
        ):
            assert isinstance(refusal(act), Invalid)
        made.refresh_from_db()
        assert (made.withdrawn_at, made.to_day) == (None, SUNDAY)
        assert withdraw_shift(made.pk, by=holder(Role.DISTRICT_OFFICER, DISTRICT)).withdrawn_at

    def test_who_works_for_two_declares_it_for_the_one_that_fetches(self, yard: Yard) -> None:
        first, second = yard, Yard()
        RoleGrantFactory(
            person=first.unit.person, role=Role.UNIT_OFFICER, place=second.operator.place,
            organisation=second.operator,
        )  # fmt: skip
        both = Actor(person=first.unit.person)
        CollectionDayFactory(estate=first.estate(1), stream="residual")
        second.truck(carries="residual")
        for stream, operator in (("kitchen", first.operator), ("residual", second.operator)):
            assert declare_shift(draft(streams=[stream]), by=both).operator == operator
        later = draft(day=SATURDAY, to_day=None, streams=["kitchen", "residual"])
        assert refusal(lambda: declare_shift(later, by=both)).field == "streams"

    def test_the_page_offers_what_the_unit_fetches(self, yard: Yard) -> None:
        yard.estate(1)
        declare_shift(draft(), by=yard.unit)
        url = "/console/waste/shifts/"
        own, other, idle = (
            client_of(each).get(url).content.decode()
            for each in (yard.unit, unit(DISTRICT, "bulky"), unit(DISTRICT))
        )
        parts = ('value="kitchen"', 'value="bulky"', "/withdraw/", 'id="shift-form"', "春节")
        assert [each in own for each in parts] == [True, False, True, True, True]
        assert [each in other for each in parts] == [False, True, False, True, True]
        assert [each in idle for each in parts] == [False, False, False, False, True]
        sent = sent_of(day=SATURDAY.isoformat(), to_day="", places=[ESTATE])
        assert client_of(unit(DISTRICT, "bulky")).post(url, sent).status_code == 422


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
