"""Race pairs on PostgreSQL: a case that is changed to another category while somebody waits for it."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from unittest import mock

import pytest
from django.db import transaction

from jiayuan.services.cases.domain import locking
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.outside import answer as answering
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.factories import CategoryVersionFactory
from tests.racing import until_wait
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.domain.test_races import together
from tests.services.cases.story import Story, actor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def while_reclassified(case: Case, job: Callable[[], object]) -> Counter[str]:
    """``job`` asks for the case while its category changes, and gets it when that is through."""
    version, changed = CategoryVersionFactory(category__code="0106"), Event()

    def reclassify() -> None:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(version=version)
            changed.set()
            until_wait()

    def wait_and_work() -> None:
        changed.wait(timeout=10)
        job()

    return together(reclassify, wait_and_work)


def lock_and_read_at_once(case_id: int) -> Case:
    """As it was: what is joined comes from before the wait."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit", "version").get(pk=case_id)


class TestReclassifiedMeanwhile:
    def test_guard_on_holds(self) -> None:
        story = Story().until(Action.ACCEPT)
        link, neighbour = ask(story), actor()
        assert while_reclassified(story.case, lambda: answer(link, OutsideKind.TAKE)) == {"done": 2}
        joining = while_reclassified(story.case, lambda: join_case(story.case.pk, JoinDraft(), by=neighbour))
        assert joining == {"done": 2}

    def test_it_is_read_after_the_wait(self) -> None:
        story, read = Story().until(Action.ACCEPT), []

        def look() -> None:
            with transaction.atomic():
                read.append(locking.lock_case(story.case.pk))

        assert while_reclassified(story.case, look) == {"done": 2}
        assert read[0].version == Case.objects.get(pk=story.case.pk).version != story.case.version

    def test_guard_off_breaks(self) -> None:
        """What was waited for points to a category that was not joined: nothing is found, and the page breaks."""
        story = Story().until(Action.ACCEPT)
        link, lost = ask(story), []

        def fails() -> None:
            with suppress(Case.DoesNotExist):
                answer(link, OutsideKind.TAKE)
                return
            lost.append(True)

        with mock.patch.object(answering, "lock_case", lock_and_read_at_once):
            while_reclassified(story.case, fails)
        assert lost
