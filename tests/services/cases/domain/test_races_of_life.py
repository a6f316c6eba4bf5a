"""Race pairs on PostgreSQL for the clock that resumes, and for who had which part."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from django.db.models.signals import pre_save

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import resume_over as resuming
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.parts import note_handler, note_verifier
from jiayuan.services.cases.domain.resume_over import resume_over
from jiayuan.services.cases.enums import Action, Part, State
from jiayuan.services.cases.models import Case, CasePart, CaseQuerySet
from tests.services.cases.domain.test_races import RUNNERS, no_lock, together
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def suspended() -> Story:
    with at(now() - timedelta(days=20)):
        story = Story().until(Action.ACCEPT)
        story.do(Action.ASK_SUSPENSION, story.handler, Given(words="等配件", days=2))
        story.do(Action.APPROVE, story.worker)
    return story


def times_resumed(story: Story) -> int:
    return Entry.objects.filter(stream_id=story.case.stream, action="cases.resume").count()


class TestResumedByTheClock:
    def test_guard_on_holds(self) -> None:
        story = suspended()
        together(*[resume_over] * RUNNERS)
        assert times_resumed(story) == 1
        case = Case.objects.get(pk=story.case.pk)
        assert (case.state, case.revision) == (State.HANDLING, story.case.revision + 1)

    def test_guard_off_breaks(self) -> None:
        story = suspended()
        real, barrier = resuming._is_suspended, Barrier(RUNNERS)

        def look_and_meet(case: Case) -> bool:
            found = real(case)
            barrier.wait(timeout=10)
            return found

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(resuming, "_is_suspended", look_and_meet),
        ):
            together(*[resume_over] * RUNNERS)
        assert times_resumed(story) > 1


@contextmanager
def meeting_before_the_insert() -> Iterator[None]:
    """Both have looked and found nothing when the first writes."""
    barrier = Barrier(2)

    def meet(instance: CasePart, **_kwargs: Any) -> None:
        if instance._state.adding:
            barrier.wait(timeout=10)

    pre_save.connect(meet, sender=CasePart)
    try:
        yield
    finally:
        pre_save.disconnect(meet, sender=CasePart)


def handle_and_verify(story: Story) -> list[str]:
    """The same person at the same moment, past every lock: which parts do they have after it?"""

    def job(note: Callable[..., None]) -> Callable[[], None]:
        def run() -> None:
            with transaction.atomic():
                note(story.case, story.grid)

        return run

    with meeting_before_the_insert():
        together(job(note_handler), job(note_verifier))
    rows = CasePart.objects.filter(case=story.case, person=story.grid.person)
    return sorted(rows.values_list("part", flat=True))


class TestOnePartARound:
    def test_guard_on_holds(self) -> None:
        assert handle_and_verify(Story()) == [Part.HANDLED]

    def test_guard_off_breaks(self) -> None:
        constraint = next(
            each for each in CasePart._meta.constraints if each.name == "cases_one_part_a_round"
        )
        story = Story()
        with connection.schema_editor() as editor:
            editor.remove_constraint(CasePart, constraint)
        try:
            assert handle_and_verify(story) == [Part.HANDLED, Part.VERIFIED]
        finally:
            CasePart.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(CasePart, constraint)
