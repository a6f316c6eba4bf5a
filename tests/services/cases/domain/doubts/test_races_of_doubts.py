"""Race pairs on PostgreSQL: a sign is one row, and one person says what it was."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from django.db.models.signals import pre_save

from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.doubts import deciding
from jiayuan.services.cases.domain.doubts.deciding import decide_doubt
from jiayuan.services.cases.domain.doubts.raising import raise_doubt
from jiayuan.services.cases.doubt_enums import DoubtKind
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import CaseQuerySet, Doubt
from tests.services.cases.domain.test_races import RUNNERS, no_lock, together
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@contextmanager
def meeting_before_the_insert() -> Iterator[None]:
    barrier = Barrier(2)

    def meet(instance: Doubt, **_kwargs: Any) -> None:
        if instance._state.adding:
            barrier.wait(timeout=10)

    pre_save.connect(meet, sender=Doubt)
    try:
        yield
    finally:
        pre_save.disconnect(meet, sender=Doubt)


def raise_twice(story: Story) -> tuple[int, int]:
    """Past the case's lock: (rows, entries)."""

    def job() -> None:
        with transaction.atomic():
            raise_doubt(story.case, DoubtKind.AGAIN, {"days": 1, "metres": 2, "number": "x"}, round_number=1)

    with meeting_before_the_insert():
        together(job, job)
    entries = Entry.objects.filter(stream_id=story.case.stream, action="cases.doubt")
    return Doubt.objects.filter(case=story.case, kind=DoubtKind.AGAIN).count(), entries.count()


class TestOneSignARound:
    def test_guard_on_holds(self) -> None:
        assert raise_twice(Story()) == (1, 1)

    def test_guard_off_breaks(self) -> None:
        constraint = next(each for each in Doubt._meta.constraints if each.name == "cases_one_doubt_a_kind")
        story = Story()
        with connection.schema_editor() as editor:
            editor.remove_constraint(Doubt, constraint)
        try:
            assert raise_twice(story) == (2, 2)
        finally:
            Doubt.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Doubt, constraint)


def decide_by_two(story: Story) -> Counter[str]:
    doubt = story.case.doubts.get()
    assert story.street.reach
    assert story.district.reach
    people = [story.street, story.district] * (RUNNERS // 2)
    return together(
        *[lambda who=who: decide_doubt(story.case.pk, doubt.pk, "real", "看过", by=who) for who in people]
    )


def times_decided(story: Story) -> int:
    return Entry.objects.filter(stream_id=story.case.stream, action="cases.decide_doubt").count()


class TestOneWord:
    def test_guard_on_holds(self) -> None:
        story = Story().until(Action.CLOSE)
        assert decide_by_two(story) == {"done": 1, "Conflict": RUNNERS - 1}
        assert times_decided(story) == 1

    def test_guard_off_breaks(self) -> None:
        story = Story().until(Action.CLOSE)
        real, barrier = deciding._check_open, Barrier(RUNNERS)

        def check_and_meet(row: Doubt) -> None:
            real(row)
            barrier.wait(timeout=10)

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(deciding, "_check_open", check_and_meet),
        ):
            decide_by_two(story)
        assert times_decided(story) > 1
