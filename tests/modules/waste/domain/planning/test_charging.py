"""A truck whose battery does not reach the day is charged between its trips, and its driver sees where and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.standing import standing_of
from jiayuan.modules.waste.models import Round
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW

from .test_plans import TOMORROW, codes, drawn

pytestmark = pytest.mark.django_db
NOON = {"trip": 1, "name": "处理厂", "at": 43_200, "until": 45_000, "latitude": 37.81, "longitude": 112.57}


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def two_trips(yard: Yard, **vehicle: Any) -> None:
    """Two estates of 2.5 t each for a truck of 3 t: 44 kilometres, of which it reaches 35."""
    for number in (1, 2):
        RoundStopFactory(
            estate=yard.estate(number), day=TODAY - timedelta(days=7), kg=2500, state="done", ended_at=NOW,
            round__vehicle__operator=yard.operator,
        )  # fmt: skip
    for name, value in ({"range_km": 35} | vehicle).items():
        setattr(yard.crew.vehicle, name, value)
    yard.crew.vehicle.save()


def test_without_charging_one_estate_is_left(yard: Yard) -> None:
    two_trips(yard)
    assert codes(drawn(yard, seconds=1.5)) == (["fleet"], [])


@pytest.mark.parametrize("at_the_site", [True, False])
def test_it_is_charged_at_the_site_or_in_its_yard(yard: Yard, at_the_site: bool) -> None:
    two_trips(yard, charging_minutes=60)
    yard.site.has_chargers = at_the_site
    yard.site.save()
    plan = drawn(yard, seconds=1.5)
    assert codes(plan) == ([], [])
    (only,) = plan.drawn["rounds"]
    (charge,) = only["charges"]
    assert (charge["trip"], charge["name"]) == (1, yard.site.name if at_the_site else "")
    assert 0 < charge["until"] - charge["at"] < 60 * 60
    second = next(each for each in only["stops"] if each["trip"] == 2)
    assert charge["until"] < second["at"]
    accept_plan(plan.pk, by=yard.unit)
    assert Round.objects.get(day=TOMORROW).charges == [charge]


def test_its_driver_sees_where_and_when(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    Round.objects.filter(pk=found.pk).update(charges=[NOON, NOON | {"trip": 2, "name": ""}])
    client = Client()
    client.force_login(yard.driver.person)
    with override("zh-hans"):
        page = client.get("/round/").content.decode()
    assert "第 1 趟之后：到处理厂充电，约 12:00–12:30" in page
    assert "第 2 趟之后：回停车场充电" in page


def test_after_a_charge_the_rest_of_the_day_has_the_whole_range(yard: Yard) -> None:
    found = yard.round(yard.estate(1), yard.estate(2))
    found.stops.filter(position=2).update(trip=2, expected_at=NOW + timedelta(hours=2))
    (before,) = standing_of(yard.operator, TODAY).drivers
    Round.objects.filter(pk=found.pk).update(charges=[NOON])
    (after,) = standing_of(yard.operator, TODAY).drivers
    assert before.range_km < after.range_km == found.vehicle.range_km
    assert (after.latitude, after.longitude) == (NOON["latitude"], NOON["longitude"])
    assert f"{after.starts_at:%H:%M}" == "12:30"


def test_a_new_plan_of_the_rest_keeps_the_charge_of_the_trip_that_is_driven(yard: Yard) -> None:
    estates = [yard.estate(number) for number in (1, 2)]
    found = yard.round(*estates)
    found.stops.filter(position=2).update(trip=2, expected_at=NOW + timedelta(hours=2))
    Round.objects.filter(pk=found.pk).update(charges=[NOON, NOON | {"trip": 2}])
    accept_plan(drawn(yard, TODAY, seconds=1).pk, by=yard.unit)
    found.refresh_from_db()
    assert found.charges == [NOON]
    assert not drawn(yard, TOMORROW).drawn["rounds"][0]["charges"]
