"""What a weekly plan is not accepted for, in the console: it is said why, with names, and nothing is written."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.modules.waste.domain.planning.week_accept import first_day
from jiayuan.modules.waste.domain.rounds import call_off
from jiayuan.modules.waste.models import CollectionDay, Vehicle, WeekPlan
from tests.factories import (
    CollectionDayFactory,
    OrganisationFactory,
    PlaceFactory,
    RoundStopFactory,
    VehicleFactory,
)
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import COMMUNITY, NOW

from .test_operating import client_of
from .test_weeks import MONDAY, WEEKS, ready

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        yield Yard()


def accepted(yard: Yard, plan: WeekPlan, since: date = MONDAY) -> Any:
    return client_of(yard.unit).post(f"{WEEKS}{plan.pk}/accept/", {"since": since.isoformat()})


def written() -> int:
    return CollectionDay.objects.filter(weekdays=mask_of([0, 3])).count()


@pytest.mark.parametrize("has_older", [False, True])
def test_days_that_begin_later_are_not_changed_before(yard: Yard, has_older: bool) -> None:
    """They would come back on their day, and residents were told for good."""
    plan = ready(yard, 1)
    row = CollectionDay.objects.get()
    if has_older:
        CollectionDayFactory(estate=row.estate, since=row.since, until=MONDAY)
    CollectionDay.objects.filter(pk=row.pk).update(since=MONDAY)
    page = accepted(yard, plan, first_day())
    words = page.content.decode()
    assert (page.status_code, "请选11月16日" in words, str(row.estate) in words) == (422, True, True)
    assert written() == 0
    assert accepted(yard, plan).status_code == 302
    assert [each.weekdays for each in CollectionDay.objects.on(MONDAY)] == [mask_of([0, 3])]


def test_an_end_that_was_entered_meanwhile_is_not_undone(yard: Yard) -> None:
    plan = ready(yard, 1)
    CollectionDay.objects.update(until=MONDAY + timedelta(days=14))
    assert (accepted(yard, plan).status_code, written()) == (409, 0)


def test_a_unit_whose_vehicle_ended_sets_no_days(yard: Yard) -> None:
    plan = ready(yard, 1)
    Vehicle.objects.update(until=MONDAY)
    page = accepted(yard, plan)
    assert (page.status_code, written()) == (409, 0)
    assert "11月16日" in page.content.decode()


def test_what_a_nearer_unit_fetches_by_then_is_named_and_can_be_left_out(yard: Yard) -> None:
    plan = ready(yard, 2)
    first, second = CollectionDay.objects.order_by("pk")
    nearer = OrganisationFactory(function="sanitation", place=first.estate)
    VehicleFactory(operator=nearer, since=MONDAY)
    page = accepted(yard, plan)
    assert (page.status_code, written()) == (409, 0)
    assert f"11月16日（周一），本单位已不收运：{first.estate} 厨余垃圾。" in page.content.decode()
    client_of(yard.unit).post(f"{WEEKS}{plan.pk}/skip/", {"row": first.pk})
    assert accepted(yard, plan).status_code == 302
    assert CollectionDay.objects.get(since=MONDAY).estate == second.estate


def test_trucks_that_are_booked_by_the_old_days_come_first(yard: Yard) -> None:
    plan = ready(yard, 1)
    estate = CollectionDay.objects.get().estate
    booked = yard.round(estate, day=TUESDAY, state="planned")
    page = accepted(yard, plan)
    assert (page.status_code, "11月17日" in page.content.decode(), written()) == (409, True, 0)
    call_off(booked.pk, by=yard.unit)
    assert accepted(yard, plan).status_code == 302


def test_trucks_before_that_day_or_for_something_else_are_none_of_them(yard: Yard) -> None:
    plan = ready(yard, 1)
    estate = CollectionDay.objects.get().estate
    yard.round(estate, day=MONDAY - timedelta(days=1), state="planned")
    other = yard.truck(carries="residual")
    RoundStopFactory(
        round=yard.round(crew=other, day=TUESDAY, state="planned"), estate=estate, site=yard.site
    )
    yard.round(PlaceFactory(path=f"{COMMUNITY}009", kind="estate"), day=TUESDAY, state="planned")
    assert accepted(yard, plan).status_code == 302


def test_what_changes_later_has_no_field_for_its_number(yard: Yard) -> None:
    row = CollectionDay.objects.get(estate=yard.estate(1))
    url = f"{WEEKS}?stream=kitchen"
    assert f'name="times{row.pk}"' in client_of(yard.unit).get(url).content.decode()
    CollectionDayFactory(estate=row.estate, at=time(17), since=MONDAY + timedelta(days=14))
    page = client_of(yard.unit).get(url).content.decode()
    assert (f'name="times{row.pk}"' in page, "之后有变动" in page) == (False, True)


def test_a_plan_at_work_can_be_put_aside(yard: Yard) -> None:
    yard.estate(1)
    client = client_of(yard.unit)
    url = client.post(WEEKS, {"keeping": "any"})["Location"]
    assert f'action="{url}drop/"' in client.get(url).content.decode()
    assert client.post(f"{url}drop/").status_code == 302
    assert WeekPlan.objects.get().state == "dropped"


def test_numbers_of_thousands_of_digits_are_none(yard: Yard) -> None:
    row, digits = CollectionDay.objects.get(estate=yard.estate(1)), "9" * 5_000
    client, asked = client_of(yard.unit), {"stream": "kitchen", "keeping": "any"}
    for sent, status in (({f"times{row.pk}": digits}, 422), ({f"times{digits}": "3"}, 302)):
        body = urlencode(asked | sent)
        page = client.post(f"{WEEKS}?stream=kitchen", body, "application/x-www-form-urlencoded")
        assert page.status_code == status
