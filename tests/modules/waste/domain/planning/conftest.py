"""A unit at the scene's hour, and its plan of a day, worked out and ready to be looked at."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.models import RoundPlan
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        yield Yard()


def drawn(yard: Yard, day: date = TODAY + timedelta(days=1)) -> RoundPlan:
    plan = begin_plan(yard.operator, day, by=yard.unit)
    work_out(plan.pk, 0.4)
    plan.refresh_from_db()
    assert plan.state == "ready"
    return plan
