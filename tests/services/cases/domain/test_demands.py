"""Demands that cannot be met: two signatures, out of the scores, a second look, and back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.demand_effects import confirm_mark
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.offers import offers
from jiayuan.services.cases.domain.queries.satisfaction import satisfaction_with
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.queries.work import work_counts
from jiayuan.services.cases.enums import Action, DemandGround, MarkState
from jiayuan.services.cases.models import Case, DemandMark
from tests.factories import DemandMarkFactory, RatingFactory, RoleGrantFactory
from tests.services.cases.story import COMMUNITY, DISTRICT, Story, actor

pytestmark = pytest.mark.django_db
PROPOSAL = Given(words="要求画专用车位", ground=DemandGround.BEYOND)
ANSWER = Given(words="能办的已经办了")


def proposed(until: Action = Action.CLOSE) -> Story:
    story = Story().until(until)
    story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
    return story


def found(until: Action = Action.CLOSE) -> Story:
    story = proposed(until)
    story.do(Action.CONFIRM_MARK, story.street, ANSWER)
    return story


def refused(story: Story, action: Action, by: Actor, given: Given = ANSWER) -> str:
    with pytest.raises(Refused) as refusal:
        story.do(action, by, given)
    with translation.override("en"):
        return str(refusal.value.message)


def test_two_signatures_keep_a_case_out_of_the_scores_and_nothing_else_does() -> None:
    story = proposed()
    assert Case.objects.scored().contains(story.case)
    state = story.case.state
    story.do(Action.CONFIRM_MARK, story.street, ANSWER)
    assert not Case.objects.scored().contains(story.case)
    assert story.case.state == state
    mark = story.case.marks.get()
    assert (mark.proposed_by, mark.decided_by) == (story.worker.person, story.street.person)
    assert (mark.state, mark.answer) == (MarkState.CONFIRMED, "能办的已经办了")
    entry = Entry.objects.get(stream_id=story.case.stream, action="cases.confirm_mark")
    assert entry.payload["after"]["ground"] == DemandGround.BEYOND


def test_a_declined_proposal_changes_nothing_and_may_come_again() -> None:
    story = proposed()
    story.do(Action.DECLINE_MARK, story.district, Given(words="这个要求有道理"))
    assert Case.objects.scored().contains(story.case)
    story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
    assert story.case.marks.count() == 2


def test_who_proposes_and_who_signs() -> None:
    story = Story().until(Action.ACCEPT)
    for each in (story.street, story.handler, story.grid):
        assert "community's workers propose" in refused(story, Action.MARK_DEMAND, each, PROPOSAL)
    story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
    assert "already" in refused(story, Action.MARK_DEMAND, story.worker, PROPOSAL)
    for each in (story.worker, story.handler):
        assert "street or the district" in refused(story, Action.CONFIRM_MARK, each)
    RoleGrantFactory(person=story.worker.person, role=Role.STREET_OFFICER, place=story.case.place)
    both = Actor(person=story.worker.person)
    assert "does not sign twice" in refused(story, Action.CONFIRM_MARK, both)
    assert "does not sign twice" in refused(story, Action.DECLINE_MARK, both)


def test_a_ground_must_be_one_of_the_named() -> None:
    story = Story().until(Action.ACCEPT)
    for ground in ("", "我不喜欢"):
        with pytest.raises(Invalid) as refusal:
            story.do(Action.MARK_DEMAND, story.worker, Given(words="x", ground=ground))
        assert refusal.value.field == "ground"


def test_the_database_wants_two_people_and_one_live_mark() -> None:
    mark = DemandMarkFactory(signed=True)
    for changes in (
        {"decided_by": mark.proposed_by},
        {"decided_by": None},
        {"looked_by": mark.decided_by},
        {"looked_by": mark.proposed_by},
        {"ground": "because"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DemandMark.objects.filter(pk=mark.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemandMarkFactory(case=mark.case)


def test_the_second_look_is_asked_once_and_taken_by_a_third() -> None:
    story = proposed()
    assert Action.ASK_SECOND_LOOK not in {each.action for each in offers(story.case, story.resident)}
    story.do(Action.CONFIRM_MARK, story.district, ANSWER)
    assert "Only the person who reported it" in refused(story, Action.ASK_SECOND_LOOK, story.worker)
    assert "Nobody asked" in refused(story, Action.KEEP_MARK, story.district)
    story.do(Action.ASK_SECOND_LOOK, story.resident, Given(words="你们没听明白"))
    assert "before" in refused(story, Action.ASK_SECOND_LOOK, story.resident)
    assert "has not signed" in refused(story, Action.KEEP_MARK, story.district)
    assert "has not signed" in refused(story, Action.LIFT_MARK, story.street)
    third = actor(Role.DISTRICT_OFFICER, DISTRICT)
    story.do(Action.KEEP_MARK, third, Given(words="看过了，维持"))
    assert not Case.objects.scored().contains(story.case)
    assert "before" in refused(story, Action.ASK_SECOND_LOOK, story.resident)
    story.do(Action.LIFT_MARK, story.street, Given(words="情况变了"))
    assert Case.objects.scored().contains(story.case)


def test_what_the_district_lifts_is_not_proposed_again() -> None:
    story = found()
    story.do(Action.ASK_SECOND_LOOK, story.resident, Given(words="请再看看"))
    story.do(Action.LIFT_MARK, story.district, Given(words="要求合理"))
    mark = story.case.marks.get()
    assert (mark.state, mark.looked_by) == (MarkState.LIFTED, story.district.person)
    assert "took it back" in refused(story, Action.MARK_DEMAND, story.worker, PROPOSAL)


def test_a_mark_that_is_gone_meanwhile_is_a_conflict() -> None:
    story = found()
    with pytest.raises(Refused):
        story.do(Action.CONFIRM_MARK, story.district, ANSWER)
    with pytest.raises(Conflict):
        confirm_mark(Story().case, ANSWER, "x", story.street)


def test_the_reporter_reads_the_answer_but_not_the_proposal() -> None:
    story = found()
    own = {line.action: line for line in timeline(story.case, story.resident)}
    assert "mark_demand" not in own
    assert own["confirm_mark"].words == "能办的已经办了"
    staff = {line.action: line for line in timeline(story.case, story.worker)}
    assert "超出同类情况的普遍标准" in staff["mark_demand"].what
    assert staff["mark_demand"].words == "要求画专用车位"


def test_an_act_bears_the_name_of_the_office_that_acted() -> None:
    story = Story().until(Action.ACCEPT)
    for by in (story.worker, story.street, story.district):
        story.do(Action.NOTE, by, Given(words="看过"))
    with translation.override("en"):
        said = [line.who for line in timeline(story.case, story.resident) if line.action == Action.NOTE]
    assert said == ["The community", "The street office", "The district office"]


def test_ratings_count_without_it_and_as_of_then() -> None:
    story = Story().until(Action.RATE)
    for number in range(5):
        RatingFactory(place=story.case.place, score=2, subject=f"case/{900 + number}")
    before = satisfaction_with(COMMUNITY)
    with at(now() + timedelta(hours=1)):
        story.do(Action.MARK_DEMAND, story.worker, PROPOSAL)
        story.do(Action.CONFIRM_MARK, story.street, ANSWER)
        after = satisfaction_with(COMMUNITY)
    assert (before.ratings, after.ratings) == (6, 5)
    assert (before.closed, after.closed) == (1, 0)
    assert Case.objects.scored(now()).contains(story.case)
    with at(now() + timedelta(hours=2)):
        assert not Case.objects.scored(now()).contains(story.case)
        story.do(Action.LIFT_MARK, story.street, Given(words="情况变了"))
    with at(now() + timedelta(hours=3)):
        assert Case.objects.scored(now()).contains(story.case)
        assert not Case.objects.scored(now() - timedelta(minutes=90)).contains(story.case)


def test_the_inbox_asks_who_may_sign_and_who_may_look() -> None:
    story = proposed()
    third = actor(Role.DISTRICT_OFFICER, DISTRICT)
    assert work_counts(story.street)["case-sign"][1] == 1
    assert "case-sign" not in work_counts(story.worker)
    story.do(Action.CONFIRM_MARK, story.district, ANSWER)
    assert "case-sign" not in work_counts(story.street)
    story.do(Action.ASK_SECOND_LOOK, story.resident, Given(words="请再看看"))
    assert work_counts(third)["case-look"][1] == 1
    for each in (story.district, story.street):
        assert "case-look" not in work_counts(each)
