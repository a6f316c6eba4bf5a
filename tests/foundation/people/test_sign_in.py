"""Signing in with a phone and a code, page by page."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.enter import enter_person
from jiayuan.foundation.people.models import OneTimeCode, Person
from tests.factories import PersonFactory

from .conftest import totp_code

PHONE = "+8613812345678"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shown_codes")]


def test_a_newcomer_gets_an_account_and_lands_where_she_wanted(client: Client) -> None:
    asked = client.get("/sign-in/?next=/mine/")
    assert "手机号" in asked.content.decode()
    sent = client.post("/sign-in/", {"phone": "138 1234 5678", "next": "/mine/"})
    assert sent["Location"] == "/sign-in/code/"
    page = client.get("/sign-in/code/").content.decode()
    shown = client.session["signing_in"]["shown"]
    assert shown in page
    assert "138****5678" in page
    done = client.post("/sign-in/code/", {"code": shown})
    assert done["Location"] == "/mine/"
    person = Person.objects.get()
    assert (person.phone, person.name, person.has_usable_password()) == (PHONE, "", False)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert "signing_in" not in client.session
    [entry] = Entry.objects.filter(stream_id=person.stream)
    assert (entry.action, entry.actor) == ("person.joined", person)
    assert PHONE not in str(entry.payload)


def test_she_comes_back_as_the_same_person(client: Client, sign_in_by_phone: Any) -> None:
    sign_in_by_phone(client, "13812345678")
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session
    cache.clear()
    sign_in_by_phone(client, "+86 138-1234-5678")
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_elsewhere(client: Client, sign_in_by_phone: Any, address: str) -> None:
    assert sign_in_by_phone(client, "13812345678", address)["Location"] == "/"


def test_the_code_is_not_on_the_page_where_codes_are_sent(client: Client, settings: Any) -> None:
    settings.SHOW_CODES = False
    client.post("/sign-in/", {"phone": "13812345678"})
    assert client.session["signing_in"]["shown"] is None
    assert "演示" not in client.get("/sign-in/code/").content.decode()


def test_what_was_typed_stays_and_is_explained(client: Client) -> None:
    answer = client.post("/sign-in/", {"phone": "138 1234 567"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这个有 10 位" in page
    assert 'value="138 1234 567"' in page
    assert 'aria-invalid="true"' in page


def test_a_double_tap_leads_on_to_the_code(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13812345678"})
    again = client.post("/sign-in/", {"phone": "13812345678"})
    assert again.status_code == 429
    assert int(again["Retry-After"]) <= 60
    page = again.content.decode()
    assert "刚刚已经给这个号码发过验证码了" in page
    assert 'name="code"' in page
    other = Client().post("/sign-in/", {"phone": "13812345678"})
    assert 'name="code"' not in other.content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [("12", 422, "6 位数字"), ("wrong", 422, "还可以试 4 次"), ("", 422, "6 位数字")],
)
def test_a_wrong_code_is_explained(client: Client, typed: str, status: int, says: str) -> None:
    client.post("/sign-in/", {"phone": "13812345678"})
    if typed == "wrong":
        typed = f"{(int(client.session['signing_in']['shown']) + 1) % 10**6:06d}"
    answer = client.post("/sign-in/code/", {"code": typed})
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_expired_and_an_overguessed_code(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13812345678"})
    shown = client.session["signing_in"]["shown"]
    OneTimeCode.objects.update(attempts=5)
    assert client.post("/sign-in/code/", {"code": shown}).status_code == 429
    OneTimeCode.objects.update(attempts=0, expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.post("/sign-in/code/", {"code": shown})
    assert "超过 5 分钟" in answer.content.decode()


def test_the_code_page_alone_leads_back(client: Client) -> None:
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_a_closed_account_stays_closed(client: Client, sign_in_by_phone: Any, person_with: Any) -> None:
    person_with(phone=PHONE, is_active=False)
    answer = sign_in_by_phone(client, "13812345678")
    assert answer.status_code == 403
    assert "注销" in answer.content.decode()


def test_who_is_signed_in_need_not_again(sign_in: Any, person_with: Any) -> None:
    client = sign_in(person_with())
    assert client.get("/sign-in/?next=/me/")["Location"] == "/me/"
    assert client.get("/sign-in/")["Location"] == "/"
    staff = sign_in(person_with(Role.COMMUNITY_WORKER))
    assert staff.get("/sign-in/")["Location"] == "/console/"


def test_what_a_visitor_held_is_kept(client: Client, sign_in_by_phone: Any) -> None:
    session = client.session
    session["case_tokens"] = ["abc"]
    session.save()
    sign_in_by_phone(client, "13812345678")
    assert client.session["case_tokens"] == ["abc"]


def test_signing_out_is_asked_first(sign_in: Any, person_with: Any) -> None:
    client = sign_in(person_with())
    assert "退出" in client.get("/sign-out/").content.decode()
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/")["Location"] == "/"
    assert "_auth_user_id" not in client.session
    assert client.post("/sign-out/")["Location"] == "/"


def test_staff_with_an_authenticator_are_asked_for_it(
    client: Client, sign_in_by_phone: Any, person_with: Any, with_totp: Callable[[Person], str]
) -> None:
    worker = person_with(Role.COMMUNITY_WORKER, phone=PHONE)
    secret = with_totp(worker)
    answer = sign_in_by_phone(client, "13812345678", "/console/people/")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/console/people/")["Location"].startswith("/accounts/login/")
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert "验证码" in page
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    done = client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert done["Location"] == "/console/people/"
    assert client.get("/console/people/").status_code == 200


def test_a_number_that_staff_entered_is_known_and_proven_only_by_a_code(
    client: Client, sign_in_by_phone: Any, person_with: Any
) -> None:
    worker = person_with(Role.STREET_OFFICER, "140106")
    entered = enter_person(phone="13812345678", name="李建芳", by=Actor(person=worker))
    assert (entered.phone, entered.proven_phone) == (PHONE, "")
    sign_in_by_phone(client, "13812345678")
    entered.refresh_from_db()
    assert entered.proven_phone == PHONE
    proven = Entry.objects.filter(action="person.phone_proven")
    assert [each.stream_id for each in proven] == [entered.stream]
    first = entered.phone_proven_at
    client.post("/sign-out/")
    cache.clear()
    sign_in_by_phone(client, "13812345678")
    entered.refresh_from_db()
    assert (entered.phone_proven_at, proven.count()) == (first, 1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ones_page_says_that_nobody_proved_the_number(sign_in: Any, language: str) -> None:
    person = PersonFactory(phone=PHONE, phone_proven_at=None, username="wang")
    client = sign_in(person)
    client.cookies["jiayuan_prefs"] = f"{language}.0.auto"
    said = {"zh": "还没有用验证码核实过", "en": "no code has proved it yet"}[language]
    assert said in client.get("/me/").content.decode()
    Person.objects.update(phone_proven_at=timezone.now())
    assert said not in client.get("/me/").content.decode()


def test_those_who_came_in_by_a_code_before_keep_what_they_proved() -> None:
    resident = PersonFactory(phone_proven_at=None, last_login=timezone.now())
    entered, staff = (
        PersonFactory(phone_proven_at=None),
        PersonFactory(phone_proven_at=None, username="wang", last_login=timezone.now()),
    )
    note_proven = import_module("jiayuan.foundation.people.migrations.0002_phone_proven_at").note_proven
    note_proven(apps, None)
    for each in (resident, entered, staff):
        each.refresh_from_db()
    assert resident.phone_proven_at == resident.last_login
    assert (entered.phone_proven_at, staff.phone_proven_at) == (None, None)
