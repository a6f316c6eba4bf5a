"""In the console: a series planned, looked at, changed and ended; people, seats and changes of one gathering."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.models import Series, Session, SignUp
from tests.services.gatherings.scene import (
    CANCELLED,
    FRIDAY,
    HELD,
    THURSDAY,
    WAITING,
    gathering,
    host,
    join,
    states,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def desk(sign_in):
    return sign_in(host().person)


FORM = {
    "title": "公益一小时", "kind": "meeting", "place": "140106004010", "repeats": "weekly", "weekday": "4", "week": "1",
    "starts": "18:00", "minutes": "60", "first_on": "2026-11-06", "until": "", "weeks_ahead": "2", "holidays": "skip",
    "role-0-name": "参加者", "role-0-seats": "12", "role-1-name": "领队", "role-1-seats": "1", "role-1-leads": "yes",
    "role-2-name": "", "role-2-seats": "",
}  # fmt: skip


def planned(desk, **fields):
    answer = desk.post(reverse("console-series-new"), FORM | fields)
    assert answer.status_code == 302
    return Series.objects.get()


def act(desk, series, action, **fields):
    return desk.post(reverse("console-series-act", args=[series.pk]), {"action": action} | fields)


def page_of(desk, series):
    return desk.get(reverse("console-series-page", args=[series.pk])).content.decode()


def test_planned_in_plain_words_and_shown(desk):
    series = planned(desk)
    assert (series.rule, [each["seats"] for each in series.roles]) == ("FREQ=WEEKLY;BYDAY=FR", [12, 1])
    page = page_of(desk, series)
    assert "每星期五 18:00–19:00" in page
    assert page.count("0/12 · 0/1") == Session.objects.count() == 2
    assert 'value="2026-11-06"' in desk.get(reverse("console-series-new")).content.decode()


def test_it_may_end_on_the_last_day_of_the_calendar(desk):
    planned(desk, until="9999-12-31")
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"weekday": "9"}, {"repeats": "never"}, {"starts": "25:00"}, {"minutes": "2"}, {"until": "soon"},
     {"weeks_ahead": "99"}, {"holidays": "maybe"}, {"role-0-seats": "-1"}, {"role-2-seats": "3"}, {"kind": "x"},
     {"role-0-name": "", "role-0-seats": "", "role-1-name": "", "role-1-seats": ""}, {"first_on": "2026-13-01"},
     {"remind": "7"}, {"role-0-needs": "volunteering.guardian"}, {"place": "140106005001"}],
)  # fmt: skip
def test_a_wrong_form_comes_back_with_what_was_typed(desk, wrong):
    answer = desk.post(reverse("console-series-new"), FORM | {"words": "带上手套"} | wrong)
    assert answer.status_code in {403, 422}
    page = answer.content.decode()
    assert "data-fault" in page
    assert "带上手套" in page
    assert not Series.objects.exists()


def test_a_series_carries_its_reminders(desk):
    """Into what it makes; what was chosen for one of them stays."""
    new = desk.get(reverse("console-series-new")).content.decode()
    assert [f'value="{each}" checked' in new for each in (4320, 1440, 120, 30)] == [False, True, True, False]
    wrong = desk.post(reverse("console-series-new"), FORM | {"remind": ["30"], "title": ""}).content.decode()
    assert ('value="30" checked' in wrong, 'value="120" checked' in wrong) == (True, False)
    series = planned(desk, remind=["4320", "30"])
    first, own = Session.objects.order_by("starts_at")
    assert (series.remind_minutes, first.remind_minutes, own.remind_minutes) == ([4320, 30],) * 3
    desk.post(reverse("console-gathering-reminders", args=[own.pk]), {"remind": ["120"]})
    assert act(desk, series, "reminders", remind=["1440"]).status_code == 302
    for row, minutes in ((series, [1440]), (first, [1440]), (own, [120])):
        row.refresh_from_db()
        assert row.remind_minutes == minutes
    changed = Entry.objects.filter(action="gatherings.change_reminders").values_list("stream", flat=True)
    assert sorted(changed) == sorted([own.stream, series.stream, first.stream])
    assert act(desk, series, "reminders", remind=["1440"]).status_code == 302
    assert changed.count() == 3, "the same again changes nothing"
    assert act(desk, series, "reminders", remind=["soon"]).status_code == 422
    assert act(desk, series, "reminders").status_code == 302
    first.refresh_from_db()
    assert first.remind_minutes == []
    assert 'value="1440" checked' not in page_of(desk, series)


def test_paused_gone_on_other_roles_and_ended(desk):
    series = planned(desk)
    assert act(desk, series, "pause").status_code == 302
    assert "已暂停" in page_of(desk, series)
    assert act(desk, series, "pause").status_code == 409
    assert act(desk, series, "resume").status_code == 302
    assert act(desk, series, "roles", **{"role-0-name": "参加者", "role-0-seats": "8"}).status_code == 302
    assert {each.roles.get().seats for each in Session.objects.all()} == {8}
    assert act(desk, series, "end", words="").status_code == 422
    assert act(desk, series, "end", words="季节过了").status_code == 302
    assert act(desk, series, "explode").status_code == 422
    assert "已结束" in page_of(desk, series)


def test_elsewhere_it_is_not_there(desk, sign_in):
    series = planned(desk)
    other = sign_in(host("140106004011").person)
    assert other.get(reverse("console-series-page", args=[series.pk])).status_code == 404
    assert act(other, series, "pause").status_code == 404
    own = reverse("console-series-page", args=[series.pk])
    assert own in desk.get(reverse("console-series")).content.decode()
    assert own not in other.get(reverse("console-series")).content.decode()


def edit(desk, session, **fields):
    given = {
        "title": "公益一小时",
        "where": "二号院",
        "starts_at": "2026-11-06T18:30",
        "minutes": "60",
    } | fields
    return desk.post(reverse("console-gathering-edit", args=[session.pk]), given)


def test_one_or_all_that_follow_are_changed(desk):
    planned(desk)
    first, second = Session.objects.order_by("starts_at")
    assert (
        'value="2026-11-06T18:00"'
        in desk.get(reverse("console-gathering-edit", args=[first.pk])).content.decode()
    )
    assert edit(desk, first, starts_at="soon").status_code == 422
    assert edit(desk, first, scope="following", starts_at="2026-11-07T18:00").status_code == 422
    assert edit(desk, first, scope="following").status_code == 302
    assert set(Session.objects.values_list("where", flat=True)) == {"二号院"}
    assert edit(desk, first, where="三号院").status_code == 302
    assert Session.objects.get(pk=second.pk).where == "二号院"
    assert Session.objects.get(pk=first.pk).is_edited


def test_the_same_elsewhere_published_at_once(desk):
    planned(desk)
    first = Session.objects.order_by("starts_at").first()
    page = desk.get(reverse("console-gathering", args=[first.pk])).content.decode()
    assert 'value="2026-11-13T18:00"' in page
    copied = {"starts_at": "2026-11-20T18:00", "where": "四号院", "publish": "yes", "nonce": "n" * 16}
    for _turn in range(2):
        assert desk.post(reverse("console-gathering-copy", args=[first.pk]), copied).status_code == 302
    made = Session.objects.get(where="四号院")
    assert (made.state, [role.seats for role in made.roles.order_by("pk")]) == ("published", [12, 1])


def people(desk, role, /, **fields):
    return desk.post(reverse("console-gathering-people", args=[role.session_id]), fields)


def test_somebody_with_company_is_signed_up_once_and_waits(desk):
    role = gathering(2)
    form = {
        "join": "yes", "role": role.pk, "beneficiary_name": "王大爷", "manner": "phone", "companions": "小李，小王",
        "nonce": "n" * 16,
    }  # fmt: skip
    wrong = people(desk, role, **(form | {"beneficiary_name": ""}))
    assert wrong.status_code == 422
    assert "小李，小王" in wrong.content.decode()
    for _turn in range(2):
        assert people(desk, role, **form).status_code == 302
    assert states(role) == [WAITING] * 3
    first = SignUp.objects.filter(role=role).first()
    assert people(desk, role, up=first.pk).status_code == 409
    assert people(desk, role, seats_of=role.pk, seats="0").status_code == 422
    assert people(desk, role, seats_of=role.pk, seats="3").status_code == 302
    assert people(desk, role, accept=first.pk).status_code == 302
    assert states(role) == [HELD] * 3
    assert people(desk, role, leave=first.pk).status_code == 302
    assert states(role)[0] == CANCELLED
    assert people(desk, role).status_code == 422


def test_nobody_of_another_gathering(desk):
    role, other = gathering(1), gathering(1, title="别的")
    row = join(role)
    for fields in ({"leave": row.pk}, {"seats_of": role.pk, "seats": "3"}, {"join": "yes", "role": role.pk}):
        assert people(desk, other, **fields).status_code == 404
    assert states(role) == [HELD]


def test_during_it_who_waits_is_given_a_seat_and_nobody_who_stayed_away_is_blamed(desk):
    role = gathering(1)
    one, waits = join(role), join(role)
    with at(FRIDAY + timedelta(minutes=5)):
        people(desk, role, leave=one.pk)
        page = desk.get(reverse("console-gathering", args=[role.session_id])).content.decode()
        assert f'name="up" value="{waits.pk}"' in page
        assert people(desk, role, up=waits.pk).status_code == 302
    assert states(role) == [CANCELLED, HELD]
