"""Requests, pauses, extensions, escalation: the clock of a case."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.escalate import escalate_overdue
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.due import due_of
from jiayuan.services.cases.enums import Action, Escalation, RequestState, State
from jiayuan.services.cases.models import Case
from tests.services.cases.story import Story

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_more_time_is_asked_for_and_granted() -> None:
    with at(MONDAY):
        story = Story().until(Action.ACCEPT)
        due = story.case.due_at
        story.do(Action.ASK_EXTENSION, story.handler, Given(words="等配件", days=3))
        with pytest.raises(Refused):
            story.do(Action.ASK_SUSPENSION, story.handler, Given(words="再问", days=3))
        story.do(Action.APPROVE, story.worker)
    assert due is not None
    assert story.case.state == State.HANDLING
    assert story.case.due_at == due + timedelta(days=5)  # Wednesday + 3 working days, over a weekend
    because = due_of(Case.objects.get(pk=story.case.pk))
    assert because is not None
    assert because.at == story.case.due_at


def test_suspension_stops_the_clock() -> None:
    with at(MONDAY):
        story = Story().until(Action.ACCEPT)
        due = story.case.due_at
        story.do(Action.ASK_SUSPENSION, story.handler, Given(words="待施工", days=5))
        story.do(Action.APPROVE, story.street)
        assert (story.case.state, story.case.due_at) == (State.SUSPENDED, None)
        assert due_of(story.case) is None
        assert due_of(story.case) is None
    with at(MONDAY + timedelta(days=1)):
        story.do(Action.RESUME, story.worker)
    assert story.case.state == State.HANDLING
    assert story.case.due_at == due + timedelta(days=1)


def test_declined_with_a_reason_and_then_nothing_is_asked() -> None:
    story = Story().until(Action.ACCEPT)
    with pytest.raises(Refused):
        story.do(Action.APPROVE, story.worker)
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=2))
    with pytest.raises(Invalid):
        story.do(Action.DECLINE, story.worker, Given())
    story.do(Action.DECLINE, story.worker, Given(words="抓紧"))
    assert story.case.requests.get().state == RequestState.DECLINED


@pytest.mark.parametrize("days", [None, 0, -1, 61])
def test_days_in_reason(days: int | None) -> None:
    story = Story().until(Action.ACCEPT)
    with pytest.raises(Invalid) as refusal:
        story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=days))
    assert refusal.value.field == "days"


def test_handing_in_settles_what_was_asked() -> None:
    story = Story().until(Action.ACCEPT)
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=2))
    story.do(Action.HAND_IN)
    assert story.case.requests.get().state == RequestState.FELL_AWAY


def test_late_climbs_to_the_street_and_then_to_the_district() -> None:
    with at(MONDAY):
        story = Story().until(Action.DISPATCH)
        assert escalate_overdue() == 0
    with at(MONDAY + timedelta(days=2, hours=1)):
        assert escalate_overdue() == 1
        assert escalate_overdue() == 0
        story.case.refresh_from_db()
        assert story.case.escalation == Escalation.STREET
    with at(MONDAY + timedelta(days=7)):
        assert escalate_overdue() == 1
        assert escalate_overdue() == 0
    story.case.refresh_from_db()
    assert story.case.escalation == Escalation.DISTRICT
    assert Entry.objects.filter(stream_id=story.case.stream, action="cases.escalate").count() == 2
    with at(MONDAY + timedelta(days=7)):
        story.do(Action.ACCEPT)
        story.do(Action.HAND_IN)
    assert story.case.escalation == Escalation.NONE


def test_nothing_to_decide_any_more() -> None:
    story = Story().until(Action.ACCEPT)
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=2))
    seen = story.case.revision
    story.do(Action.APPROVE, story.worker, Given(), revision=seen)
    with pytest.raises(Conflict):
        story.do(Action.APPROVE, story.street, Given(), revision=seen)


def test_more_time_takes_a_late_case_back_from_the_street() -> None:
    with at(MONDAY):
        story = Story().until(Action.ACCEPT)
    with at(MONDAY + timedelta(days=3)):
        escalate_overdue()
        story.do(Action.ASK_EXTENSION, story.handler, Given(words="等配件", days=30))
        story.do(Action.APPROVE, story.worker)
        assert story.case.escalation == Escalation.NONE


def test_what_the_street_still_works_on_does_not_hold_up_what_is_newly_late() -> None:
    with at(MONDAY):
        stories = [Story().until(Action.DISPATCH) for _ in range(3)]
    with at(MONDAY + timedelta(days=2, hours=1)):
        assert escalate_overdue() == 3
        fresh = Story()
        Case.objects.filter(pk=fresh.case.pk).update(due_at=MONDAY + timedelta(days=2))
        assert escalate_overdue(limit=2) == 1
    fresh.case.refresh_from_db()
    assert (fresh.case.escalation, len(stories)) == (Escalation.STREET, 3)
