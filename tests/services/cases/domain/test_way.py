"""The way of a case through its table, by the hands of those who may."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.effects import EFFECTS
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.enums import (
    STAGE_OF_STATE,
    Action,
    OrderState,
    PhotoRole,
    ProofPolicy,
    Stage,
    State,
)
from jiayuan.services.cases.lifecycle import BY_ACTION, TRANSITIONS, Need, actions_from
from jiayuan.services.cases.models import Case, CategoryVersion
from jiayuan.services.voice.models import Rating
from tests.factories import (
    CasePhotoFactory,
    DemandMarkFactory,
    OrganisationFactory,
    PlaceFactory,
    RequestFactory,
    RoleGrantFactory,
    SupervisionOrderFactory,
    TieFactory,
)
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db


def test_report_to_rating() -> None:
    story = Story().until(Action.RATE)
    case = Case.objects.get(pk=story.case.pk)
    assert case.state == State.CLOSED
    assert (case.unit, case.handler, case.verifier) == (story.unit, story.handler.person, story.grid.person)
    assert Rating.objects.get(subject=case.stream).score == 5
    entries = Entry.objects.filter(stream_id=case.stream).exclude(action="cases.doubt")  # done within minutes
    assert list(entries.values_list("action", flat=True)) == [
        f"cases.{each}"
        for each in ["report", "file", "dispatch", "accept", "hand_in", "pass", "close", "rate"]
    ]
    stages = list(case.stages.values_list("stage", flat=True))
    assert stages == [Stage.FILING, Stage.DISPATCHING, Stage.HANDLING, Stage.VERIFYING, Stage.CLOSING]
    assert not case.stages.filter(ended_at=None).exists()
    assert case.due_at is None


def test_the_table_is_whole() -> None:
    """Every action stands in it once, every open state has a way on, every state has its stage or ends."""
    assert set(BY_ACTION) == set(Action)
    assert len(TRANSITIONS) == len(BY_ACTION)
    assert set(STAGE_OF_STATE) == set(State)
    reachable = {State.REPORTED} | {each.target for each in TRANSITIONS if each.target} | {State.SUSPENDED}
    assert reachable == set(State)
    for state in State:
        moves = [each for each in actions_from(state) if each.action != Action.NOTE]
        assert moves or state == State.REJECTED


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(Action))
def test_only_what_the_table_permits(state: State, action: Action) -> None:
    story = Story()
    Case.objects.filter(pk=story.case.pk).update(
        state=state, unit=story.unit, handler=story.handler.person, stage=STAGE_OF_STATE[state]
    )
    if state in BY_ACTION[action].sources:
        return
    with pytest.raises(Conflict) as refusal:
        perform_action(story.case.pk, action, by=story.worker, given=Given(words="x"))
    assert refusal.value.remedy
    assert not Entry.objects.filter(stream_id=story.case.stream, action=f"cases.{action}").exists()


def test_who_handled_does_not_verify() -> None:
    story = Story().until(Action.HAND_IN)
    with pytest.raises(Refused):
        story.do(Action.PASS, story.handler)
    both_person = story.handler.person
    RoleGrantFactory(person=both_person, role=Role.GRID_WORKER, place=story.case.place)
    with translation.override("en"), pytest.raises(Refused, match="does not verify"):
        story.do(Action.PASS, Actor(person=both_person))
    story.case.verifier = both_person
    with pytest.raises(IntegrityError), transaction.atomic():
        story.case.save()


def test_recall_and_reject() -> None:
    story = Story().until(Action.DISPATCH)
    story.do(Action.RECALL, story.worker, Given(words="派错了"))
    assert (story.case.state, story.case.unit) == (State.FILED, None)
    assert story.case.first_unit == story.unit
    other = Story()
    other.do(Action.REJECT, other.worker, Given(words="已经修好"))
    assert other.case.state == State.REJECTED
    assert other.case.closed_at is not None


@pytest.mark.parametrize("action", [each.action for each in TRANSITIONS if Need.WORDS in each.needs])
def test_a_reason_is_needed(action: Action) -> None:
    story = Story()
    who = {Action.DISPUTE: story.handler, Action.HAND_IN: story.handler, Action.FAIL: story.grid}.get(
        action, story.worker
    )
    if action in (Action.ASK_SUSPENSION, Action.ASK_EXTENSION):
        who = story.handler
    if action == Action.DECLINE:
        RequestFactory(case=story.case)
    if action in (Action.CONFIRM_MARK, Action.DECLINE_MARK):
        who = story.street
        DemandMarkFactory(case=story.case)
    if action in (Action.ASK_SECOND_LOOK, Action.KEEP_MARK, Action.LIFT_MARK):
        who = story.resident if action == Action.ASK_SECOND_LOOK else story.district
        asked = None if action == Action.ASK_SECOND_LOOK else now()
        DemandMarkFactory(case=story.case, signed=True, look_asked_at=asked)
    if action in (Action.ISSUE_ORDER, Action.RETURN_ANSWER, Action.WITHDRAW_ORDER):
        who = story.street
    if action == Action.ANSWER_ORDER:
        who = story.handler
        SupervisionOrderFactory(case=story.case)
    if action in (Action.RETURN_ANSWER, Action.WITHDRAW_ORDER):
        SupervisionOrderFactory(case=story.case, state=OrderState.ANSWERED)
    if action == Action.GO_ON:
        TieFactory(kind="piece", lead=TieFactory(case=story.case), number=1)
    Case.objects.filter(pk=story.case.pk).update(
        state=BY_ACTION[action].sources[0], unit=story.unit, handler=story.handler.person, closed_at=now()
    )
    with pytest.raises(Invalid) as refusal:
        perform_action(story.case.pk, action, by=who, given=Given(words="  \u200b ", days=3))
    assert refusal.value.field == "words"


def test_a_photo_is_needed_where_the_promise_says_so() -> None:
    story = Story().until(Action.ACCEPT)
    with pytest.raises(Invalid) as refusal:
        story.do(Action.HAND_IN, story.handler, Given(words="修好了"))
    assert refusal.value.field == "photos"
    CategoryVersion.objects.update(proof=ProofPolicy.NONE)
    story.do(Action.HAND_IN, story.handler, Given(words="劝导了"))
    assert story.case.state == State.HANDED_IN


def test_photos_of_others_cannot_be_attached() -> None:
    story = Story().until(Action.ACCEPT)
    stolen = story.photo(story.colleague)
    with pytest.raises(Invalid):
        story.do(Action.HAND_IN, story.handler, Given(words="修好了", photo_ids=[stolen]))


def test_each_photo_stands_with_the_act_that_it_came_with() -> None:
    """Reported as done twice and reopened with a photo: what proved the second work does not prove the first."""
    story = Story().until(Action.ACCEPT)
    first, second, after_all = (story.photo(each) for each in (story.handler, story.handler, story.resident))
    story.do(Action.HAND_IN, story.handler, Given(words="修好了", photo_ids=[first]))
    story.do(Action.FAIL, story.grid, Given(words="还在响"))
    story.do(Action.HAND_IN, story.handler, Given(words="这次修好了", photo_ids=[second]))
    story.do(Action.PASS)
    story.do(Action.CLOSE)
    story.do(Action.REOPEN, story.resident, Given(words="又松了", photo_ids=[after_all]))
    lines = timeline(Case.objects.get(pk=story.case.pk), story.worker)
    shown = [(each.action, [photo.photo_id for photo in each.photos]) for each in lines if each.photos]
    assert shown == [("hand_in", [first]), ("hand_in", [second]), ("reopen", [after_all])]


def test_photos_of_entries_that_name_none_stand_with_every_act_of_their_part() -> None:
    """As it was before entries named their photos: nothing that was shown is lost."""
    story = Story().until(Action.ACCEPT)
    CasePhotoFactory(case=story.case, role=PhotoRole.REPORT)
    lines = timeline(Case.objects.get(pk=story.case.pk), story.worker)
    assert [each.action for each in lines if each.photos] == ["report"]


def test_failed_verification_goes_back_with_a_new_promise() -> None:
    story = Story().until(Action.HAND_IN)
    story.do(Action.FAIL, story.grid, Given(words="还在响"))
    assert (story.case.state, story.case.stage) == (State.HANDLING, Stage.HANDLING)
    assert story.case.due_at is not None
    story.do(Action.HAND_IN)
    story.do(Action.PASS)
    assert story.case.state == State.VERIFIED


def test_take_over_by_a_colleague() -> None:
    story = Story().until(Action.ACCEPT)
    with pytest.raises(Refused):
        story.do(Action.TAKE_OVER, story.handler)
    story.do(Action.TAKE_OVER, story.colleague)
    assert story.case.handler == story.colleague.person
    with pytest.raises(Refused):
        story.do(Action.HAND_IN)


def test_reopened_by_the_reporter_within_time() -> None:
    story = Story().until(Action.RATE)
    story.do(Action.REOPEN, story.resident, Given(words="又松了"))
    assert (story.case.state, story.case.round, story.case.unit) == (State.FILED, 2, None)
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE):
        story.do(action)
    assert Rating.objects.filter(subject=story.case.stream).count() == 2


def test_not_reopened_when_the_time_is_over() -> None:
    story = Story().until(Action.CLOSE)
    Case.objects.filter(pk=story.case.pk).update(closed_at=story.case.closed_at - timedelta(days=16))
    with pytest.raises(Refused) as refusal:
        story.do(Action.REOPEN, story.resident, Given(words="又松了"))
    assert refusal.value.remedy


def test_rated_once() -> None:
    story = Story().until(Action.RATE)
    with pytest.raises(Refused):
        story.do(Action.RATE)
    with pytest.raises(Refused):
        story.do(Action.RATE, story.worker, Given(score=5))


def test_a_stale_page_is_refused_and_a_double_tap_is_one() -> None:
    story = Story()
    seen = story.case.revision
    story.do(Action.FILE, story.worker, Given(category_code="0105"), revision=seen, nonce="n-1")
    again = story.do(Action.FILE, story.worker, Given(category_code="0105"), revision=seen, nonce="n-1")
    assert again.state == State.FILED
    assert Entry.objects.filter(stream_id=story.case.stream, action="cases.file").count() == 1
    with pytest.raises(Conflict) as refusal:
        story.do(Action.DISPATCH, story.worker, Given(unit_id=story.unit.pk), revision=seen)
    assert refusal.value.code == "stale"


def test_no_such_case() -> None:
    with pytest.raises(Missing):
        perform_action(10**9, Action.CLOSE, by=actor())


def test_a_unit_from_elsewhere_is_refused() -> None:
    story = Story().until(Action.FILE)
    elsewhere = OrganisationFactory(place=PlaceFactory(path="140106005"))
    for unit_id in (elsewhere.pk, 10**9):
        with pytest.raises(Invalid) as refusal:
            story.do(Action.DISPATCH, story.worker, Given(unit_id=unit_id))
        assert refusal.value.field == "unit_id"
    with pytest.raises(Invalid):
        story.do(Action.DISPATCH, story.worker, Given())


class TestWhatTheDatabaseRefuses:
    """Somebody else was quicker, or something is wrong: the two are told apart."""

    def accept_with(self, effect: Any) -> None:
        story = Story().until(Action.DISPATCH)
        with mock.patch.dict(EFFECTS, {Action.ACCEPT: effect}):
            story.do(Action.ACCEPT)

    def test_what_another_has_already_is_said_to_be_taken(self) -> None:
        def begin_once_more(case: Case, *_rest: object) -> None:
            run = case.stages.get(ended_at=None)
            run.pk = None
            run.save()

        with pytest.raises(Conflict, match=r"刚有别人|just changed"):
            self.accept_with(begin_once_more)

    def test_what_nobody_may_write_surfaces_as_what_it_is(self) -> None:
        def verify_oneself(case: Case, _given: object, _words: str, by: Actor) -> None:
            case.handler = case.verifier = by.person

        with pytest.raises(IntegrityError, match="cases_verified_by_another"):
            self.accept_with(verify_oneself)
