"""Reminders: when, whom, once; and taken back where they no longer hold."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.services.gatherings.domain.amend import amend_session
from jiayuan.services.gatherings.domain.leave import cancel_sign_up
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.plan import copy_session
from jiayuan.services.gatherings.domain.reminders import change_reminders, due_minutes, remind_all
from jiayuan.services.gatherings.enums import Action
from jiayuan.services.gatherings.models import Reminder, Session
from jiayuan.services.gatherings.notices import REMINDER
from tests.factories import ChoiceFactory
from tests.services.gatherings.scene import FRIDAY, THURSDAY, fresh, gathering, host, join, resident

pytestmark = pytest.mark.django_db
DAY, TWO_HOURS = timedelta(days=1), timedelta(hours=2)


def reminded(moment: datetime) -> int:
    with at(moment):
        return remind_all()


def reminders() -> Any:
    return Notice.objects.filter(kind=REMINDER)


def states_of_reminders() -> list[str]:
    rows = Delivery.objects.filter(notice__kind=REMINDER)
    return list(rows.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def filled(db: None) -> Session:
    """A session on Friday at six: two have seats, one waits."""
    with at(THURSDAY - DAY):
        role = gathering(2)
        for _turn in range(3):
            join(role)
    return role.session


@settings(deadline=None, max_examples=50)
@given(
    minutes=st.lists(st.integers(10, 4320), max_size=4, unique=True),
    ahead=st.integers(-60, 6000),
)
def test_the_last_whose_time_has_come_is_due(minutes: list[int], ahead: int) -> None:
    """``ahead`` minutes before the start: of those at least as many minutes before, the nearest; none after it."""
    due = due_minutes(FRIDAY, minutes, FRIDAY - timedelta(minutes=ahead))
    past = [each for each in minutes if each >= ahead > 0]
    assert due == (min(past) if past else None)


def test_who_has_a_seat_is_reminded_twice_and_once_each(filled: Session) -> None:
    assert reminded(FRIDAY - DAY - timedelta(minutes=1)) == 0
    assert [reminded(FRIDAY - DAY + timedelta(minutes=each)) for each in (0, 1, 2)] == [1, 0, 0]
    assert reminders().count() == 2, "who waits has no seat to be reminded of"
    notice = reminders()[0]
    assert filled.title in notice.title
    assert "18:00" in notice.words
    assert notice.url == f"/g/{filled.pk}/"
    assert [reminded(FRIDAY - TWO_HOURS), reminded(FRIDAY - TWO_HOURS)] == [1, 0]
    assert reminders().count() == 4
    assert reminded(FRIDAY) == 0
    assert Entry.objects.filter(action="gatherings.remind").count() == 2


def test_a_duty_that_slept_reminds_once_and_not_of_the_past(filled: Session) -> None:
    assert reminded(FRIDAY - timedelta(minutes=20)) == 1
    assert reminders().count() == 2
    assert Reminder.objects.get().minutes == 120


def test_quiet_hours_and_choices_hold(db: None) -> None:
    """At five in the morning two hours before: it waits until half past seven; who wants none has only the page."""
    with at(THURSDAY - DAY):
        role = gathering(2, starts_at=FRIDAY - timedelta(hours=11))
        quiet, silent = join(role), join(role)
        for way in ("sms", "wechat", "email"):
            ChoiceFactory(person=silent.person, kind=REMINDER, way=way, is_wanted=False)
    moment = role.session.starts_at - TWO_HOURS
    reminded(moment)
    assert reminders().count() == 2
    delivery = Delivery.objects.get(notice__kind=REMINDER)
    assert delivery.notice.person == quiet.person
    assert delivery.due_at == moment + timedelta(hours=2, minutes=30)
    with at(role.session.starts_at):
        perform_action(role.session_id, Action.OPEN, by=host())
    assert states_of_reminders() == ["cancelled"], "it would come after the beginning"


class TestTakenBack:
    def test_by_who_cancels_and_only_theirs(self, filled: Session) -> None:
        reminded(FRIDAY - DAY)
        leaving = filled.sign_ups.order_by("pk")[0]
        with at(FRIDAY - DAY):
            cancel_sign_up(leaving.pk, by=Actor(person=leaving.person))
        rows = Delivery.objects.filter(notice__kind=REMINDER)
        assert {each.notice.person_id: each.state for each in rows} == {
            leaving.person_id: "cancelled",
            filled.sign_ups.order_by("pk")[1].person_id: "waiting",
        }

    def test_when_it_moves_and_said_anew(self, filled: Session) -> None:
        reminded(FRIDAY - DAY)
        by = host()
        with at(FRIDAY - DAY):
            later = {"starts_at": FRIDAY + DAY, "ends_at": FRIDAY + DAY + timedelta(hours=1)}
            amend_session(filled.pk, later, by=by)
        assert states_of_reminders() == ["cancelled", "cancelled"]
        assert reminded(FRIDAY - timedelta(minutes=1)) == 0
        assert reminded(FRIDAY) == 1, "a day before the new beginning"
        assert states_of_reminders() == ["cancelled", "cancelled", "waiting", "waiting"]
        with at(FRIDAY):
            amend_session(filled.pk, {"words": "带手套"}, by=by)
        assert states_of_reminders()[2:] == ["waiting", "waiting"], "it still says what is true"

    def test_when_it_is_called_off(self, filled: Session) -> None:
        reminded(FRIDAY - DAY)
        with at(FRIDAY - DAY):
            perform_action(filled.pk, Action.CANCEL, by=host(), words="下雨")
        assert states_of_reminders() == ["cancelled", "cancelled"]
        assert reminded(FRIDAY - TWO_HOURS) == 0

    def test_what_was_sent_is_sent(self, filled: Session) -> None:
        reminded(FRIDAY - DAY)
        Delivery.objects.filter(notice__kind=REMINDER).update(state="sent", ended_at=FRIDAY - DAY)
        with at(FRIDAY - DAY):
            perform_action(filled.pk, Action.CANCEL, by=host(), words="下雨")
        assert states_of_reminders() == ["sent", "sent"]


def test_the_host_chooses_and_the_next_one_is_like_it(filled: Session) -> None:
    by = host()
    with at(THURSDAY):
        change_reminders(filled.pk, [30, 4320, 30], by=by)
        assert fresh(filled).remind_minutes == [4320, 30]
        again = copy_session(fresh(filled), starts_at=FRIDAY + timedelta(days=7), by=by)
        assert again.remind_minutes == [4320, 30]
        with pytest.raises(Refused):
            change_reminders(filled.pk, [], by=resident())
        for wrong in ([5], [4321], [10, 20, 30, 40, 50]):
            with pytest.raises(Invalid) as refused:
                change_reminders(filled.pk, wrong, by=by)
            assert refused.value.field == "remind_minutes"
        change_reminders(filled.pk, [], by=by)
    assert reminded(FRIDAY - timedelta(minutes=30)) == 0
    with at(FRIDAY):
        perform_action(filled.pk, Action.OPEN, by=by)
        with pytest.raises(Conflict):
            change_reminders(filled.pk, [30], by=by)


def test_nothing_to_do_costs_two_queries(filled: Session, django_assert_num_queries: Any) -> None:
    reminded(FRIDAY - DAY)
    with django_assert_num_queries(2):
        assert reminded(FRIDAY - DAY) == 0
