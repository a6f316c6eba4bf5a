"""The board of the week and what is done from it."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.volunteering.domain.claims import confirm_hours, mark_hours
from jiayuan.modules.volunteering.domain.generator import WeekNotMadeError, check_week
from jiayuan.modules.volunteering.domain.queries.rhythm import RhythmFilter, board_of, line_of
from jiayuan.modules.volunteering.domain.rhythm import nudge, repeat_last
from jiayuan.modules.volunteering.domain.week import week_of
from jiayuan.modules.volunteering.models import HourClaim, WeekNudge
from jiayuan.modules.volunteering.week_enums import WeekStep
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action, State
from jiayuan.services.gatherings.models import Series, Session
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import PlaceFactory, RoleGrantFactory, SeriesFactory, SessionFactory, WeekNudgeFactory
from tests.modules.volunteering.hour import FRIDAY, charity_hour

pytestmark = pytest.mark.django_db
WEEK = week_of(FRIDAY.date())
THURSDAY = FRIDAY - timedelta(days=1, hours=9)
"""Nine in the morning, an hour before it should be published."""


def officer(role: Role = Role.STREET_OFFICER, path: str = COMMUNITY[:9]) -> Actor:
    return Actor(person=RoleGrantFactory(role=role, place=PlaceFactory(path=path)).person)


def last_week(**fields):
    given = {
        "kind": "charity_hour",
        "place": PlaceFactory(path=COMMUNITY),
        "starts_at": FRIDAY - timedelta(days=7),
    }
    return SessionFactory(**{**given, "state": State.CLOSED, "where": "一号院", **fields})


def step(by: Actor) -> WeekStep:
    return line_of(by, COMMUNITY, WEEK).step


def test_a_week_from_nothing_to_filed():
    hour = charity_hour(2)
    session, by = hour.session, hour.office
    Session.objects.filter(pk=session.pk).update(state=State.DRAFT)
    with at(THURSDAY):
        assert (step(by), line_of(by, COMMUNITY, WEEK).light) == (WeekStep.DRAFT, "amber")
        perform_action(session.pk, Action.PUBLISH, by=by)
        assert (step(by), line_of(by, COMMUNITY, WEEK).light) == (WeekStep.PUBLISHED, "none")
    with at(FRIDAY):
        perform_action(session.pk, Action.OPEN, by=by)
        assert step(by) == WeekStep.RUNNING
    hour.was_there(0)
    with at(hour.after):
        perform_action(session.pk, Action.CLOSE, by=by)
        line = line_of(by, COMMUNITY, WEEK)
        assert (line.step, line.session.open_hours, line.session.came) == (WeekStep.CLOSED, 1, 1)
        perform_action(session.pk, Action.FILE, by=by)
        assert step(by) == WeekStep.CLOSED  # what has open hours is not filed, whatever its state says
        mark_hours(session.pk, by=hour.leader)
        confirm_hours(list(HourClaim.objects.values_list("pk", flat=True)), by=by)
        assert step(by) == WeekStep.FILED
    with at(hour.after + timedelta(days=30)):
        assert line_of(by, COMMUNITY, WEEK).light == "none"


def test_nothing_prepared_becomes_overdue_then_missed():
    by = officer(Role.COMMUNITY_WORKER, COMMUNITY)
    found = []
    for moment in (
        THURSDAY - timedelta(days=3),
        THURSDAY,
        THURSDAY + timedelta(hours=2),
        FRIDAY + timedelta(days=1),
    ):
        with at(moment):
            line = line_of(by, COMMUNITY, WEEK)
            found.append((line.light, line.deadline.split()[0], line.wants_nudge))
    assert found == [
        ("green", "to", True),
        ("amber", "to", True),
        ("red", "overdue", True),
        ("red", "did", False),
    ]


def test_same_as_last_week_at_another_courtyard_published_at_once_and_once():
    last, by = last_week(latitude=37.8, longitude=112.5), officer(Role.COMMUNITY_WORKER, COMMUNITY)
    last.roles.create(name="参加者", seats=12)
    with at(THURSDAY):
        made = repeat_last(COMMUNITY, WEEK, by=by, where="二号院", publish=True, nonce="tap")
        assert repeat_last(COMMUNITY, WEEK, by=by, where="二号院", publish=True, nonce="tap") == made
        with pytest.raises(Conflict, match="has one already"):
            repeat_last(COMMUNITY, WEEK, by=by)
        assert step(by) == WeekStep.PUBLISHED
    assert (made.state, made.where, made.latitude, made.starts_at) == (
        State.PUBLISHED,
        "二号院",
        None,
        FRIDAY,
    )
    assert made.roles.get().seats == 12


def test_a_holiday_moves_what_is_repeated_and_what_was_called_off_is_no_model():
    week = week_of(FRIDAY.date().replace(month=10, day=2))
    friday = FRIDAY.replace(month=10, day=2)
    by = officer(Role.COMMUNITY_WORKER, COMMUNITY)
    with at(friday - timedelta(days=3)):
        last_week(starts_at=friday - timedelta(days=7), state=State.CANCELLED)
        with pytest.raises(Missing):
            repeat_last(COMMUNITY, week, by=by)
        last_week(starts_at=friday - timedelta(days=14), where="")
        made = repeat_last(COMMUNITY, week, by=by)
        assert made.starts_at == friday.replace(day=8)
        assert line_of(by, COMMUNITY, week).session == made  # although it lies in the calendar week after


def test_reminded_once_a_day_and_told(client):
    street, worker = officer(), officer(Role.COMMUNITY_WORKER, COMMUNITY)
    with at(THURSDAY), transaction.atomic():
        made, told = nudge(COMMUNITY, WEEK, by=street)
        assert told == 1
        with pytest.raises(Conflict, match="reminded today already"):
            nudge(COMMUNITY, WEEK, by=street)
        with pytest.raises(Refused):
            nudge(COMMUNITY, WEEK, by=worker)
        assert line_of(street, COMMUNITY, WEEK).place.nudged_on == made.on
    notice = Notice.objects.get(person=worker.person)
    assert str(WEEK.monday) in notice.url
    assert [entry.action for entry in history(made.stream)] == ["volunteering.nudge_week"]
    with at(FRIDAY + timedelta(days=2)), pytest.raises(Conflict, match="Nothing is due"):
        nudge(COMMUNITY, WEEK, by=street)
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekNudgeFactory(community_id=COMMUNITY, on=made.on)
    WeekNudge.objects.all().delete()
    Actor(person=worker.person).person.grants.all().delete()
    with at(THURSDAY), pytest.raises(Conflict, match="Nobody holds the role"):
        nudge(COMMUNITY, WEEK, by=street)


def test_each_sees_the_communities_of_their_places():
    PlaceFactory(path=COMMUNITY), PlaceFactory(path=OTHER_COMMUNITY)
    street, worker = officer(), officer(Role.COMMUNITY_WORKER, COMMUNITY)
    last_week(starts_at=FRIDAY, state=State.DRAFT)
    with at(THURSDAY):
        board = board_of(street, RhythmFilter(WEEK))
        assert [line.place.path for line in board.lines] == [COMMUNITY, OTHER_COMMUNITY]
        assert (board.counts["draft"], board.counts["none"]) == (1, 1)
        narrowed = board_of(street, RhythmFilter.of({"step": "none", "place": "x"}, WEEK))
        assert [line.place.path for line in narrowed.lines] == [OTHER_COMMUNITY]
        assert [line.place.path for line in board_of(worker, RhythmFilter(WEEK)).lines] == [COMMUNITY]
        with pytest.raises(Missing):
            line_of(worker, OTHER_COMMUNITY, WEEK)


def test_the_alarm_rings_when_a_series_made_nothing():
    by = officer(Role.COMMUNITY_WORKER, COMMUNITY)
    with at(THURSDAY - timedelta(days=30)):
        series = SeriesFactory(
            kind="charity_hour", place=PlaceFactory(path=COMMUNITY), first_on=FRIDAY.date()
        )
    type(series).objects.update(created_at=THURSDAY - timedelta(days=30))
    with at(THURSDAY):
        with pytest.raises(WeekNotMadeError, match=COMMUNITY):
            check_week()
        assert board_of(by, RhythmFilter(WEEK)).unmade == 1
        assert line_of(by, COMMUNITY, WEEK).unmade
        last_week(starts_at=FRIDAY, state=State.DRAFT, series=series, occurrence=FRIDAY.date())
        assert check_week() == 1
        assert board_of(by, RhythmFilter(WEEK)).unmade == 0
    with at(THURSDAY - timedelta(days=20)):
        assert check_week(WEEK) == 1  # not missed before its week has begun


def test_an_hour_early_on_monday_is_one_of_this_week():
    begins = WEEK.begins_at
    place = PlaceFactory(path=COMMUNITY)
    series = SeriesFactory(
        place=place, kind="charity_hour", rule="FREQ=WEEKLY;BYDAY=MO", first_on=WEEK.before, starts=time(7)
    )
    Series.objects.update(created_at=begins - timedelta(days=10))
    with at(begins + timedelta(hours=1)):
        with pytest.raises(WeekNotMadeError):
            check_week(WEEK)
        SessionFactory(
            place=place, kind="charity_hour", series=series, occurrence=WEEK.monday, starts_at=begins.replace(hour=7),
            ends_at=begins.replace(hour=8),
        )  # fmt: skip
        assert check_week(WEEK) == 1


def test_a_second_draft_hides_nothing_that_was_published_and_nobody_is_reminded_of_it():
    hour = charity_hour(1)
    by, street = hour.office, officer()
    Session.objects.filter(pk=hour.session.pk).update(state=State.PUBLISHED)
    draft = last_week(starts_at=FRIDAY - timedelta(days=1), state=State.DRAFT)
    with at(THURSDAY):
        line = line_of(by, COMMUNITY, WEEK)
        assert (line.step, line.session, line.others) == (WeekStep.PUBLISHED, hour.session, 0)
        assert list(line.drafts) == [draft]
        with pytest.raises(Conflict, match="Nothing is due"):
            nudge(COMMUNITY, WEEK, by=street)
        board = board_of(by, RhythmFilter(WEEK))
        assert (board.counts[WeekStep.PUBLISHED], board.counts[WeekStep.DRAFT]) == (1, 0)


def test_hours_still_due_are_not_hidden_by_an_hour_that_is_filed():
    hour = charity_hour(1)
    hour.was_there(0)
    Session.objects.filter(pk=hour.session.pk).update(state=State.CLOSED)
    last_week(starts_at=FRIDAY - timedelta(days=1), state=State.FILED)
    with at(hour.after):
        line = line_of(hour.office, COMMUNITY, WEEK)
        assert (line.step, line.session, line.others) == (WeekStep.CLOSED, hour.session, 1)
