"""Race pairs on PostgreSQL: two proposals, and two signatures, at once."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import demand_effects
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action, DemandGround
from jiayuan.services.cases.models import Case, CaseQuerySet, DemandMark
from tests.services.cases.domain.test_races import no_lock, together
from tests.services.cases.story import DISTRICT, Story, actor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PROPOSAL = Given(words="要求画专用车位", ground=DemandGround.BEYOND)
DECISIONS = (
    (Action.CONFIRM_MARK, Given(words="能办的已经办了")),
    (Action.DECLINE_MARK, Given(words="有道理")),
)


def decisions(story: Story) -> int:
    names = [f"cases.{action}" for action, _given in DECISIONS]
    return Entry.objects.filter(stream_id=story.case.stream, action__in=names).count()


def sign_twice(story: Story) -> Counter[str]:
    """One confirms and another declines at the same moment."""
    people = [story.street, actor(Role.DISTRICT_OFFICER, DISTRICT)]

    def job(by: Actor, action: Action, given: Given) -> Callable[[], object]:
        assert by.reach  # read before the race
        return lambda: perform_action(story.case.pk, action, by=by, given=given)

    return together(*[job(by, action, given) for by, (action, given) in zip(people, DECISIONS, strict=True)])


class TestTwoSignaturesAtOnce:
    def test_guard_on_holds(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
        assert sign_twice(story) == {"done": 1, "Refused": 1}
        assert decisions(story) == 1

    def test_guard_off_breaks(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
        real, barrier = demand_effects._live, Barrier(2)

        def read_and_meet(case: Case) -> DemandMark:
            mark = real(case)
            barrier.wait(timeout=20)
            return mark

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(demand_effects, "_live", read_and_meet),
        ):
            sign_twice(story)
        assert decisions(story) == 2
