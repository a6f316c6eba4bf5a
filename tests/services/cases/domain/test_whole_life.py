"""The ways of a case that used to end blind, and who may judge whose work."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given as drawn
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.announce import may_see_photo
from jiayuan.services.cases.domain.contact import reveal_contact
from jiayuan.services.cases.domain.given import Given, ReportDraft
from jiayuan.services.cases.domain.parts import note_handler, note_verifier
from jiayuan.services.cases.domain.queries.due import due_of, suspended_of
from jiayuan.services.cases.domain.queries.opened import open_case
from jiayuan.services.cases.domain.queries.promise import promised
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.queries.work import work_counts, work_items
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.domain.resume_over import resume_over
from jiayuan.services.cases.domain.resumption import grace_of
from jiayuan.services.cases.enums import Action, Part, PauseKind, PhotoRole, ProofPolicy, RequestState, State
from jiayuan.services.cases.models import Case, CasePart, CategoryVersion
from tests.factories import (
    CasePartFactory,
    CasePhotoFactory,
    CategoryFactory,
    CategoryVersionFactory,
    OrganisationFactory,
    RecallFactory,
    RoleGrantFactory,
)
from tests.services.cases.story import COMMUNITY, STREET, Story, actor

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def grid_too(story: Story, who: Actor) -> Actor:
    """The same person with the eyes of a grid worker."""
    RoleGrantFactory(person=who.person, role=Role.GRID_WORKER, place=story.case.place)
    return Actor(person=who.person)


class TestWhoMayVerify:
    def test_taking_over_does_not_wash_the_first_handler_clean(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.TAKE_OVER, story.colleague)
        photo = story.photo(story.colleague)
        story.do(Action.HAND_IN, story.colleague, Given(words="好了", photo_ids=[photo]))
        first = grid_too(story, story.handler)
        for action in (Action.PASS, Action.FAIL):
            with translation.override("en"), pytest.raises(Refused, match="does not verify"):
                story.do(action, first, Given(words="看过"))
        story.do(Action.PASS)
        parts = dict(CasePart.objects.filter(case=story.case).values_list("person_id", "part"))
        assert parts == {
            story.handler.pk: Part.HANDLED,
            story.colleague.pk: Part.HANDLED,
            story.grid.pk: Part.VERIFIED,
        }

    def test_also_after_the_case_went_to_another_unit(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.RECALL, story.worker, Given(words="不归我们"))
        other = OrganisationFactory()
        officer = actor(Role.UNIT_OFFICER, STREET, other)
        story.do(Action.DISPATCH, story.worker, Given(unit_id=other.pk))
        story.do(Action.ACCEPT, officer)
        story.do(Action.HAND_IN, officer, Given(words="好了", photo_ids=[story.photo(officer)]))
        first = grid_too(story, story.handler)
        assert not may(first, "cases.pass", story.case)
        assert "case-verify" not in work_counts(first)
        assert "case-verify" in work_counts(story.grid)

    def test_a_new_round_begins_with_everybody_free(self) -> None:
        story = Story().until(Action.CLOSE)
        story.do(Action.REOPEN, story.resident, Given(words="又坏了"))
        story.do(Action.DISPATCH)
        story.do(Action.ACCEPT, story.colleague)
        photo = story.photo(story.colleague)
        story.do(Action.HAND_IN, story.colleague, Given(words="好了", photo_ids=[photo]))
        # The unit's own people never verify; the rule about handling is what is asked here.
        with translation.override("en"):
            assert "own unit" in str(may(grid_too(story, story.handler), "cases.pass", story.case).because)

    def test_who_failed_it_may_put_it_right_and_then_verifies_no_more(self) -> None:
        story = Story().until(Action.HAND_IN)
        story.do(Action.FAIL, story.grid, Given(words="还响"))
        note_handler(story.case, story.grid)
        with pytest.raises(Refused):
            note_verifier(story.case, story.grid)

    def test_the_database_keeps_one_part_a_person_and_round(self) -> None:
        part = CasePartFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CasePartFactory(case=part.case, person=part.person, part=Part.VERIFIED)
        assert "handled" in str(part)


class TestSuspension:
    def suspended(self, days: int = 3) -> Story:
        with at(MONDAY):
            story = Story().until(Action.ACCEPT)
            story.do(Action.ASK_SUSPENSION, story.handler, Given(words="等供暖停了再挖", days=days))
            story.do(Action.APPROVE, story.street)
        return story

    def test_it_says_until_when_and_why(self) -> None:
        story = self.suspended()
        with at(MONDAY):
            found = suspended_of(open_case(story.case.number))
            item = next(iter(work_items(story.worker, 5)))
        assert found is not None
        assert (found.until, found.because) == (MONDAY + 3 * DAY, "等供暖停了再挖")
        assert "等供暖停了再挖" in item.basis
        assert suspended_of(Story().case) is None

    def test_the_clock_resumes_it_when_the_days_are_over_and_only_once(self) -> None:
        story = self.suspended()
        with at(MONDAY + 3 * DAY - HOUR):
            assert resume_over() == 0
        with at(MONDAY + 3 * DAY + HOUR):
            assert resume_over() == 1
            assert resume_over() == 0
        case = open_case(story.case.number)
        # From the planned end on, however late the clock noticed: two working days are left.
        assert (case.state, case.due_at) == (State.HANDLING, MONDAY + 7 * DAY)
        assert case.revision == story.case.revision + 1
        entry = Entry.objects.get(stream_id=case.stream, action="cases.resume")
        assert (entry.source, entry.actor) == (Source.SYSTEM, None)
        with translation.override("en"):
            line = next(each for each in timeline(case, story.worker) if each.action == "resume")
        assert (line.what, line.who) == ("Resumed: the time of the suspension is over", "The platform")

    def test_resumed_by_hand_earlier_it_is_left_alone(self) -> None:
        story = self.suspended()
        with at(MONDAY + DAY):
            story.do(Action.RESUME, story.worker)
        with at(MONDAY + 5 * DAY):
            assert resume_over() == 0

    def test_a_suspension_without_an_end_cannot_be_kept(self) -> None:
        pause = self.suspended().case.stages.get(ended_at=None).pauses.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            type(pause).objects.filter(pk=pause.pk).update(planned_until=None)


class TestWaysBack:
    def test_recalled_while_handled_the_unit_sees_that_it_is_gone_and_why(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=2))
        story.do(Action.RECALL, story.worker, Given(words="派错了，归供水公司"))
        assert (story.case.state, story.case.unit, story.case.handler) == (State.FILED, None, None)
        assert story.case.requests.get().state == RequestState.FELL_AWAY
        item = next(each for each in work_items(story.colleague, 5) if each.kind == "case-recalled")
        assert "派错了，归供水公司" in item.basis
        assert work_counts(story.colleague)["case-recalled"][1] == 1
        story.do(Action.DISPATCH)
        assert "case-recalled" not in work_counts(story.colleague)

    def test_recalled_while_suspended_the_pause_ends(self) -> None:
        story = Story().until(Action.ACCEPT)
        story.do(Action.ASK_SUSPENSION, story.handler, Given(words="等", days=2))
        story.do(Action.APPROVE, story.worker)
        story.do(Action.RECALL, story.worker, Given(words="换单位"))
        assert story.case.state == State.FILED
        assert not story.case.stages.filter(pauses__until=None, pauses__isnull=False).exists()
        with at(MONDAY + 300 * DAY):
            assert resume_over() == 0

    def test_old_recalls_leave_the_inbox(self) -> None:
        story = Story()
        RecallFactory(case=story.case, unit=story.unit, at=MONDAY)
        with at(MONDAY + 4 * DAY):
            assert work_items(story.handler, 5) == []
        assert str(story.unit.pk) in str(story.case.recalls.get())

    def test_declined_after_filing(self) -> None:
        story = Story().until(Action.FILE)
        story.do(Action.REJECT, story.worker, Given(words="归物业"))
        assert (story.case.state, story.case.due_at) == (State.REJECTED, None)
        assert not Case.objects.public().filter(pk=story.case.pk).exists()

    def test_not_taken_up_and_looked_at_again(self) -> None:
        story = Story()
        story.do(Action.REJECT, story.worker, Given(words="看不出问题"))
        story.do(Action.REOPEN, story.resident, Given(words="在单元门后面"))
        case = story.case
        assert (case.state, case.round, case.closed_at) == (State.REPORTED, 2, None)
        assert case.due_at is not None
        assert not Case.objects.public().filter(pk=case.pk).exists()

    def test_not_taken_up_and_too_late(self) -> None:
        story = Story()
        with at(MONDAY):
            story.do(Action.REJECT, story.worker, Given(words="看不出问题"))
        with at(MONDAY + 16 * DAY), pytest.raises(Refused):
            story.do(Action.REOPEN, story.resident, Given(words="还在"))


class TestCategory:
    def lamp(self, **fields: object) -> CategoryVersion:
        return CategoryVersionFactory(category=CategoryFactory(code="0201"), name_en="Lamp", **fields)

    def test_changed_after_filing_with_its_deadline(self) -> None:
        self.lamp(dispatch_hours=2)
        with at(MONDAY):
            story = Story().until(Action.FILE)
            assert story.case.due_at == MONDAY + 6 * HOUR + HOUR / 2  # four working hours, over noon
        with at(MONDAY + HOUR):
            story.do(Action.RECLASSIFY, story.worker, Given(words="是路灯", category_code="0201"))
        case = open_case(story.case.number)
        assert (case.version.category_id, case.due_at, case.state) == ("0201", MONDAY + 2 * HOUR, State.FILED)
        with translation.override("en"):
            line = next(each for each in timeline(case, story.resident) if each.action == "reclassify")
        assert line.what == "Category changed from “Manhole cover” to “Lamp”"
        assert line.words == "是路灯"
        entry = Entry.objects.get(stream_id=case.stream, action="cases.reclassify")
        assert entry.payload is not None
        assert entry.payload["before"]["version_id"] != entry.payload["after"]["version_id"]

    def test_into_one_that_stays_private(self) -> None:
        self.lamp(is_private=True)
        story = Story().until(Action.FILE)
        CasePhotoFactory(case=story.case, is_public=True)
        story.do(Action.RECLASSIFY, story.worker, Given(words="涉及个人", category_code="0201"))
        assert not story.case.is_public
        assert not story.case.photos.filter(is_public=True).exists()
        with pytest.raises(Invalid) as refusal:
            story.do(Action.EDIT_PUBLIC, story.worker, Given(is_public=True))
        assert refusal.value.field == "is_public"

    def test_the_same_is_no_change(self) -> None:
        story = Story().until(Action.FILE)
        with pytest.raises(Invalid) as refusal:
            story.do(Action.RECLASSIFY, story.worker, Given(words="x", category_code="0105"))
        assert refusal.value.field == "category_code"

    def test_another_promise_is_another_term_for_the_same_unit(self) -> None:
        self.lamp(handle_amount=5)
        with at(MONDAY):
            story = Story().until(Action.ACCEPT)
        with at(MONDAY + DAY):
            story.do(Action.RECALL, story.worker, Given(words="是路灯"))
            story.do(Action.RECLASSIFY, story.worker, Given(words="是路灯", category_code="0201"))
            story.do(Action.DISPATCH)
        assert story.case.due_at == MONDAY + 8 * DAY


class TestPublic:
    def test_corrected_after_closing(self) -> None:
        story = Story().until(Action.CLOSE)
        given = Given(public_words="井盖已换", is_public=False, photos_public=True)
        story.do(Action.EDIT_PUBLIC, story.worker, given)
        assert (story.case.public_words, story.case.is_public, story.case.state) == (
            "井盖已换",
            False,
            State.CLOSED,
        )
        assert story.case.photos.filter(is_public=False).count() == 0
        with translation.override("en"):
            line = timeline(story.case, story.worker)[-1]
        assert line.what == "No longer shown to the public"
        story.do(
            Action.EDIT_PUBLIC, story.worker, Given(photos_public=False, public_words=story.case.public_words)
        )
        assert story.case.photos.filter(is_public=True).count() == 0
        with translation.override("en"):
            assert timeline(story.case, story.worker)[-1].what == "What is public was corrected"

    def test_photos_of_neighbours_and_orders_stay_with_those_they_are_for(self) -> None:
        story = Story().until(Action.PASS)
        kept = [CasePhotoFactory(case=story.case, role=role) for role in (PhotoRole.JOINED, PhotoRole.ORDER)]
        story.do(Action.CLOSE, story.worker, Given(is_public=True))
        shown = story.case.photos.filter(is_public=True)
        assert {each.role for each in shown} == {PhotoRole.AFTER}
        assert not any(may_see_photo(actor(), each.photo) for each in kept)
        story.do(Action.EDIT_PUBLIC, story.worker, Given(photos_public=True))
        assert {each.role for each in shown.all()} == {PhotoRole.AFTER}

    def test_photos_wait_for_the_end(self) -> None:
        story = Story().until(Action.FILE)
        with pytest.raises(Invalid) as refusal:
            story.do(Action.EDIT_PUBLIC, story.worker, Given(photos_public=True))
        assert refusal.value.field == "photos_public"

    def test_only_at_the_desk(self) -> None:
        story = Story().until(Action.CLOSE)
        for who in (story.handler, story.resident, story.grid):
            with pytest.raises(Refused):
                story.do(Action.EDIT_PUBLIC, who, Given(is_public=True))
        other = Story()
        with pytest.raises(Conflict):
            other.do(Action.EDIT_PUBLIC, other.worker, Given(is_public=True))


class TestProof:
    def test_both_photos_are_asked_for_by_name(self) -> None:
        story = Story(proof=ProofPolicy.BOTH).until(Action.ACCEPT)
        after = story.photo(story.handler)
        with pytest.raises(Invalid) as refusal:
            story.do(Action.HAND_IN, story.handler, Given(words="好了", photo_ids=[after]))
        assert refusal.value.field == "before"
        before = story.photo(story.handler)
        with pytest.raises(Invalid) as refusal:
            story.do(Action.HAND_IN, story.handler, Given(words="好了", before_ids=[before]))
        assert refusal.value.field == "photos"
        story.do(Action.HAND_IN, story.handler, Given(words="好了", before_ids=[before], photo_ids=[after]))
        assert set(story.case.photos.values_list("role", flat=True)) == {PhotoRole.BEFORE, PhotoRole.AFTER}

    def test_what_was_reported_with_a_photo_has_its_before(self) -> None:
        story = Story(proof=ProofPolicy.BOTH).until(Action.ACCEPT)
        CasePhotoFactory(case=story.case, role=PhotoRole.REPORT)
        story.do(Action.HAND_IN)
        assert story.case.state == State.HANDED_IN

    def test_a_photo_of_an_earlier_round_shows_an_earlier_damage(self) -> None:
        story = Story(proof=ProofPolicy.BOTH).until(Action.ACCEPT)
        CasePhotoFactory(case=story.case, role=PhotoRole.REPORT)
        for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
            story.do(action)
        story.do(Action.REOPEN, story.resident, Given(words="又坏了"))
        story.do(Action.DISPATCH)
        story.do(Action.ACCEPT)
        with pytest.raises(Invalid):
            story.do(Action.HAND_IN)

    def test_taken_while_handling(self) -> None:
        story = Story(proof=ProofPolicy.BOTH).until(Action.ACCEPT)
        with pytest.raises(Invalid):
            story.do(Action.SHOW_BEFORE, story.handler)
        story.do(Action.SHOW_BEFORE, story.colleague, Given(photo_ids=[story.photo(story.colleague)]))
        line = timeline(story.case, story.worker)[-1]
        assert [each.role for each in line.photos] == [PhotoRole.BEFORE]
        story.do(Action.HAND_IN)
        assert story.case.state == State.HANDED_IN


class TestTimeThatWasLeft:
    """Two working days are promised; the working day has seven hours: 8:30 to 12:00 and 14:30 to 18:00."""

    def handed_in(self, after: timedelta) -> Story:
        with at(MONDAY):
            story = Story().until(Action.ACCEPT)
        with at(MONDAY + after):
            story.do(Action.HAND_IN)
        return story

    def test_failed_it_goes_on_with_what_was_left(self) -> None:
        story = self.handed_in(HOUR)
        with at(MONDAY + DAY + HOUR):
            story.do(Action.FAIL, story.grid, Given(words="还响"))
            case = open_case(story.case.number)
            assert case.due_at == MONDAY + 3 * DAY  # the day with the verifier does not count
            run = case.stages.get(ended_at=None)
            assert (run.is_grace, run.counted_from, run.since) == (False, MONDAY, MONDAY + DAY + HOUR)
            assert [each.kind for each in run.pauses.all()] == [PauseKind.AWAY]
            with translation.override("en"):
                due = due_of(case)
                assert due is not None
                assert due.because.startswith(
                    "It came back, so it goes on with what was left of the time. Originally"
                )
                assert due.because in [each.because for each in promised(case)]

    def test_too_little_left_is_a_quarter(self) -> None:
        story = self.handed_in(4 * DAY)
        with at(MONDAY + 7 * DAY):
            story.do(Action.FAIL, story.grid, Given(words="还响"))
            # Two working days of seven hours: a quarter is three and a half, four in whole hours.
            assert story.case.due_at == deadline(MONDAY + 7 * DAY, Term(4, TermUnit.WORKING_HOURS))
            with translation.override("en"):
                due = due_of(open_case(story.case.number))
            assert due is not None
            assert due.because.startswith("Little was left")

    def test_failing_again_and_again_earns_nothing(self) -> None:
        story = self.handed_in(4 * DAY)
        for week in (1, 2):
            with at(MONDAY + 7 * week * DAY):
                story.do(Action.FAIL, story.grid, Given(words="还响"))
                assert story.case.due_at == deadline(MONDAY + 7 * week * DAY, Term(4, TermUnit.WORKING_HOURS))
            with at(MONDAY + (7 * week + 1) * DAY):
                story.do(Action.HAND_IN)

    def test_pauses_and_extensions_stay_what_they_were(self) -> None:
        with at(MONDAY):
            story = Story().until(Action.ACCEPT)
            story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=1))
            story.do(Action.APPROVE, story.worker)
            story.do(Action.ASK_SUSPENSION, story.handler, Given(words="等", days=5))
            story.do(Action.APPROVE, story.worker)
        with at(MONDAY + DAY):
            story.do(Action.RESUME, story.worker)
            story.do(Action.HAND_IN)
        with at(MONDAY + 2 * DAY):
            story.do(Action.FAIL, story.grid, Given(words="还响"))
        # 2 + 1 working days, one day suspended and one with the verifier.
        assert story.case.due_at == MONDAY + 7 * DAY

    def test_taken_back_and_sent_again_to_the_same_unit_it_goes_on(self) -> None:
        with at(MONDAY):
            story = Story().until(Action.DISPATCH)
        with at(MONDAY + HOUR):
            story.do(Action.RECALL, story.worker, Given(words="不归我们"))
        with at(MONDAY + DAY + HOUR):
            story.do(Action.DISPATCH)
        assert story.case.due_at == MONDAY + 3 * DAY

    def test_another_unit_begins_anew(self) -> None:
        with at(MONDAY):
            story = Story().until(Action.DISPATCH)
        with at(MONDAY + DAY):
            story.do(Action.RECALL, story.worker, Given(words="不归我们"))
            story.do(Action.DISPATCH, story.worker, Given(unit_id=OrganisationFactory().pk))
        assert story.case.due_at == MONDAY + 3 * DAY
        run = story.case.stages.get(ended_at=None)
        assert run.counted_from == run.since

    @drawn(st.integers(1, 400), st.sampled_from(TermUnit))
    def test_the_grace_is_a_quarter_rounded_up(self, amount: int, unit: TermUnit) -> None:
        grace = grace_of(Term(amount, unit))
        hours = amount * 7 if unit == TermUnit.WORKING_DAYS else amount
        assert grace.unit != TermUnit.WORKING_DAYS
        assert (grace.amount - 1) * 4 < hours <= grace.amount * 4


class TestContact:
    def test_only_while_handling(self) -> None:
        story = Story().until(Action.ACCEPT)
        assert reveal_contact(story.case, by=story.handler, reason="约时间").phone
        for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
            story.do(action)
            allowed = bool(may(story.handler, "cases.reveal_contact", story.case))
            assert allowed == (action == Action.HAND_IN)


class TestNonce:
    @pytest.mark.parametrize("nonce", ["x" * 65, "n" * 5000, "坏\x00", "\ud800odd", "\u202e"])
    def test_odd_ones_are_once_only_too(self, nonce: str) -> None:
        story = Story()
        for _ in range(2):
            story.do(Action.NOTE, story.worker, Given(words="补充"), nonce=nonce)
        assert Entry.objects.filter(stream_id=story.case.stream, action="cases.note").count() == 1
        draft = ReportDraft("0105", "井盖响", place_path=COMMUNITY)
        first = report_case(draft, by=story.resident, nonce=f"r{nonce}")
        again = report_case(draft, by=story.resident, nonce=f"r{nonce}")
        assert (again.case, again.token, again.is_new) == (first.case, first.token, False)

    def test_one_of_another_case_is_refused(self) -> None:
        story, other = Story(), Story()
        story.do(Action.NOTE, story.worker, Given(words="x"), nonce="n" * 70)
        with pytest.raises(Conflict):
            other.do(Action.NOTE, other.worker, Given(words="x"), nonce="n" * 70)
