"""Race pairs on PostgreSQL: with the guard off it breaks, with it on it holds."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import perform
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case, CaseQuerySet
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RUNNERS = 6


def together(*jobs: Callable[[], object]) -> Counter[str]:
    """Run the jobs at the same moment, each on its own connection; count how they ended."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> str:
        try:
            barrier.wait()
            job()
        except DomainError as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return Counter(pool.map(run, jobs))


def no_lock(self: CaseQuerySet, *args: object, **kwargs: object) -> CaseQuerySet:
    return self


def accept_by_two(story: Story) -> Counter[str]:
    people = [story.handler, story.colleague] * (RUNNERS // 2)
    for each in people:
        assert each.reach  # read before the race
    return together(*[lambda who=who: perform_action(story.case.pk, Action.ACCEPT, by=who) for who in people])


def close_by_many(story: Story) -> Counter[str]:
    assert story.worker.reach
    return together(
        *[
            lambda: perform_action(story.case.pk, Action.CLOSE, by=story.worker, given=Given())
            for _ in range(RUNNERS)
        ]
    )


@pytest.mark.parametrize(
    ("until", "race", "action"),
    [(Action.DISPATCH, accept_by_two, "accept"), (Action.PASS, close_by_many, "close")],
)
class TestPair:
    def test_guard_on_holds(self, until: Action, race: Callable[[Story], Counter[str]], action: str) -> None:
        story = Story().until(until)
        ended = race(story)
        assert ended == {"done": 1, "Conflict": RUNNERS - 1}
        assert Entry.objects.filter(stream_id=story.case.stream, action=f"cases.{action}").count() == 1
        case = Case.objects.get(pk=story.case.pk)
        assert case.revision == story.case.revision + 1

    def test_guard_off_breaks(
        self, until: Action, race: Callable[[Story], Counter[str]], action: str
    ) -> None:
        """Without the lock several pass the check, and more than one act is recorded."""
        story = Story().until(until)
        real = perform._check_current
        barrier = Barrier(RUNNERS)

        def check_and_meet(*args: object) -> None:
            real(*args)  # type: ignore[arg-type]
            barrier.wait(timeout=10)

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(perform, "_check_current", check_and_meet),
        ):
            race(story)
        assert Entry.objects.filter(stream_id=story.case.stream, action=f"cases.{action}").count() > 1
