"""What an ordinary change of staff, of trucks or of units does to a day that is planned already."""

from datetime import time, timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.modules.waste.domain.crews import CrewDraft, add_crew, end_crew
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.rounds import change_driver
from jiayuan.modules.waste.interfaces.plan_words import seen_of
from jiayuan.modules.waste.models import Crew, Round, RoundPlan, RoundStop, Vehicle
from tests.factories import OrganisationFactory, PlaceFactory, RoleGrantFactory, SiteFactory, VehicleFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import COMMUNITY, NOW

from .conftest import drawn

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def accepted(yard: Yard, day: Any = TOMORROW) -> RoundPlan:
    return accept_plan(drawn(yard, day).pk, by=yard.unit)


def replaced(yard: Yard, crew: Crew, vehicle: Vehicle, driver: int) -> Crew:
    """This crew ends today, and another begins at its hours."""
    end_crew(crew.vehicle_id, crew.pk, TODAY, by=yard.unit)
    return add_crew(vehicle.pk, CrewDraft(driver, 127, crew.starts_at, crew.ends_at), by=yard.unit)


def test_a_driver_on_another_truck_takes_over_what_was_planned(yard: Yard) -> None:
    estate = yard.estate(1)
    accepted(yard)
    first, other = Round.objects.get(), VehicleFactory(operator=yard.operator)
    crew = replaced(yard, yard.crew, other, yard.crew.driver_id)
    accepted(yard)
    first.refresh_from_db()
    made = Round.objects.live().get()
    assert (first.state, made.vehicle, made.driver, made.crew) == (
        "called_off",
        other,
        yard.crew.driver,
        crew,
    )
    assert made.stops.get(state="waiting").estate == estate
    assert first.stops.get().state == "moved"


def test_a_truck_in_the_workshop_leaves_no_round_behind(yard: Yard) -> None:
    yard.estate(1)
    accepted(yard)
    first = Round.objects.get()
    end_crew(yard.crew.vehicle_id, yard.crew.pk, TODAY, by=yard.unit)
    yard.truck()
    accepted(yard)
    first.refresh_from_db()
    assert first.state == "called_off"
    assert RoundStop.objects.taking().get().round.driver != yard.crew.driver


def test_another_driver_is_on_the_plan_and_on_the_round(yard: Yard) -> None:
    yard.estate(1)
    accepted(yard)
    other = yard.holder(Role.DRIVER)
    end_crew(yard.crew.vehicle_id, yard.crew.pk, TODAY, by=yard.unit)
    draft = CrewDraft(other.person.pk, 127, yard.crew.starts_at, time(18))
    crew = add_crew(yard.crew.vehicle_id, draft, by=yard.unit)
    plan = drawn(yard)
    assert [each.driver for each in seen_of(plan).rounds] == [other.person]
    accept_plan(plan.pk, by=yard.unit)
    found = Round.objects.get()
    assert (found.driver, found.crew, found.ends_at) == (other.person, crew, time(18))
    assert [each.pk for each in Round.objects.driven_by(other)] == [found.pk]
    assert not Round.objects.driven_by(yard.driver).exists()


def test_two_drivers_change_places(yard: Yard) -> None:
    yard.estate(1), yard.estate(2, stream="residual")
    second = yard.truck(carries="residual")
    accepted(yard)
    one, two = yard.crew.driver_id, second.driver_id
    end_crew(second.vehicle_id, second.pk, TODAY, by=yard.unit)
    replaced(yard, yard.crew, yard.crew.vehicle, two)
    add_crew(second.vehicle_id, CrewDraft(one, 127, second.starts_at, second.ends_at), by=yard.unit)
    accepted(yard)
    rows = dict(Round.objects.values_list("vehicle", "driver"))
    assert rows == {yard.crew.vehicle_id: two, second.vehicle_id: one}


def test_who_stands_in_for_a_day_stays_when_it_is_planned_anew(yard: Yard) -> None:
    yard.estate(1)
    accepted(yard)
    other = yard.holder(Role.DRIVER)
    change_driver(Round.objects.get().pk, other.person.pk, by=yard.unit)
    yard.estate(2)
    plan = drawn(yard)
    assert [each.driver for each in seen_of(plan).rounds] == [other.person]
    accept_plan(plan.pk, by=yard.unit)
    assert (Round.objects.get().driver, RoundStop.objects.count()) == (other.person, 2)


def test_who_stands_in_elsewhere_is_not_given_a_second_truck(yard: Yard) -> None:
    yard.estate(1)
    accepted(yard)
    other = yard.truck()
    change_driver(Round.objects.get().pk, other.driver_id, by=yard.unit)
    plan = drawn(yard)
    assert [each["code"] for each in plan.drawn["notes"]] == ["busy"]
    assert other.vehicle.plate in str(seen_of(plan).notes[0])


def test_who_may_change_the_driver_and_to_whom(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    other = yard.truck()
    with pytest.raises(Refused):
        change_driver(found.pk, other.driver_id, by=yard.driver)
    with pytest.raises(Invalid):
        change_driver(found.pk, Yard().driver.pk or 0, by=yard.unit)
    yard.round(yard.estate(2), crew=other)
    with pytest.raises(Conflict) as raised:
        change_driver(found.pk, other.driver_id, by=yard.unit)
    assert (raised.value.field, other.vehicle.plate in str(raised.value.message)) == ("driver", True)
    over = yard.round(crew=yard.truck(), state="finished")
    with pytest.raises(Conflict):
        change_driver(over.pk, yard.holder(Role.DRIVER).person.pk, by=yard.unit)


class Neighbours:
    """Two units that work at one place, with a truck of the same stream each."""

    def __init__(self, place: str) -> None:
        self.one, self.two = Yard(), Yard()
        self.two.operator = OrganisationFactory(function="sanitation", place=PlaceFactory(path=place))
        grant = RoleGrantFactory(
            role=Role.UNIT_OFFICER, place=self.two.operator.place, organisation=self.two.operator
        )
        self.two.unit = Actor(person=grant.person)
        SiteFactory(operator=self.two.operator)
        self.two.truck()


@pytest.mark.parametrize(("place", "whose"), [(COMMUNITY[:9], "one"), (COMMUNITY, "two")])
def test_an_estate_and_stream_have_one_operator(place: str, whose: str) -> None:
    """Of two at one place the first; of two that are nested the nearer."""
    with at(NOW):
        both = Neighbours(place)
        estate = both.one.estate(1)
        plans = [drawn(each) for each in (both.one, both.two)]
        for each, by in zip(plans, (both.one.unit, both.two.unit), strict=True):
            accept_plan(each.pk, by=by)
        stop = RoundStop.objects.taking().get(estate=estate)
        assert stop.round.operator == getattr(both, whose).operator


def test_what_another_unit_took_since_makes_a_plan_old() -> None:
    """A nearer unit began after this day was planned: what was taken by then stays where it is."""
    with at(NOW):
        both = Neighbours(COMMUNITY)
        both.one.estate(1)
        Vehicle.objects.filter(operator=both.two.operator).update(since=TOMORROW + timedelta(days=1))
        plan = drawn(both.one)
        Vehicle.objects.filter(operator=both.two.operator).update(since=TODAY)
        accepted(both.two)
        with pytest.raises(Conflict) as raised:
            accept_plan(plan.pk, by=both.one.unit)
        assert raised.value.code == "stale"
        assert RoundStop.objects.count() == 1
