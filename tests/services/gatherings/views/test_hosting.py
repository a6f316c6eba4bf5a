"""Whoever leads by a seat has a phone and no desk: the code, the list, the walk-in and the forgotten check-out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.domain.move_up import move_up
from jiayuan.services.gatherings.enums import PresenceState
from jiayuan.services.gatherings.models import Presence, SignUp
from tests.factories import PresenceFactory, SessionRoleFactory
from tests.services.gatherings.scene import FRIDAY, THURSDAY, WALKED_IN, gathering, host, join, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return gathering(4)


@pytest.fixture
def leader(role):
    who = resident()
    with at(THURSDAY):
        offered = join(SessionRoleFactory(session=role.session, name="领队", leads=True), who)
        move_up(offered.pk, by=host())
    return who


@pytest.fixture
def phone(leader, sign_in):
    return sign_in(leader.person)


def address(role):
    return reverse("gathering-host", args=[role.session_id])


def page_of(client, role):
    return client.get(address(role)).content.decode()


def called(role, name, *companions):
    who = resident()
    who.person.name = name
    who.person.save()
    with at(THURSDAY):
        return join(role, who, *companions)


def test_the_page_of_the_gathering_leads_there_and_not_to_a_console_that_is_closed(phone, role):
    with at(FRIDAY):
        page = phone.get(reverse("gathering", args=[role.session_id])).content.decode()
        live = phone.get(reverse("gathering-live", args=[role.session_id])).content.decode()
    assert address(role) in page
    assert "/console/" not in page + live


def test_who_works_at_a_desk_finds_both(sign_in, role):
    page = sign_in(host().person).get(reverse("gathering", args=[role.session_id])).content.decode()
    assert address(role) in page
    assert reverse("console-gathering", args=[role.session_id]) in page


def test_the_code_of_this_half_minute_is_shown_while_it_counts(phone, role):
    secret = bytes(role.session.secret)
    with at(FRIDAY):
        assert code_of(secret, "in", step_of(FRIDAY)) in page_of(phone, role)
        out = phone.get(address(role), {"way": "out"}).content.decode()
        assert code_of(secret, "out", step_of(FRIDAY)) in out
    with at(THURSDAY):
        assert 'id="code"' not in page_of(phone, role)


def test_people_are_checked_in_and_out_and_told_apart(phone, role):
    first, second = called(role, "王秀英", "小宝"), called(role, "王秀兰")
    with at(FRIDAY):
        page = page_of(phone, role)
        assert "王秀" not in page
        assert all(each.person.phone[-4:] in page for each in (first, second))
        assert "随 王** 同来" in page
        assert phone.post(address(role), {"in": first.pk}).status_code == 302
        assert "已到 1 人" in page_of(phone, role)
    with at(FRIDAY + timedelta(minutes=50)):
        phone.post(address(role), {"out": first.pk})
    assert first.presence.minutes == 50
    assert not Presence.objects.filter(sign_up=second).exists()


def test_who_comes_unannounced_is_there_at_once(phone, role):
    with at(FRIDAY):
        for _turn in range(2):
            phone.post(address(role), {"walk_in": "1", "name": "刘阿姨", "nonce": "n" * 16})
    came = SignUp.objects.get(state=WALKED_IN)
    assert (came.name, came.presence.in_at) == ("刘阿姨", FRIDAY)


def test_afterwards_the_leader_says_when_somebody_left_or_that_they_were_there(phone, role):
    forgot, missed = called(role, "赵大爷"), called(role, "钱阿姨")
    with at(FRIDAY):
        phone.post(address(role), {"in": forgot.pk})
    with at(FRIDAY + timedelta(hours=2)):
        wrong = phone.post(address(role), {"repair": forgot.pk, "in_at": "18:00", "out_at": "half past"})
        assert (wrong.status_code, "data-fault" in wrong.content.decode()) == (422, True)
        assert (
            phone.post(address(role), {"repair": forgot.pk, "in_at": "18:00", "out_at": "23:00"}).status_code
            == 422
        )
        for row, left in ((forgot, "18:45"), (missed, "18:30")):
            phone.post(address(role), {"repair": row.pk, "in_at": "18:00", "out_at": left})
    assert [row.presence.minutes for row in (forgot, missed)] == [45, 30]
    assert forgot.presence.out_source == "repair"


def test_a_code_that_came_late_waits_for_the_leader(phone, role):
    row = called(role, "孙师傅")
    presence = PresenceFactory(sign_up=row, in_at=FRIDAY, state=PresenceState.PENDING)
    with at(FRIDAY + timedelta(minutes=20)):
        phone.post(address(role), {"confirm": row.pk})
    presence.refresh_from_db()
    assert presence.state == PresenceState.SURE


def test_others_do_not_lead_and_nobody_reaches_into_another_gathering(phone, role, sign_in):
    elsewhere = called(gathering(starts_at=FRIDAY + timedelta(days=7)), "周姐")
    with at(FRIDAY):
        assert sign_in(resident().person).get(address(role)).status_code == 404
        for button in ("in", "repair", "confirm"):
            given = {button: elsewhere.pk, "in_at": "18:00", "out_at": "18:30"}
            assert phone.post(address(role), given).status_code == 404
        assert phone.post(address(role), {}).status_code == 422
    assert not Presence.objects.exists()


def test_a_visitor_signs_in_first(client, role):
    assert client.get(address(role)).status_code == 302
