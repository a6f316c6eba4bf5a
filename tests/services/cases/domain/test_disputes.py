"""A unit disputes that a case is its own: on a named ground, in time, twice at most; somebody else decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.dispute_rules import dismissed_disputes
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.news import spoken_to_reporter
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.queries.work import work_counts
from jiayuan.services.cases.enums import Action, DisputeGround, RequestState, Stage, State
from jiayuan.services.cases.figures import share_in_time
from jiayuan.services.cases.ledger_words import WORDS
from jiayuan.services.cases.models import Case, CategoryVersion, Recall
from tests.factories import OrganisationFactory, RoleGrantFactory
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db
NOT_OURS = Given(words="管线归产权单位", ground=DisputeGround.NOT_OUR_DUTY)
OUTSIDE = Given(words="在小区院内", ground=DisputeGround.OUTSIDE)
REASON = Given(words="就在你们路段")
DAY = timedelta(days=1)


def disputed(until: Action = Action.DISPATCH) -> Story:
    story = Story().until(until)
    story.do(Action.DISPUTE, story.handler, NOT_OURS)
    return story


def refused(story: Story, action: Action, by: Actor, given: Given = REASON) -> str:
    with pytest.raises(Refused) as refusal:
        story.do(action, by, given)
    with translation.override("en"):
        return str(refusal.value.message)


@pytest.mark.parametrize("until", [Action.DISPATCH, Action.ACCEPT])
def test_until_somebody_decides_the_unit_stays_responsible_and_its_clock_goes_on(until: Action) -> None:
    story = Story().until(until)
    before = (story.case.state, story.case.unit, story.case.due_at)
    story.do(Action.DISPUTE, story.handler, NOT_OURS)
    assert (story.case.state, story.case.unit, story.case.due_at) == before
    asked = story.case.requests.get()
    assert (asked.ground, asked.days, asked.unit) == (DisputeGround.NOT_OUR_DUTY, None, story.unit)


def test_upheld_it_goes_back_to_the_desk_and_its_time_does_not_count() -> None:
    story = disputed(Action.ACCEPT)
    with at(now() + 20 * DAY):
        story.do(Action.APPROVE, story.street, Given(words="确实不归你们"))
        assert (story.case.state, story.case.unit, story.case.handler) == (State.FILED, None, None)
        assert story.case.first_unit == story.unit
        assert Recall.objects.get(case=story.case).unit == story.unit
        run = story.case.stages.get(stage=Stage.HANDLING)
        assert run.ended_at > run.due_at
        assert not run.counts
        assert share_in_time(Case.objects.all()) == 100
        story.do(Action.DISPATCH)
    run = story.case.stages.filter(stage=Stage.HANDLING).last()
    assert run.counted_from == run.since


def test_upheld_it_may_go_straight_to_the_unit_proposed() -> None:
    story = Story().until(Action.DISPATCH)
    other = OrganisationFactory(name="供水公司")
    given = Given(words="管子漏水", ground=DisputeGround.OTHER_OWNER, unit_id=other.pk)
    story.do(Action.DISPUTE, story.handler, given)
    assert story.case.requests.get().proposed_unit == other
    story.do(Action.APPROVE, story.street, Given(unit_id=other.pk))
    assert (story.case.state, story.case.unit) == (State.DISPATCHED, other)
    assert (story.case.dispatched_by, story.case.stage) == (story.street.person, Stage.HANDLING)
    assert story.case.stages.filter(ended_at=None).get().responsible == other
    line = timeline(story.case, story.worker)[-1]
    assert "供水公司" in line.what
    assert line.why


def test_dismissed_it_stays_the_time_counts_and_the_ground_is_used_up() -> None:
    story = disputed()
    due = story.case.due_at
    story.do(Action.DECLINE, story.street, REASON)
    assert (story.case.state, story.case.unit, story.case.due_at) == (State.DISPATCHED, story.unit, due)
    asked = story.case.requests.get()
    assert (asked.state, asked.answer) == (RequestState.DECLINED, "就在你们路段")
    assert story.case.stages.get(stage=Stage.HANDLING).counts
    with pytest.raises(Conflict) as refusal:
        story.do(Action.DISPUTE, story.handler, NOT_OURS)
    assert refusal.value.field == "ground"
    story.do(Action.DISPUTE, story.handler, OUTSIDE)


def test_twice_a_unit_and_round_and_the_second_is_for_the_street() -> None:
    story = disputed()
    colleague = actor(Role.COMMUNITY_WORKER)
    assert work_counts(colleague)["case-dispute"][1] == 1
    story.do(Action.DECLINE, colleague, REASON)
    story.do(Action.DISPUTE, story.handler, OUTSIDE)
    assert "case-dispute" not in work_counts(colleague)
    assert work_counts(story.street)["case-dispute"][1] == 1
    assert "street decides" in refused(story, Action.DECLINE, colleague)
    story.do(Action.DECLINE, story.street, REASON)
    third = Given(words="没找到", ground=DisputeGround.NOTHING_THERE)
    assert "twice already" in refused(story, Action.DISPUTE, story.handler, third)


def test_who_sent_it_does_not_decide_and_nobody_of_the_unit_does() -> None:
    story = disputed()
    assert "case-dispute" not in work_counts(story.worker)
    for action in (Action.APPROVE, Action.DECLINE):
        assert "does not decide" in refused(story, action, story.worker)
    RoleGrantFactory(person=story.handler.person, role=Role.STREET_OFFICER, place=story.case.place)
    assert "Who asked" in refused(story, Action.APPROVE, Actor(person=story.handler.person))
    assert refused(story, Action.APPROVE, story.colleague)
    assert refused(story, Action.DISPUTE, story.worker, OUTSIDE)


@pytest.mark.parametrize(("is_urgent", "hours"), [(False, 4 * 24), (True, 5)])
def test_only_within_the_time_after_the_dispatch(is_urgent: bool, hours: int) -> None:
    story = Story()
    CategoryVersion.objects.update(is_urgent=is_urgent)
    story.until(Action.ACCEPT)
    with at(now() + timedelta(hours=hours)):
        assert "is over" in refused(story, Action.DISPUTE, story.handler, NOT_OURS)
    story.do(Action.DISPUTE, story.handler, NOT_OURS)


def test_what_is_proposed_must_be_another_unit_of_the_place() -> None:
    story = Story().until(Action.DISPATCH)
    for unit_id in (story.unit.pk, 999_999):
        with pytest.raises(Invalid) as refusal:
            story.do(Action.DISPUTE, story.handler, Given(words="x", ground="outside", unit_id=unit_id))
        assert refusal.value.field == "unit_id"
    story.do(Action.DISPUTE, story.handler, NOT_OURS)
    with pytest.raises(Invalid):
        story.do(Action.APPROVE, story.street, Given(unit_id=story.unit.pk))


def test_one_thing_is_asked_at_a_time_and_nobody_takes_the_case_back_meanwhile() -> None:
    story = disputed(Action.ACCEPT)
    assert "earlier request" in refused(story, Action.ASK_EXTENSION, story.handler, Given(words="x", days=2))
    assert "while that waits" in refused(story, Action.RECALL, story.worker, Given(words="派错了"))
    assert story.case.requests.get().state == RequestState.PENDING
    story.do(Action.DECLINE, story.street, REASON)
    story.do(Action.RECALL, story.worker, Given(words="派错了"))


def test_a_dispute_that_nobody_decided_is_not_held_against_the_unit() -> None:
    story = disputed(Action.ACCEPT)
    story.do(Action.HAND_IN)
    story.do(Action.FAIL, story.grid, REASON)
    asked = story.case.requests.get()
    assert (asked.state, asked.decided_by) == (RequestState.FELL_AWAY, None)
    assert not dismissed_disputes(story.case)
    for ground in (DisputeGround.NOT_OUR_DUTY, DisputeGround.OUTSIDE):
        story.do(Action.DISPUTE, story.handler, Given(words="不归我们", ground=ground))
        story.do(Action.DECLINE, story.street, REASON)
    assert [each.for_street for each in story.case.requests.all()] == [False, False, True]
    with pytest.raises(IntegrityError), transaction.atomic():
        story.case.requests.update(state=RequestState.FELL_AWAY)


def test_the_reporter_reads_what_was_decided_and_no_inner_words() -> None:
    story = disputed()
    story.do(Action.APPROVE, story.street, Given(words="改派"))
    own = {line.action: line for line in timeline(story.case, story.resident)}
    assert own["dispute"].words == ""
    entry = Entry.objects.get(stream_id=story.case.stream, action="cases.approve")
    spoken = spoken_to_reporter(story.case, entry)
    assert spoken
    assert "重新派" in spoken.title


def test_what_was_returned_in_earlier_years_stays_readable() -> None:
    story = Story().until(Action.FILE)
    record(
        story.case.stream,
        "cases.return",
        by=story.handler.person,
        after={"words": "不归我们", "role": "unit"},
    )
    for who, words in ((story.worker, "不归我们"), (story.resident, "")):
        line = timeline(story.case, who)[-1]
        assert (line.what, line.words) == ("单位已退回", words)
    assert str(WORDS.actions["cases.return"]) == "单位已退回"
