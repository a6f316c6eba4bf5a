"""What a plan drives in all, beside last week's rounds; and the page that shows both."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.models import RoundPlan
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        found = Yard()
        found.estates = [found.estate(number) for number in (1, 2, 3)]
        yield found


def drawn(yard: Yard) -> RoundPlan:
    plan = begin_plan(yard.operator, TOMORROW, by=yard.unit)
    work_out(plan.pk, 0.4)
    plan.refresh_from_db()
    return plan


def last_week(yard: Any) -> None:
    found = yard.round(yard.estates[0], day=TOMORROW - timedelta(days=7), state="finished", ended_at=NOW)
    RoundStopFactory(round=found, estate=yard.estates[1], position=2, site=yard.site)


def test_a_plan_alone_says_what_it_drives(yard: Any, settings: Any, sign_in: Any) -> None:
    settings.TRUCK_GRAMS_KM = 500
    plan = drawn(yard)
    found = plan.drawn["effort"]
    assert (found["trucks"], found["trips"], found["stops"]) == (1, 1, 3)
    assert found["metres"] == sum(each["metres"] for each in plan.drawn["rounds"])
    assert found["grams"] == found["metres"] * 500 // 1_000
    assert plan.drawn["before"] is None
    page = sign_in(yard.unit.person).get(reverse("console-waste-plan", args=[plan.pk])).content.decode()
    assert f"{found['metres'] / 1_000:.1f}" in page
    assert "上周的班次" not in page
    assert "二氧化碳" in page


def test_it_stands_beside_last_week_with_the_loads_of_this_day(yard: Any, sign_in: Any) -> None:
    last_week(yard)
    plan = drawn(yard)
    before, found = plan.drawn["before"], plan.drawn["effort"]
    assert (before["stops"], found["stops"]) == (2, 3)
    assert 0 < before["metres"] <= found["metres"]
    page = sign_in(yard.unit.person).get(reverse("console-waste-plan", args=[plan.pk])).content.decode()
    assert "上周的班次" in page
    assert "二氧化碳" not in page


def test_an_empty_day_compares_nothing(yard: Any, sign_in: Any) -> None:
    plan = RoundPlan.objects.create(
        operator=yard.operator, day=TOMORROW, asked_by=yard.unit.person, state="ready", finished_at=NOW,
        drawn={"rounds": [], "left": [], "notes": [], "is_rest": False},
    )  # fmt: skip
    assert sign_in(yard.unit.person).get(reverse("console-waste-plan", args=[plan.pk])).status_code == 200
