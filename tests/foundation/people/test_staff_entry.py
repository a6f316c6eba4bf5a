"""Staff: name and password, lock-out, second factor, and the pages of allauth that are kept."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.security import note_added

from .conftest import totp_code

PASSWORD = "vier-worte-im-bild"
pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(person_with: Any) -> Person:
    person: Person = person_with(Role.COMMUNITY_WORKER, username="li.jianfang")
    person.set_password(PASSWORD)
    person.save()
    return person


def try_password(client: Client, password: str, name: str = "li.jianfang") -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password})


def test_name_and_password_then_the_second_factor_is_set_up(client: Client, worker: Person) -> None:
    assert "工作人员登录" in client.get("/accounts/login/").content.decode()
    assert try_password(client, PASSWORD)["Location"] == "/console/"
    led = client.get("/console/people/?found=li")
    assert led["Location"] == "/me/second-factor/?next=%2Fconsole%2Fpeople%2F%3Ffound%3Dli"
    assert "一道锁" in client.get(led["Location"]).content.decode()
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_first_authenticator_lets_in(client: Client, worker: Person) -> None:
    try_password(client, PASSWORD)
    client.get("/me/second-factor/?next=/console/people/")
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert 'href="/console/people/"' in codes
    assert client.get("/console/people/").status_code == 200
    assert Entry.objects.filter(stream_id=worker.stream, action="person.second_factor_added").count() == 1
    removed = client.post("/accounts/2fa/totp/deactivate/")
    assert removed["Location"] == "/accounts/2fa/"
    assert client.get("/console/people/")["Location"].startswith("/me/second-factor/")
    assert Entry.objects.filter(stream_id=worker.stream, action="person.second_factor_removed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_authenticator_does_not_let_a_half_signed_in_session_in(
    client: Client, worker: Person, with_totp: Callable[[Person], str]
) -> None:
    """A session from before the app was set up elsewhere: adding a key of one's own must not open the console."""
    try_password(client, PASSWORD)
    with_totp(worker)
    request = type("Request", (), {"session": client.session})
    key = Authenticator.objects.create(user=worker, type=Authenticator.Type.WEBAUTHN, data={})
    note_added(request=request, user=worker, authenticator=key)
    assert "second_factor_done" not in request.session
    led = client.get("/console/people/")
    assert led["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fconsole%2Fpeople%2F"


def test_an_older_session_shows_the_factor_and_goes_on(
    client: Client, worker: Person, with_totp: Callable[[Person], str]
) -> None:
    try_password(client, PASSWORD)
    secret = with_totp(worker)
    led = client.get("/console/people/")["Location"]
    assert "是您本人吗" in client.get(led).content.decode()
    assert client.post(led, {"code": totp_code(secret)})["Location"] == "/console/people/"
    assert client.get("/console/people/").status_code == 200


def test_after_a_working_day_the_factor_is_asked_for_again_and_nothing_typed_is_lost(
    client: Client, worker: Person, with_totp: Callable[[Person], str], time_machine: Any, settings: Any
) -> None:
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    try_password(client, PASSWORD)
    secret = with_totp(worker)
    client.post("/accounts/2fa/reauthenticate/?next=/console/", {"code": totp_code(secret)})
    typed = {"role": "grid_worker", "reason": "接替  老王", "csrfmiddlewaretoken": "x"}
    time_machine.move_to(start + timedelta(hours=11, minutes=59), tick=False)
    assert client.get("/console/people/").status_code == 200
    assert client.get("/console/send-again/").status_code == 404
    time_machine.move_to(start + timedelta(hours=12), tick=False)
    assert client.get("/console/people/?found=x")["Location"].endswith(
        "next=%2Fconsole%2Fpeople%2F%3Ffound%3Dx"
    )
    assert client.get("/me/").status_code == 200, "their own pages stay open"
    led = client.post(
        "/console/people/grant/?step=2", typed, headers={"Referer": "http://testserver/console/people/grant/"}
    )
    assert led["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fconsole%2Fsend-again%2F"
    back = client.post(led["Location"], {"code": totp_code(secret)})
    assert back["Location"] == "/console/send-again/"
    page = client.get("/console/send-again/").content.decode()
    assert "接替  老王" in page
    assert 'action="/console/people/grant/?step=2"' in page
    assert 'name="role" value="grid_worker"' in page
    assert 'href="/console/people/grant/"' in page
    time_machine.move_to(start + timedelta(hours=13), tick=False)
    assert client.get("/console/send-again/").status_code == 404
    assert "kept_form" not in client.session


def test_nothing_typed_is_lost_when_the_session_ended_meanwhile(
    client: Client, worker: Person, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = False
    typed = {"role": "grid_worker", "reason": "接替  老王"}
    stood_on = {"Referer": "http://testserver/console/people/grant/"}
    led = client.post("/console/people/grant/", typed, headers=stood_on)
    assert led["Location"] == "/accounts/login/?next=%2Fconsole%2Fsend-again%2F"
    assert client.get("/console/send-again/")["Location"].startswith("/accounts/login/"), (
        "nobody sees it signed out"
    )
    try_password(client, PASSWORD)
    page = client.get("/console/send-again/").content.decode()
    assert "接替  老王" in page
    assert 'action="/console/people/grant/"' in page


def test_a_bare_request_of_a_visitor_leaves_nothing_behind(client: Client) -> None:
    assert (
        client.post("/console/people/grant/", {"reason": "接替"})["Location"]
        == "/accounts/login/?next=%2Fconsole%2F"
    )
    assert "kept_form" not in client.session


def test_the_second_factor_can_be_switched_off(client: Client, worker: Person, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    try_password(client, PASSWORD)
    assert client.get("/console/people/").status_code == 200
    assert client.get("/me/second-factor/")["Location"] == "/accounts/2fa/"


def test_five_wrong_passwords_lock_the_name_and_say_until_when(
    client: Client, worker: Person, time_machine: Any
) -> None:
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    for _ in range(5):
        answer = try_password(client, "wrong")
        assert answer.status_code == 200
        assert "不正确" in answer.content.decode()
    locked = try_password(client, PASSWORD)
    page = locked.content.decode()
    until = timezone.localtime(start + timedelta(minutes=5)).strftime("%H:%M")
    assert locked.status_code == 429
    assert 295 <= int(locked["Retry-After"]) <= 300
    assert "密码输错的次数太多了" in page
    assert until in page
    assert "手机号和验证码" in page
    assert try_password(Client(headers={"host": "other.example"}), PASSWORD, "LI.jianfang").status_code == 429
    time_machine.move_to(start + timedelta(minutes=5, seconds=1), tick=False)
    assert try_password(client, PASSWORD)["Location"] == "/console/"


def test_another_name_is_not_locked(worker: Person, person_with: Any) -> None:
    other = person_with(Role.COMMUNITY_WORKER, username="wang")
    other.set_password(PASSWORD)
    other.save()
    for _ in range(5):
        try_password(Client(REMOTE_ADDR="10.0.0.1"), "wrong")
    assert try_password(Client(REMOTE_ADDR="10.0.0.1"), PASSWORD, "wang").status_code == 302


def test_an_address_that_guesses_at_many_names(client: Client) -> None:
    answers = [try_password(client, "wrong", f"name{number}").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/password/reset/",
        "/accounts/confirm-email/",
        "/accounts/sessions/",
        "/accounts/login/code/",
        "/accounts/2fa/webauthn/signup/",
    ],
)
def test_pages_that_are_not_ours_do_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


KEPT = {
    "/accounts/2fa/": "第二道验证",
    "/accounts/2fa/totp/activate/": "验证",
    "/accounts/2fa/webauthn/": "安全密钥",
    "/accounts/2fa/webauthn/add/": "密钥",
    "/accounts/password/change/": "修改密码",
    "/accounts/logout/": "退出",
    "/me/staff-name/": "工作账号名",
    "/me/second-factor/": "一道锁",
}


def staff_pages() -> list[str]:
    """Every address about passwords and second factors that is not on the way in, with a number where one is asked."""
    found = [each for each in addresses(get_resolver().url_patterns) if each.startswith("/accounts/")]
    way_in = ("/login/", "/logout/", "/inactive/", "/authenticate/")
    return [each for each in found if not each.endswith(way_in)] + ["/me/staff-name/"]


def addresses(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    for each in patterns:
        whole = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, whole)
        else:
            yield whole.replace("<int:pk>", "1")


def test_residents_need_neither_password_nor_second_factor(sign_in: Any, person_with: Any) -> None:
    client, volunteer, visitor = sign_in(person_with()), sign_in(person_with(Role.VOLUNTEER)), Client()
    assert len(staff_pages()) >= 14
    for address in staff_pages():
        for each in (client, volunteer):
            for answer in (each.get(address), each.post(address)):
                assert answer.status_code == 403, address
        text = client.get(address).content.decode()
        assert "您用手机号和验证码登录" in text
        assert "phone-bar" in text
        assert visitor.get(address)["Location"].startswith(("/sign-in/", "/accounts/login/")), address


def test_who_handed_the_role_back_can_still_remove_the_second_factor(
    sign_in: Any, person_with: Any, with_totp: Callable[[Person], str]
) -> None:
    former = person_with()
    with_totp(former)
    client = sign_in(former)
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 302  # to say first who they are
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 403
    assert client.get("/accounts/password/set/").status_code == 403


@pytest.mark.parametrize(("address", "says"), KEPT.items())
def test_kept_pages_stand_in_our_shell(client: Client, worker: Person, address: str, says: str) -> None:
    try_password(client, PASSWORD)
    client.post("/accounts/reauthenticate/?next=/me/", {"password": PASSWORD})
    page = client.get(address).content.decode()
    assert says in page
    assert "phone-bar" in page
    assert " style=" not in page
    english = client.get(
        address, headers={"cookie": f"jiayuan_session={client.session.session_key}; jiayuan_prefs=en.0.auto"}
    )
    text = english.content.decode()
    assert says not in text


def test_pages_that_need_an_authenticator(
    client: Client, worker: Person, with_totp: Callable[[Person], str]
) -> None:
    try_password(client, PASSWORD)
    client.post("/accounts/reauthenticate/?next=/me/", {"password": PASSWORD})
    with_totp(worker)
    key = Authenticator.objects.create(user=worker, type=Authenticator.Type.WEBAUTHN, data={"name": "钥匙"})
    assert "停止使用" in client.get("/accounts/2fa/totp/deactivate/").content.decode()
    assert "生成" in client.get("/accounts/2fa/recovery-codes/generate/").content.decode()
    assert (
        client.post("/accounts/2fa/recovery-codes/generate/")["Location"] == "/accounts/2fa/recovery-codes/"
    )
    assert "恢复码" in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "改名" in client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/").content.decode()
    assert "移除" in client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").content.decode()


def test_a_password_is_set_and_changed(sign_in: Any, worker: Person) -> None:
    worker.set_unusable_password()
    worker.save()
    client = sign_in(worker)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    assert "设置密码" in client.get("/accounts/password/set/").content.decode()
    short = client.post("/accounts/password/set/", {"password1": "short", "password2": "short"})
    assert "至少" in short.content.decode()
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_too_many_sign_in_requests_have_a_page(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    try_password(client, "wrong")
    answer = try_password(client, "wrong")
    assert answer.status_code == 429
    assert "次数太多" in answer.content.decode()


def test_a_closed_account_is_told(client: Client) -> None:
    assert "注销" in client.get("/accounts/inactive/").content.decode()


def test_the_page_that_asks_for_the_key_again(worker: Person, rf: Any) -> None:
    context = {"form": ReauthenticateWebAuthnForm(user=worker), "js_data": {}}
    request = rf.get("/")
    request.session = {}
    page = render_to_string("mfa/webauthn/reauthenticate.html", context, request)
    assert "安全密钥" in page
    assert 'name="credential"' in page


def test_who_has_no_console_to_open_is_not_asked_for_a_second_factor(person_with: Any, sign_in: Any) -> None:
    assert sign_in(person_with(Role.VOLUNTEER)).get("/me/second-factor/")["Location"] == "/me/"


def test_the_rules_for_passwords_are_said_politely(client: Client, worker: Person) -> None:
    try_password(client, PASSWORD)
    page = client.get("/accounts/password/change/").content.decode()
    assert "密码至少要有 10 个字符" in page
    assert "你的" not in page
