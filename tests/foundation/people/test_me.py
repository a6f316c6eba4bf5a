"""The page "Mine" and what hangs on it."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people import tracking
from jiayuan.foundation.people.devices import describe
from jiayuan.foundation.people.domain.profile import choose_staff_name, rename_person
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
WECHAT = (
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0"
)


def test_a_visitor_is_invited(client: Client) -> None:
    page = client.get("/me/").content.decode()
    assert "/sign-in/?next=%2Fme%2F" in page
    assert 'name="theme"' in page


def test_a_resident_sees_herself(sign_in: Any, person_with: Any) -> None:
    page = sign_in(person_with(name="李奶奶", phone="+8613812345678")).get("/me/").content.decode()
    assert "李奶奶" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "/accounts/2fa/" not in page


def test_a_worker_sees_her_roles_in_words(sign_in: Any, person_with: Any) -> None:
    page = sign_in(person_with(Role.COMMUNITY_WORKER)).get("/me/").content.decode()
    assert "社区工作者" in page
    assert "2019年1月1日" in page
    assert "/accounts/2fa/" in page


def test_queries_do_not_grow_with_roles(
    sign_in: Any, person_with: Any, django_assert_max_num_queries: Any
) -> None:
    person = person_with(Role.COMMUNITY_WORKER)
    for path in ("140106004011", "140106004012", "140106004013"):
        RoleGrantFactory(person=person, role=Role.GRID_WORKER, place=PlaceFactory(path=path))
    client = sign_in(person)
    client.get("/me/")
    with django_assert_max_num_queries(7):
        client.get("/me/")


def test_the_name_is_changed(sign_in: Any, person_with: Any) -> None:
    person = person_with(name="旧名")
    client = sign_in(person)
    assert 'value="旧名"' in client.get("/me/name/").content.decode()
    assert client.post("/me/name/", {"name": "  新\u202e 名 "})["Location"] == "/me/"
    person.refresh_from_db()
    assert person.name == "新 名"
    [entry] = Entry.objects.filter(stream_id=person.stream)
    assert "新" not in str(entry.payload)
    too_long = client.post("/me/name/", {"name": "名" * 41})
    assert too_long.status_code == 422
    assert "41" in too_long.content.decode()
    assert client.post("/me/name/", {"name": ""}).status_code == 422


def test_nobody_renames_another() -> None:
    with pytest.raises(Refused) as refusal:
        rename_person(PersonFactory(), name="x", by=Actor(person=PersonFactory()))
    assert "本人" in str(refusal.value.message)


def test_the_staff_name(sign_in: Any, person_with: Any, actor_with: Any) -> None:
    worker = person_with(Role.COMMUNITY_WORKER)
    client = sign_in(worker)
    assert client.get("/me/staff-name/").status_code == 200
    assert client.post("/me/staff-name/", {"username": " Li.JianFang "})["Location"] == "/accounts/2fa/"
    worker.refresh_from_db()
    assert worker.username == "li.jianfang"
    bad = client.post("/me/staff-name/", {"username": "李建芳"})
    assert bad.status_code == 422
    assert "小写字母" in bad.content.decode()
    other = actor_with(Role.COMMUNITY_WORKER)
    with pytest.raises(Conflict) as taken:
        choose_staff_name(other.person, username="li.jianfang", by=other)
    assert "已经有人用了" in str(taken.value.message)
    resident = sign_in(person_with()).post("/me/staff-name/", {"username": "abcd"})
    assert resident.status_code == 403


def test_a_role_is_handed_back(sign_in: Any, person_with: Any) -> None:
    worker = person_with(Role.COMMUNITY_WORKER)
    [grant] = worker.grants.all()
    client = sign_in(worker)
    address = f"/me/roles/{grant.pk}/"
    assert "要交回这个身份吗" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "退休了"})["Location"] == "/me/"
    assert client.get(address).status_code == 404
    assert sign_in(person_with()).get(address).status_code == 404
    assert client.get("/console/people/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/me/name/",
        "/me/staff-name/",
        "/me/roles/1/",
        "/me/second-factor/",
        "/me/sessions/",
        "/me/data/",
        "/me/data/erase/",
    ],
)
def test_pages_of_ones_own_need_an_account(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"/sign-in/?next={address.replace('/', '%2F')}"


def signed_in_at(sign_in: Any, person: Any, agent: str) -> Client:
    client: Client = sign_in(person)
    client.get("/me/", headers={"user-agent": agent})
    return client


def test_sessions_are_seen_and_ended(sign_in: Any, person_with: Any) -> None:
    person = person_with()
    here = signed_in_at(sign_in, person, WECHAT)
    there = signed_in_at(sign_in, person, "Mozilla/5.0 (Windows NT 10.0) Firefox/120.0")
    signed_in_at(sign_in, person_with(), "Mozilla/5.0 (iPad) Safari/600")
    page = here.get("/me/sessions/", headers={"user-agent": WECHAT}).content.decode()
    assert "Android 上的微信" in page
    assert "Windows 上的Firefox" in page
    assert "iPad" not in page
    key = UserSession.objects.get(session_key=there.session.session_key).pk
    assert here.post("/me/sessions/", {"end": key})["Location"] == "/me/sessions/"
    assert there.get("/me/data/").status_code == 302
    assert here.get("/me/data/").status_code == 200
    gone = here.post("/me/sessions/", {"end": key})
    assert gone.status_code == 404
    assert "已经退出" in gone.content.decode()
    assert here.post("/me/sessions/", {"end": "x"}).status_code == 404


def test_nobody_ends_anothers_session(sign_in: Any, person_with: Any) -> None:
    theirs = signed_in_at(sign_in, person_with(), WECHAT)
    key = UserSession.objects.get(session_key=theirs.session.session_key).pk
    assert sign_in(person_with()).post("/me/sessions/", {"end": key}).status_code == 404
    assert theirs.get("/me/data/").status_code == 200


def test_everywhere_else_at_once(sign_in: Any, person_with: Any, django_assert_max_num_queries: Any) -> None:
    person = person_with()
    here = signed_in_at(sign_in, person, WECHAT)
    others = [signed_in_at(sign_in, person, f"Firefox {number}") for number in range(5)]
    with django_assert_max_num_queries(6):
        page = here.get("/me/sessions/", headers={"user-agent": WECHAT}).content.decode()
    assert page.index("这台设备") < page.index("Firefox")
    here.post("/me/sessions/", {"end": "others"})
    assert [other.get("/me/data/").status_code for other in others] == [302] * 5
    assert here.get("/me/data/").status_code == 200
    [entry] = Entry.objects.filter(stream_id=person.stream)
    assert entry.payload["after"] == {"devices": 5}
    here.post("/me/sessions/", {"end": "others"})
    assert Entry.objects.filter(stream_id=person.stream).count() == 1


def test_last_seen_is_noted_now_and_then(sign_in: Any, person_with: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T02:00:00Z", tick=False)
    client = sign_in(person_with())
    client.get("/me/")
    first = UserSession.objects.get().last_seen_at
    time_machine.shift(tracking.EVERY - 1)
    client.get("/me/")
    assert UserSession.objects.get().last_seen_at == first
    time_machine.shift(1)
    client.get("/me/")
    assert UserSession.objects.get().last_seen_at > first


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WECHAT, "Android 上的微信"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Windows 上的Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604", "iPhone 上的Safari"),
        ("Firefox/1", "Firefox"),
        ("something (X11; Linux)", "Linux"),
        ("", "未知设备"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert describe(agent) == words
