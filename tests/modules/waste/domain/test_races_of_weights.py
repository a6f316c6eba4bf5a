"""Race pairs on PostgreSQL: a flag is explained while the week that it is of is worked out again."""

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.modules.waste.domain import weeks
from jiayuan.modules.waste.domain.looking import look_into
from jiayuan.modules.waste.domain.weeks import close_week
from jiayuan.modules.waste.models import WeekWeight
from tests.factories import RoundStopFactory, WeekWeightFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW, worker
from tests.racing import until
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WEEK = date(2026, 10, 26)
Looked = Callable[[date], set[tuple[str, str]]]


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> WeekWeight:
    """A weight that was out of the ordinary, and after a correction is not."""
    from jiayuan.foundation.clock import now as clock
    from tests.browser.watch import Watch

    monkeypatch.setattr(clock, "_set", Watch(NOW))
    yard = Yard()
    estate = yard.estate(1)
    found = yard.round(day=WEEK, state="finished")
    RoundStopFactory(
        round=found, estate=estate, day=WEEK, site=yard.site, position=1, state="done", kg=100, ended_at=NOW
    )
    made: Any = WeekWeightFactory(estate=estate, stream="kitchen", week=WEEK, kg=900, flag="jump")
    return WeekWeight.objects.get(pk=made.pk)


def raced(row: WeekWeight, ask: Looked) -> dict[str, int]:
    """Explained after the week has read what is explained, and before it is written."""
    read, said = Event(), Event()

    def looked(week: date) -> set[tuple[str, str]]:
        found = ask(week)
        read.set()
        until(said)
        return found

    def explain() -> None:
        read.wait(timeout=20)
        try:
            look_into(row.pk, "once", "", by=worker())
        finally:
            said.set()

    with mock.patch.object(weeks, "_looked_at", looked):
        done = together(lambda: close_week(WEEK), explain)
    row.refresh_from_db()
    return done


def test_guard_on_the_later_one_finds_it_settled(row: WeekWeight) -> None:
    assert raced(row, weeks._looked_at) == {"done": 1, "Conflict": 1}
    assert (row.kg, row.flag, row.looked_at) == (100, "", None)


def test_guard_off_the_week_is_not_worked_out(row: WeekWeight) -> None:
    with pytest.raises(IntegrityError):
        raced(row, lambda _week: set())
    row.refresh_from_db()
    assert (row.kg, row.flag, row.finding) == (900, "jump", "once")
