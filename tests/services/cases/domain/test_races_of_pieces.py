"""Race pairs on PostgreSQL: dividing against reporting as done, two who divide at once, and a part that is opened again
while its lead is closed."""

from threading import Barrier
from typing import Any
from unittest import mock

import pytest

from jiayuan.services.cases.domain import perform, splitting
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import OPEN_STATES, Action, State
from jiayuan.services.cases.models import Case, CaseQuerySet, Tie
from tests.services.cases.domain.test_races import no_lock, together
from tests.services.cases.domain.test_splitting import Divided

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def unlocked(barrier: Barrier) -> Any:
    """Nobody waits for anybody: all have asked the rules before the first of them writes."""
    real = perform._check_needs

    def check_and_meet(*args: Any) -> str:
        barrier.wait(timeout=10)
        return real(*args)

    locks = mock.patch.object(CaseQuerySet, "select_for_update", no_lock)
    return locks, mock.patch.object(perform, "_check_needs", check_and_meet)


def ended_with_an_open_part(lead: Case) -> bool:
    lead.refresh_from_db()
    pieces = Case.objects.filter(tie__lead_id=lead.pk, state__in=OPEN_STATES)
    return lead.state in (State.HANDED_IN, State.CLOSED) and pieces.exists()


class TestDividingAgainstReportingAsDone:
    def race(self, divided: Divided) -> Any:
        case, story = divided.story.case, divided.story
        _who, given = story.given(Action.HAND_IN)
        assert story.worker.reach
        assert story.handler.reach
        return together(
            lambda: divided.split(divided.draft(divided.water)),
            lambda: perform_action(case.pk, Action.HAND_IN, by=story.handler, given=given),
        )

    def test_guard_on_holds(self) -> None:
        divided = Divided()
        ended = self.race(divided)
        assert ended["done"] == 1
        assert not ended_with_an_open_part(divided.story.case)

    def test_guard_off_breaks(self) -> None:
        divided = Divided()
        locks, meeting = unlocked(Barrier(2))
        with locks, meeting:
            assert self.race(divided) == {"done": 2}
        assert Tie.objects.pieces().exists()
        assert Case.objects.filter(tie__lead_id=divided.story.case.pk, state__in=OPEN_STATES).exists()


class TestTwoWhoDivideAtOnce:
    def race(self, divided: Divided) -> Any:
        revision = Case.objects.get(pk=divided.story.case.pk).revision
        assert divided.story.worker.reach
        return together(
            *[
                lambda unit=unit: perform_action(
                    divided.story.case.pk,
                    Action.SPLIT,
                    by=divided.story.worker,
                    given=Given(pieces=[divided.draft(unit)]),
                    revision=revision,
                )
                for unit in (divided.water, divided.power)
            ]
        )

    def test_guard_on_holds(self) -> None:
        divided = Divided()
        assert self.race(divided) == {"done": 1, "Conflict": 1}
        assert Tie.objects.pieces().count() == 1

    def test_the_numbers_of_the_parts_alone_hold_too(self) -> None:
        divided = Divided()
        locks, meeting = unlocked(Barrier(2))
        with locks, meeting:
            assert self.race(divided) == {"done": 1, "Conflict": 1}
        assert Tie.objects.pieces().count() == 1

    def test_guard_off_breaks(self) -> None:
        """Without the lock, and with numbers that do not meet, both divide what neither has seen divided."""
        divided, real = Divided(), splitting._make
        locks, meeting = unlocked(Barrier(2))

        def make_apart(case: Case, leading: Tie, piece: Any, _number: int, by: Any) -> Case:
            return real(case, leading, piece, 1 if piece.unit == divided.water else 2, by)

        with locks, meeting, mock.patch.object(splitting, "_make", make_apart):
            assert self.race(divided) == {"done": 2}
        assert Tie.objects.pieces().count() == 2


class TestOpeningAPartAgainWhileItsLeadIsClosed:
    def verified(self) -> tuple[Divided, Case]:
        divided = Divided()
        water = divided.split(divided.draft(divided.water))[0]
        divided.end(water)
        divided.story.do(Action.HAND_IN)
        divided.story.do(Action.PASS)
        return divided, water

    def race(self, divided: Divided, water: Case) -> Any:
        worker = divided.story.worker
        assert worker.reach
        return together(
            lambda: perform_action(water.pk, Action.REOPEN, by=worker, given=Given(words="又漏了")),
            lambda: perform_action(divided.story.case.pk, Action.CLOSE, by=worker),
        )

    def test_guard_on_holds(self) -> None:
        divided, water = self.verified()
        assert self.race(divided, water) == {"done": 1, "Refused": 1}
        assert not ended_with_an_open_part(divided.story.case)

    def test_guard_off_breaks(self) -> None:
        divided, water = self.verified()
        locks, meeting = unlocked(Barrier(2))
        with locks, meeting:
            assert self.race(divided, water) == {"done": 2}
        assert ended_with_an_open_part(divided.story.case)
