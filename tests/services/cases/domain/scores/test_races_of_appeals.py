"""Race pairs on PostgreSQL: a line is appealed once, an appeal is decided once, and never half within a month."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.db.models.signals import post_save, pre_save

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.scores import deciding, freezing
from jiayuan.services.cases.domain.scores.appealing import appeal_line
from jiayuan.services.cases.domain.scores.deciding import decide_appeal
from jiayuan.services.cases.domain.scores.freezing import freeze_month, is_intact
from jiayuan.services.cases.models import Appeal, AppealQuerySet, ScoreCorrection, ScoreLine, ScoreMonth
from tests.racing import until
from tests.services.cases.domain.scores.test_appeals import NEXT, SOON
from tests.services.cases.domain.scores.test_freezing import APRIL, FROZEN, MARCH, closed
from tests.services.cases.domain.test_races import together
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late() -> Story:
    story = closed(days=4)
    with at(FROZEN):
        freeze_month(MARCH)
    return story


def appeal_twice(late: Story) -> Counter[str]:
    """The unit and the desk at the same moment: both have looked when the first writes."""
    barrier, line = Barrier(2), ScoreLine.objects.get()

    def meet(**_kwargs: Any) -> None:
        barrier.wait(timeout=20)

    def job(by: Any) -> None:
        with at(SOON):
            appeal_line(line.pk, "times", "当天就修好了", by=by)

    people = (late.handler, late.worker)
    assert all(each.reach for each in people)
    pre_save.connect(meet, sender=Appeal)
    try:
        return together(*[lambda by=by: job(by) for by in people])
    finally:
        pre_save.disconnect(meet, sender=Appeal)


class TestOneAppealALine:
    def test_guard_on_holds(self, late: Story) -> None:
        assert appeal_twice(late) == {"done": 1, "Conflict": 1}
        assert Appeal.objects.count() == 1
        assert Entry.objects.filter(action="cases.appeal").count() == 1

    def test_guard_off_breaks(self, late: Story) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_appeal DROP CONSTRAINT cases_one_appeal_a_line")
        try:
            appeal_twice(late)
            assert Appeal.objects.count() == 2
        finally:
            Appeal.objects.all().delete()
            with connection.cursor() as cursor:
                cursor.execute(
                    "ALTER TABLE cases_appeal ADD CONSTRAINT cases_one_appeal_a_line UNIQUE (line_id)"
                )


def decide_twice(late: Story) -> Counter[str]:
    """The street upholds and the district declines."""
    with at(SOON):
        found = appeal_line(ScoreLine.objects.get().pk, "times", "当天就修好了", by=late.handler)

    def job(by: Any, outcome: str) -> None:
        with at(NEXT):
            decide_appeal(found.pk, outcome, "核实过", by=by)

    sides = ((late.street, "in_time"), (late.district, "declined"))
    assert all(by.reach for by, _outcome in sides)
    return together(*[lambda by=by, outcome=outcome: job(by, outcome) for by, outcome in sides])


class TestOneDecision:
    def test_guard_on_holds(self, late: Story) -> None:
        assert decide_twice(late) == {"done": 1, "Conflict": 1}
        assert Entry.objects.filter(action="cases.decide_appeal").count() == 1
        upheld = Appeal.objects.get().state == "in_time"
        assert ScoreCorrection.objects.count() == int(upheld)

    def test_guard_off_breaks(self, late: Story) -> None:
        """Without the lock both find it waiting, and it is both upheld and declined."""
        barrier, real = Barrier(2), deciding._check_waiting

        def no_lock(self: AppealQuerySet, *_args: object, **_kwargs: object) -> AppealQuerySet:
            return self

        def check_and_meet(found: Appeal) -> None:
            real(found)
            barrier.wait(timeout=20)

        with (
            mock.patch.object(AppealQuerySet, "select_for_update", no_lock),
            mock.patch.object(deciding, "_check_waiting", check_and_meet),
        ):
            assert decide_twice(late) == {"done": 2}
        assert Entry.objects.filter(action="cases.decide_appeal").count() == 2


MAY_FROZEN = datetime(2026, 5, 12, 1, tzinfo=UTC)


def decide_while_frozen(late: Story, writes_first: type) -> list[bool]:
    """An appeal about March is decided in the moment in which April is frozen. Who writes ``writes_first`` gives the
    other the time to finish before they do. Whether each month still gives its hash."""
    with at(SOON):
        found = appeal_line(ScoreLine.objects.get().pk, "times", "当天就修好了", by=late.handler)
    written, other_is_done = Event(), Event()
    assert late.street.reach

    def dawdle(**_kwargs: Any) -> None:
        written.set()
        until(other_is_done)

    def in_order(job: Any, *, is_first: bool) -> None:
        if not is_first:
            written.wait(timeout=20)
        job()
        if not is_first:
            other_is_done.set()

    def decide() -> None:
        with at(MAY_FROZEN - timedelta(seconds=1)):
            decide_appeal(found.pk, "in_time", "核实过", by=late.street)

    def freeze() -> None:
        with at(MAY_FROZEN):
            freeze_month(APRIL)

    post_save.connect(dawdle, sender=writes_first)
    try:
        ended = together(
            lambda: in_order(decide, is_first=writes_first is ScoreCorrection),
            lambda: in_order(freeze, is_first=writes_first is ScoreMonth),
        )
    finally:
        post_save.disconnect(dawdle, sender=writes_first)
    assert ended == {"done": 2}
    assert (ScoreMonth.objects.count(), ScoreCorrection.objects.count()) == (2, 1)
    return [is_intact(each) for each in ScoreMonth.objects.order_by("month")]


@pytest.mark.parametrize("writes_first", [ScoreCorrection, ScoreMonth])
class TestDecidedWhileFrozen:
    def test_guard_on_holds(self, late: Story, writes_first: type) -> None:
        assert decide_while_frozen(late, writes_first) == [True, True]

    def test_guard_off_breaks(self, late: Story, writes_first: type, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (deciding, freezing):
            monkeypatch.setattr(module, "hold_frozen", lambda: None)
        assert decide_while_frozen(late, writes_first) == [True, False]
