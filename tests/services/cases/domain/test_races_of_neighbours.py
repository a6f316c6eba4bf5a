"""Race pairs on PostgreSQL: joining against closing, joining twice, and two merges that cross."""

from threading import Barrier, Event
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import claim, merging, perform, unmerging
from jiayuan.services.cases.domain.claim import claim_case
from jiayuan.services.cases.domain.given import Given, ReportDraft
from jiayuan.services.cases.domain.locking import lock_case
from jiayuan.services.cases.domain.neighbours import join
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, CaseQuerySet, Joining, JoiningQuerySet, Tie
from tests.factories import CaseFactory
from tests.services.cases.domain.test_races import RUNNERS, no_lock, together
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def joined_after_the_close(story: Story) -> list[int]:
    """Joinings of which the ledger says that they came when the case was closed already: nobody tells them."""
    entries = Entry.objects.filter(stream_id=story.case.stream)
    closed = entries.get(action="cases.close").number
    return list(entries.filter(action="cases.join", number__gt=closed).values_list("number", flat=True))


class TestJoiningAgainstClosing:
    def race(self, story: Story) -> Any:
        neighbours = [actor() for _turn in range(RUNNERS - 1)]
        assert story.worker.reach
        return together(
            lambda: perform_action(story.case.pk, Action.CLOSE, by=story.worker),
            *[lambda who=who: join_case(story.case.pk, JoinDraft(), by=who) for who in neighbours],
        )

    def test_guard_on_holds(self) -> None:
        """Each is in time and told, or hears that it was closed."""
        story = Story().until(Action.PASS)
        ended = self.race(story)
        assert ended["done"] == 1 + Joining.objects.count()
        assert ended["Conflict"] == RUNNERS - 1 - Joining.objects.count()
        assert joined_after_the_close(story) == []

    def test_guard_off_breaks(self) -> None:
        story = Story().until(Action.PASS)
        real, closed = join._check_joinable, Barrier(RUNNERS)

        def check_and_wait(*args: Any) -> None:
            real(*args)
            closed.wait(timeout=10)

        def close() -> None:
            closed.wait(timeout=10)
            perform_action(story.case.pk, Action.CLOSE, by=story.worker)

        real_write = join._write

        def write_late(*args: Any) -> None:
            for _turn in range(200):
                if Case.objects.get(pk=story.case.pk).state == State.CLOSED:
                    break
            real_write(*args)

        assert story.worker.reach
        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(join, "_check_joinable", check_and_wait),
            mock.patch.object(join, "_write", write_late),
        ):
            jobs = [lambda: join_case(story.case.pk, JoinDraft(), by=actor()) for _turn in range(RUNNERS - 1)]
            together(close, *jobs)
        assert joined_after_the_close(story)


class TestJoiningTwice:
    def race(self, story: Story) -> Any:
        neighbour = actor()
        return together(*[lambda: join_case(story.case.pk, JoinDraft(), by=neighbour)] * RUNNERS)

    def test_guard_on_holds(self) -> None:
        story = Story().until(Action.FILE)
        assert self.race(story) == {"done": RUNNERS}
        assert Joining.objects.count() == 1

    def test_the_constraint_alone_holds_too(self) -> None:
        """Without the lock all look and find nothing; the database lets one in."""
        story = Story().until(Action.FILE)
        with mock.patch.object(CaseQuerySet, "select_for_update", no_lock):
            assert self.race(story) == {"done": RUNNERS}
        assert Joining.objects.count() == 1

    def test_guard_off_breaks(self) -> None:
        """Without looking who is there, and with nothing that names the person, each is let in."""
        story, real = Story().until(Action.FILE), join._write

        def write_nameless(joining: Joining, *args: Any) -> None:
            joining.person = None
            real(joining, *args)

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(JoiningQuerySet, "of", lambda self, _actor: self.none()),
            mock.patch.object(join, "_write", write_nameless),
        ):
            self.race(story)
        assert Joining.objects.count() == RUNNERS


class TestMergesThatCross:
    def crossing(self) -> tuple[Story, Case, Case]:
        story = Story().until(Action.FILE)
        other = CaseFactory(
            version=story.case.version, place=story.case.place, state=State.FILED, stage="dispatching"
        )
        assert story.worker.reach
        return story, story.case, other

    def race(self, story: Story, one: Case, two: Case) -> Any:
        return together(
            lambda: perform_action(one.pk, Action.MERGE, by=story.worker, given=Given(lead=two.number)),
            lambda: perform_action(two.pk, Action.MERGE, by=story.worker, given=Given(lead=one.number)),
        )

    def test_guard_on_holds(self) -> None:
        story, one, two = self.crossing()
        assert self.race(story, one, two) == {"done": 1, "Conflict": 1}
        assert Case.objects.filter(state=State.MERGED).count() == 1
        assert sorted(Tie.objects.values_list("kind", flat=True)) == ["lead", "merged"]

    def test_guard_off_breaks(self) -> None:
        """Without locks and ties each is merged into the other, and nobody handles either."""
        story, one, two = self.crossing()
        real, barrier = perform._check_current, Barrier(2)

        def check_and_meet(*args: Any) -> None:
            real(*args)
            barrier.wait(timeout=10)

        def untied(*_what: object) -> None:
            barrier.wait(timeout=10)

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(perform, "_check_current", check_and_meet),
            mock.patch.object(merging, "_tie", untied),
            mock.patch.object(merging, "tell_lead"),
        ):
            self.race(story, one, two)
        assert Case.objects.filter(state=State.MERGED).count() == 2


class TestTakingOutTwice:
    def merged(self) -> tuple[Story, Case]:
        story = Story().until(Action.ACCEPT)
        lead = CaseFactory(version=story.case.version, place=story.case.place, state=State.FILED)
        story.do(Action.MERGE, story.worker, Given(lead=lead.number))
        assert story.worker.reach
        return story, story.case

    def race(self, story: Story, case: Case) -> Any:
        given = Given(words="不是一回事")
        return together(
            *[lambda: perform_action(case.pk, Action.UNMERGE, by=story.worker, given=given)] * RUNNERS
        )

    def come_back_entries(self, case: Case) -> int:
        return Entry.objects.filter(stream_id=case.stream, action="cases.unmerge").count()

    def test_guard_on_holds(self) -> None:
        story, case = self.merged()
        assert self.race(story, case) == {"done": 1, "Conflict": RUNNERS - 1}
        assert self.come_back_entries(case) == 1
        assert case.stages.filter(ended_at=None).count() == 1

    def test_guard_off_breaks(self) -> None:
        """Without the lock all find the tie, and each brings the case back once more."""
        story, case = self.merged()
        real, barrier = unmerging.check_open, Barrier(RUNNERS)

        def check_and_meet(lead: Case) -> None:
            real(lead)
            barrier.wait(timeout=10)

        def start_no_clock(_case: Case, state: State) -> State:
            return state

        with (
            mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
            mock.patch.object(unmerging, "check_open", check_and_meet),
            mock.patch.object(unmerging.clockwork, "come_back", start_no_clock),
        ):
            self.race(story, case)
        assert self.come_back_entries(case) > 1


class TestClaimingWhatWasMerged:
    """The account takes the slip of a merged report while it joins the report that leads."""

    def merged(self) -> tuple[Case, str]:
        story = Story().until(Action.FILE)
        draft = ReportDraft(story.case.version.category_id, "井盖松动", place_path=COMMUNITY)
        told = report_case(draft, by=Actor())
        given = Given(lead=story.case.number)
        perform_action(told.case.pk, Action.MERGE, by=story.worker, given=given)
        return story.case, told.token

    def race(self, lead: Case, token: str) -> Any:
        resident = actor()
        assert not resident.reach.organisations(*Role)
        return together(
            lambda: claim_case(token, by=resident), lambda: join_case(lead.pk, JoinDraft(), by=resident)
        )

    def test_guard_on_holds(self) -> None:
        lead, token = self.merged()
        assert self.race(lead, token) == {"done": 2}
        assert Joining.objects.filter(case=lead).count() == 1

    def test_guard_off_breaks(self) -> None:
        """With the merged report alone held, the account joins between the look and the writing."""
        lead, token = self.merged()
        resident, looked, joined, real = actor(), Event(), Event(), Joining.save
        assert not resident.reach.organisations(*Role)

        def save_late(joining: Joining, *args: Any, **kwargs: Any) -> None:
            if kwargs.get("update_fields"):
                looked.set()
                joined.wait(timeout=10)
            real(joining, *args, **kwargs)

        def join_between() -> None:
            looked.wait(timeout=10)
            join_case(lead.pk, JoinDraft(), by=resident)
            joined.set()

        with (
            mock.patch.object(claim, "_locked_with_its_lead", lock_case),
            mock.patch.object(Joining, "save", save_late),
            pytest.raises(IntegrityError, match="cases_joined_once_a_person"),
        ):
            together(lambda: claim_case(token, by=resident), join_between)
