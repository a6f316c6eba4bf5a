"""Race pair on PostgreSQL: a dispute that is upheld and dismissed at the same moment."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import effects, perform
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action, DisputeGround, RequestState
from jiayuan.services.cases.models import Case, CaseQuerySet, Request
from tests.services.cases.domain.test_races import no_lock, together
from tests.services.cases.story import Story, actor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def disputed() -> Story:
    story = Story().until(Action.DISPATCH)
    story.do(Action.DISPUTE, story.handler, Given(words="不归我们", ground=DisputeGround.OUTSIDE))
    return story


def decide_twice(story: Story) -> Counter[str]:
    def job(by: Actor, action: Action) -> Callable[[], object]:
        assert by.reach  # read before the race
        return lambda: perform_action(story.case.pk, action, by=by, given=Given(words="看过"))

    return together(job(story.street, Action.APPROVE), job(actor(Role.COMMUNITY_WORKER), Action.DECLINE))


def decisions(story: Story) -> int:
    names = ("cases.approve", "cases.decline")
    return Entry.objects.filter(stream_id=story.case.stream, action__in=names).count()


class TestDecidedTwice:
    def test_guard_on_holds(self) -> None:
        story = disputed()
        ended = decide_twice(story)
        assert ended["done"] == 1
        assert set(ended) <= {"done", "Refused", "Conflict"}
        assert decisions(story) == 1
        asked, case = story.case.requests.get(), Case.objects.get(pk=story.case.pk)
        assert (asked.state == RequestState.APPROVED) == (case.unit is None)

    def test_guard_off_breaks(self) -> None:
        story = disputed()
        real, barrier = perform._check_needs, Barrier(2)

        def check_and_meet(*args: object) -> str:
            barrier.wait(timeout=10)
            return real(*args)  # type: ignore[arg-type]

        def pending(case: Case) -> Request:
            return case.requests.get()

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(perform, "_check_needs", check_and_meet),
            mock.patch.object(effects, "_pending", pending),
        ):
            decide_twice(story)
        assert decisions(story) == 2
