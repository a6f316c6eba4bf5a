"""Race pair on PostgreSQL: a month is frozen once, however many freeze it at the same moment."""

from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.scores.freezing import freeze_month
from jiayuan.services.cases.models import ScoreLine, ScoreMonth
from tests.services.cases.domain.scores.test_freezing import FROZEN, MARCH, closed
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def freeze_twice() -> int:
    """Both have looked and found nothing when the first writes. How many months there are then."""
    barrier = Barrier(2)

    def meet(**_kwargs: Any) -> None:
        barrier.wait(timeout=20)

    def job() -> None:
        with at(FROZEN):
            freeze_month(MARCH)

    pre_save.connect(meet, sender=ScoreMonth)
    try:
        together(job, job)
    finally:
        pre_save.disconnect(meet, sender=ScoreMonth)
    return ScoreMonth.objects.count()


class TestOneMonth:
    def test_guard_on_holds(self) -> None:
        closed()
        assert freeze_twice() == 1
        assert ScoreLine.objects.count() == 1
        assert Entry.objects.filter(action="cases.freeze_month").count() == 1

    def test_guard_off_breaks(self) -> None:
        """Without lines, whose own constraint would hold as well: of an empty month two rows stay."""
        field = ScoreMonth._meta.get_field("month")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'cases_scoremonth'::regclass AND contype = 'u'"
            )
            (name,) = cursor.fetchone()
            cursor.execute(f'ALTER TABLE cases_scoremonth DROP CONSTRAINT "{name}"')
        try:
            assert freeze_twice() == 2
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM cases_scoremonth")
                cursor.execute(
                    f'ALTER TABLE cases_scoremonth ADD CONSTRAINT "{name}" UNIQUE ("{field.column}")'
                )
