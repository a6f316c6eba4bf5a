"""All that follow are changed, but for what somebody changed by hand; series pause and go on; roles change."""

from datetime import date, time, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain.amend import amend_session
from jiayuan.services.gatherings.domain.amend_series import amend_following, change_series_roles
from jiayuan.services.gatherings.domain.drafts import RoleDraft
from jiayuan.services.gatherings.domain.generate import generate_all
from jiayuan.services.gatherings.domain.move_up import move_up
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.rule_words import rule_in_words, rule_of
from jiayuan.services.gatherings.domain.series import (
    SeriesDraft,
    end_series,
    pause_series,
    plan_series,
    resume_series,
)
from jiayuan.services.gatherings.enums import Action
from jiayuan.services.gatherings.models import Series, Session
from tests.services.gatherings.scene import FRIDAY, HELD, THURSDAY, about, gathering, host, join, resident

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def series(worker):
    """Every Friday at six, four weeks ahead; the first is published, the third was moved by hand."""
    draft = SeriesDraft(about(), "FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 6), time(18), 60, weeks_ahead=4)
    made = plan_series(draft, by=worker)
    one, _two, three, *_rest = sessions(made)
    perform_action(one.pk, Action.PUBLISH, by=worker)
    amend_session(three.pk, {"where": "三号院"}, by=worker)
    return made


def sessions(series):
    return list(Session.objects.filter(series=series).order_by("starts_at"))


def test_texts_and_times_of_all_that_follow(series, worker):
    before = sessions(series)
    starts_at = FRIDAY + WEEK + timedelta(minutes=30)
    changes = {"where": "二号院", "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
    assert amend_following(before[1].pk, changes, by=worker) == len(before) - 2
    after = sessions(series)
    assert [each.where for each in after[:4]] == ["", "二号院", "三号院", "二号院"]
    assert [f"{local(each.starts_at):%H:%M}" for each in after[:4]] == ["18:00", "18:30", "18:00", "18:30"]
    assert [each.is_edited for each in after[:4]] == [False, False, True, False]
    with at(THURSDAY + WEEK * 2):
        generate_all()
    last = sessions(series)[-1]
    assert (last.where, last.ends_at - last.starts_at) == ("二号院", timedelta(minutes=90))
    assert f"{local(last.starts_at):%H:%M}" == "18:30"
    assert Entry.objects.filter(action="gatherings.amend_series").count() == 1


def test_the_chosen_one_follows_even_if_it_was_changed_by_hand(series, worker):
    third = sessions(series)[2]
    assert amend_following(third.pk, {"title": "拾垃圾"}, by=worker) == len(sessions(series)) - 2
    assert Session.objects.get(pk=third.pk).title == "拾垃圾"


def test_what_cannot_be(series, worker):
    first = sessions(series)[0]
    with pytest.raises(Invalid) as refused:
        amend_following(first.pk, {"starts_at": FRIDAY + timedelta(days=1)}, by=worker)
    assert refused.value.field == "starts_at"
    with pytest.raises(Invalid):
        amend_following(first.pk, {"title": ""}, by=worker)
    with pytest.raises(Refused):
        amend_following(first.pk, {"title": "别的"}, by=resident())
    with pytest.raises(Missing):
        amend_following(gathering().session_id, {"title": "别的"}, by=worker)
    perform_action(first.pk, Action.CANCEL, by=worker, words="下雨")
    with pytest.raises(Conflict):
        amend_following(first.pk, {"title": "别的"}, by=worker)
    assert {each.title for each in sessions(series)} == {"清理小院"}
    assert Series.objects.get().title == "清理小院"


def test_paused_nothing_is_made_until_it_goes_on(series, worker):
    count = len(sessions(series))
    pause_series(series.pk, by=worker)
    with at(THURSDAY + WEEK * 2):
        assert generate_all() == 0
        with pytest.raises(Conflict):
            pause_series(series.pk, by=worker)
        resume_series(series.pk, by=worker)
        assert len(sessions(series)) == count + 2
        with pytest.raises(Conflict):
            resume_series(series.pk, by=worker)
    end_series(series.pk, by=worker, words="季节过了")
    with pytest.raises(Conflict):
        pause_series(series.pk, by=worker)
    with pytest.raises(Refused):
        pause_series(series.pk, by=host("140106005001"))


def test_other_roles_for_what_is_prepared(series, worker):
    roles = [RoleDraft("参加者", 8, min_age=16), RoleDraft("领队", 1, leads=True)]
    change_series_roles(series.pk, roles, by=worker)
    seats = [[role.seats for role in each.roles.order_by("pk")] for each in sessions(series)[:4]]
    assert seats == [[12], [8, 1], [12], [8, 1]], "published, and changed by hand, keep theirs"
    assert Series.objects.get().roles[0]["min_age"] == 16
    with pytest.raises(Invalid):
        change_series_roles(series.pk, [], by=worker)


def test_the_host_gives_a_seat_once_there_are_enough(worker):
    role = gathering(1)
    join(role)
    party = join(role, resident(), "小李")
    with pytest.raises(Conflict) as refused:
        move_up(party.pk, by=worker)
    assert refused.value.code == "full"
    with pytest.raises(Refused):
        move_up(party.pk, by=resident())
    with at(FRIDAY + timedelta(minutes=5)):
        role.seats = 3
        role.save()
        assert [each.state for each in move_up(party.pk, by=worker)] == [HELD, HELD]
        with pytest.raises(Conflict) as again:
            move_up(party.pk, by=worker)
    assert again.value.code == "state"


@pytest.mark.parametrize(
    ("answers", "rule", "said"),
    [
        (("weekly", 4), "FREQ=WEEKLY;BYDAY=FR", "每星期五"),
        (("fortnightly", 0), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "每隔一周的星期一"),
        (("monthly", 5, -1), "FREQ=MONTHLY;BYDAY=-1SA", "每月最后一个星期六"),
    ],
)
def test_rules_in_words(answers, rule, said):
    assert rule_of(*answers) == rule
    assert rule_in_words(rule, date(2026, 11, 6)) == said


def test_answers_that_are_none():
    for wrong in (("weekly", 7), ("hourly", 1), ("monthly", 1, 0)):
        with pytest.raises(Invalid):
            rule_of(*wrong)
    assert rule_in_words("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 11, 6)) == "按特定规则"
