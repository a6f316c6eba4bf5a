"""In the console: planning, publishing, the same again, who came, and the code on the big screen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.enums import PresenceState, State
from jiayuan.services.gatherings.models import Presence, Session, SignUp
from tests.factories import MaterialFactory, PlaceFactory, PresenceFactory, SessionRoleFactory
from tests.services.gatherings.scene import (
    FRIDAY,
    THURSDAY,
    WALKED_IN,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def desk(worker, sign_in):
    return sign_in(worker.person)


def send(client, of, name, /, **fields):
    return client.post(reverse(f"console-gathering-{name}", args=[of.session_id]), fields)


def open_page(client, role):
    return client.get(reverse("console-gathering", args=[role.session_id]))


FORM = {
    "title": "清理小院", "place": "140106004010", "starts_at": "2026-11-06T18:00", "minutes": "60", "seats": "12",
    "nonce": "n" * 16,
}  # fmt: skip


def test_planned_published_and_the_same_next_week(desk):
    for _turn in range(2):
        answer = desk.post(reverse("console-gathering-new"), FORM)
    session = Session.objects.get()
    assert answer["Location"] == reverse("console-gathering", args=[session.pk])
    assert (session.starts_at, session.roles.get().seats) == (FRIDAY, 12)
    role = session.roles.get()
    assert send(desk, role, "act", action="publish").status_code == 302
    assert Session.objects.get().state == State.PUBLISHED
    answer = send(desk, role, "copy", starts_at="2026-11-13T18:00", nonce="m" * 16)
    assert Session.objects.latest("pk").starts_at == FRIDAY + timedelta(days=7)
    assert str(Session.objects.latest("pk").pk) in answer["Location"]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"place": "140106005001"}, {"starts_at": "soon"}, {"minutes": "-60"}, {"minutes": "900"},
     {"seats": "-1"}, {"seats": "0"}, {"starts_at": "2020-01-01T10:00"}, {"starts_at": "9999-12-31T23:30"}],
)  # fmt: skip
def test_a_wrong_form_comes_back_with_what_was_typed(desk, wrong):
    answer = desk.post(reverse("console-gathering-new"), FORM | {"words": "带上手套"} | wrong)
    assert answer.status_code in {403, 422}
    assert "带上手套" in answer.content.decode()
    assert "data-fault" in answer.content.decode()
    assert not Session.objects.exists()


def test_the_last_day_of_the_calendar_is_only_too_far_away(desk):
    answer = send(desk, gathering(), "copy", starts_at="9999-12-31T23:30", where="四号院")
    assert answer.status_code == 422
    assert "四号院" in answer.content.decode()


def test_what_is_no_number_is_called_that(desk):
    page = desk.post(reverse("console-gathering-new"), FORM | {"seats": "-3"}).content.decode()
    assert "只能填整数" in page
    desk.post(reverse("console-gathering-new"), FORM | {"seats": "\uff11\uff12"})
    assert Session.objects.get().roles.get().seats == 12


def test_the_board_shows_what_one_runs_and_how_full_it_is(desk):
    role = gathering(2, title="我们的")
    join(role)
    gathering(title="还在筹备", state=State.DRAFT)
    page = desk.get(reverse("console-gatherings")).content.decode()
    assert "我们的" in page
    assert "1/2" in page
    assert "还在筹备" not in desk.get(reverse("console-gatherings"), {"state": "published"}).content.decode()


def test_elsewhere_it_is_not_there(sign_in):
    other = sign_in(host("140106004011").person)
    role = gathering()
    assert open_page(other, role).status_code == 404
    assert send(other, role, "act", action="cancel", words="雨").status_code == 404
    assert "清理小院" not in other.get(reverse("console-gatherings")).content.decode()


def test_only_what_the_table_allows(desk):
    role = gathering()
    assert send(desk, role, "act", action="amend").status_code == 422
    assert send(desk, role, "act", action="file").status_code == 409
    assert send(desk, role, "act", action="cancel", words="").status_code == 422
    assert send(desk, role, "act", action="cancel", words="下雨").status_code == 302


def test_who_came_is_entered_and_names_are_masked(desk):
    role, who = gathering(), resident()
    who.person.name = "王秀英"
    who.person.save()
    row = join(role, who)
    page = open_page(desk, role).content.decode()
    assert "王**" in page
    assert "王秀英" not in page
    assert (f"…{who.person.phone[-4:]}" in page, who.person.phone in page) == (True, False)
    with at(FRIDAY):
        assert send(desk, role, "check", **{"in": row.pk}).status_code == 302
        assert send(desk, role, "walk-in", name="刘阿姨", nonce="n" * 16).status_code == 302
        assert send(desk, role, "walk-in", name="", phone="12").status_code == 422
    with at(FRIDAY + timedelta(hours=1)):
        send(desk, role, "check", out=row.pk)
    assert Presence.objects.get().minutes == 60
    assert states(role)[-1] == WALKED_IN


def test_nobody_of_another_gathering_is_checked_in_here(desk):
    row = join(gathering())
    with at(FRIDAY):
        assert send(desk, gathering(title="别的"), "check", **{"in": row.pk}).status_code == 404
    assert not Presence.objects.exists()


def test_what_waits_for_the_hosts_word_is_confirmed(desk):
    role = gathering()
    presence = PresenceFactory(sign_up=SignUp.objects.get(pk=join(role).pk), state=PresenceState.PENDING)
    assert "确认" in open_page(desk, role).content.decode()
    assert send(desk, role, "check", confirm=presence.pk).status_code == 302
    assert Presence.objects.get().state == PresenceState.SURE
    assert send(desk, gathering(), "check", confirm=presence.pk).status_code == 404


def test_the_big_screen_shows_the_code_of_now(desk):
    role = gathering()
    for way in ("in", "out"):
        with at(FRIDAY):
            page = desk.get(reverse("console-gathering-code", args=[role.session_id]), {"way": way})
        assert code_of(bytes(role.session.secret), way, step_of(FRIDAY)) in page.content.decode()
        assert "data:image/svg+xml;base64," in page.content.decode()


def test_the_host_chooses_when_people_are_reminded_and_they_read_it(desk, sign_in):
    role = gathering()
    guest = resident()
    join(role, guest)
    url = reverse("console-gathering-reminders", args=[role.session_id])
    assert desk.post(url, {"remind": ["1440", "30"]}).status_code == 302
    assert Session.objects.get().remind_minutes == [1440, 30]
    assert open_page(desk, role).content.decode().count("checked") == 2
    page = sign_in(guest.person).get(reverse("gathering", args=[role.session_id]))
    assert "提前半小时" in page.content.decode()
    assert desk.post(url, {"remind": ["31"]}).status_code == 422
    assert sign_in(host("140106004011").person).post(url, {"remind": []}).status_code == 404
    assert desk.post(url).status_code == 302
    assert Session.objects.get().remind_minutes == []


def test_a_form_starts_from_an_earlier_one(desk, worker):
    """One tap fills it; roles, kind and material go along, called off ones and those of others are not offered."""
    role = gathering(12, title="清理小院", where="3号院", words="带上手套", made_by=worker.person)
    SessionRoleFactory(session=role.session, name="领队", seats=1, leads=True)
    MaterialFactory(session=role.session, name="夹子")
    gathering(title="取消的", state=State.CANCELLED)
    gathering(title="别处的", place=PlaceFactory(path="140106005001"))
    new = reverse("console-gathering-new")
    offered = desk.get(new).content.decode()
    assert (f"?like={role.session_id}" in offered, "取消的" in offered, "别处的" in offered) == (
        True,
        False,
        False,
    )
    page = desk.get(new, {"like": role.session_id}).content.decode()
    for each in (
        'value="清理小院"',
        'value="3号院"',
        "带上手套",
        'value="12"',
        'value="2026-11-13T18:00"',
        "领队 1",
    ):
        assert each in page
    form = FORM | {"like": role.session_id, "starts_at": "2026-11-13T18:00", "seats": "20", "where": "5号院"}
    assert "领队 1" in desk.post(new, form | {"title": ""}).content.decode()
    assert desk.post(new, form).status_code == 302
    made = Session.objects.latest("pk")
    assert (made.copied_from, made.where) == (role.session, "5号院")
    assert [(each.name, each.seats) for each in made.roles.order_by("pk")][1] == ("领队", 1)
    assert made.roles.order_by("pk").first().seats == 20
    assert made.material.get().name == "夹子"


@pytest.mark.parametrize("like", ["", "0", "x", "99999999999", "7"])
def test_an_earlier_one_that_is_not_there_leaves_the_form_empty(desk, like):
    assert desk.get(reverse("console-gathering-new"), {"like": like}).status_code == 200


def test_names_are_in_full_only_while_people_come_and_each_reading_is_recorded(desk):
    role, who = gathering(2), resident()
    person = who.person
    person.name = "王小明"
    person.save()
    join(role, who)
    assert "王小明" not in send(desk, role, "names").content.decode()
    assert send(desk, role, "names").status_code == 403
    with at(FRIDAY - timedelta(minutes=20)):
        assert "王小明" not in open_page(desk, role).content.decode()
        answer = send(desk, role, "names")
        assert "王小明" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert "王小明" not in open_page(desk, role).content.decode()
    assert Entry.objects.get(action="gatherings.read_names").payload["after"] == {"people": 1}
    with at(FRIDAY + timedelta(hours=4)):
        assert send(desk, role, "names").status_code == 403


def test_seats_and_conditions_of_a_role_are_changed_on_the_page(desk):
    role = gathering(2, kind="charity_hour")
    join(role)
    given = {"seats_of": role.pk, "seats": "3", "min_age": "16", "needs": ["volunteering.guardian"]}
    assert send(desk, role, "people", **given).status_code == 302
    role.refresh_from_db()
    assert (role.seats, role.min_age, role.needs) == (3, 16, ["volunteering.guardian"])
    page = open_page(desk, role).content.decode()
    assert 'value="16"' in page
    assert 'value="volunteering.guardian" checked' in page
    assert send(desk, role, "people", **(given | {"min_age": "old"})).status_code == 422
