"""A plan that nobody works out any more does not keep the unit from asking for another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning import draw, week_draw
from jiayuan.modules.waste.limits import AT_WORK
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db


def day(yard: Yard) -> Any:
    return draw.begin_plan(yard.operator, TODAY + timedelta(days=1), by=yard.unit)


def week(yard: Yard) -> Any:
    return week_draw.begin_week(yard.operator, week_draw.WeekDraft(), by=yard.unit)


@pytest.mark.parametrize(("begin", "work_out"), [(day, draw.work_out), (week, week_draw.work_out_week)])
def test_after_a_while_another_takes_its_place(
    yard: Yard, begin: Callable[[Yard], Any], work_out: Callable[..., None]
) -> None:
    first = begin(yard)
    with at(NOW + AT_WORK):
        assert begin(yard) == first
    with at(NOW + AT_WORK + timedelta(minutes=1)):
        other = begin(yard)
    assert other != first
    for each in (first, other):
        work_out(each.pk, 0.3)
        each.refresh_from_db()
    assert (first.state, first.drawn, other.state) == ("dropped", {}, "ready")


def test_a_plan_of_a_day_at_work_can_be_put_aside(yard: Yard) -> None:
    client, plan = client_of(yard.unit), day(yard)
    url = f"/console/waste/plans/{plan.pk}/"
    assert f'action="{url}drop/"' in client.get(url).content.decode()
    assert client.post(f"{url}drop/").status_code == 302
    plan.refresh_from_db()
    assert plan.state == "dropped"
