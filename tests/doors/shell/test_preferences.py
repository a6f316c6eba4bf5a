"""Language, large type and appearance: kept in a cookie, and on the person once signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from jiayuan.doors.shell.preferences import Preferences, save
from jiayuan.foundation.people.models import Person

pytestmark = pytest.mark.django_db
ADDRESS = "/preferences/"


def test_each_choice_is_kept_without_losing_the_others(client: Client) -> None:
    client.post(ADDRESS, {"language": "en"})
    client.post(ADDRESS, {"care": "1"})
    client.post(ADDRESS, {"theme": "dark"})
    assert client.cookies["jiayuan_prefs"].value == "en.1.dark"
    client.post(ADDRESS, {"care": "0"})
    assert client.cookies["jiayuan_prefs"].value == "en.0.dark"


def test_the_next_page_is_as_chosen(client: Client) -> None:
    client.post(ADDRESS, {"language": "en", "care": "1", "theme": "dark"})
    page = client.get("/no-such-page/").content.decode()
    assert '<html lang="en" data-theme="jiayuan-dark" class="care">' in page
    assert "Skip to the content" in page
    assert 'name="language" value="zh"' in page


def test_without_a_choice_the_page_is_chinese_and_follows_the_device(client: Client) -> None:
    page = client.get("/no-such-page/").content.decode()
    assert '<html lang="zh-Hans">' in page
    assert 'content="light dark"' in page
    assert 'name="language" value="en"' in page


def test_light_is_told_to_the_browser(client: Client) -> None:
    client.post(ADDRESS, {"theme": "light"})
    page = client.get("/no-such-page/").content.decode()
    assert 'data-theme="jiayuan"' in page
    assert '<meta name="color-scheme" content="light">' in page


@pytest.mark.parametrize(
    "sent", [{"language": "fr"}, {"care": "yes"}, {"theme": "neon"}, {"language": ""}, {}]
)
def test_what_is_unknown_changes_nothing(client: Client, sent: dict[str, str]) -> None:
    client.post(ADDRESS, {"language": "en", "care": "1", "theme": "light"})
    client.post(ADDRESS, sent)
    assert client.cookies["jiayuan_prefs"].value == "en.1.light"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/cases/?q=1", "/cases/?q=1"),
        ("http://testserver/help/", "http://testserver/help/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_in_the_house(client: Client, address: str, target: str) -> None:
    response = client.post(ADDRESS, {"care": "1", "next": address})
    assert response.status_code == 302
    assert response["Location"] == target


def test_only_by_post(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405


def test_a_foreign_page_cannot_send_it() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"care": "1"}).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    cookie = client.post(ADDRESS, {"care": "1"}).cookies["jiayuan_prefs"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    secure = client.post(ADDRESS, {"care": "1"}, secure=True).cookies["jiayuan_prefs"]
    assert secure["secure"]


def test_somebody_signed_in_keeps_it_with_the_account(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client]
) -> None:
    person, bystander = person_with(), person_with()
    sign_in(person).post(ADDRESS, {"language": "en", "care": "1", "theme": "dark"})
    person.refresh_from_db()
    assert (person.language, person.care_mode, person.theme) == ("en", True, "dark")
    bystander.refresh_from_db()
    assert (bystander.language, bystander.care_mode) == ("zh-hans", False)


def test_reading_back_what_was_written() -> None:
    chosen = Preferences(language="en", care=True, theme="light")
    assert chosen.as_cookie() == "en.1.light"
    assert not chosen.is_chinese
    assert Preferences().is_chinese


def sign_in_by_phone(client: Client, phone: str, settings: Any) -> Any:
    settings.SHOW_CODES = True
    client.post("/sign-in/", {"phone": phone})
    return client.post("/sign-in/code/", {"code": client.session["signing_in"]["shown"]})


def test_a_new_device_reads_as_its_owner_chose(
    client: Client, settings: Any, person_with: Callable[..., Person]
) -> None:
    person_with(
        phone="+8613812345678", language="en", care_mode=True, theme="dark", last_login="2026-11-01T08:00:00Z"
    )
    client.post(ADDRESS, {"theme": "light"})
    assert sign_in_by_phone(client, "13812345678", settings).status_code == 302
    assert client.cookies["jiayuan_prefs"].value == "en.1.dark"
    assert '<html lang="en" data-theme="jiayuan-dark" class="care">' in client.get("/me/").content.decode()


def test_staff_with_a_password_bring_theirs_too(client: Client, person_with: Callable[..., Person]) -> None:
    person = person_with(username="li.jianfang", care_mode=True, last_login="2026-11-01T08:00:00Z")
    person.set_password("a long password")
    person.save()
    answer = client.post("/accounts/login/", {"login": "li.jianfang", "password": "a long password"})
    assert answer.status_code == 302
    assert client.cookies["jiayuan_prefs"].value == "zh.1.auto"


def test_who_joins_keeps_what_the_device_says(client: Client, settings: Any) -> None:
    client.post(ADDRESS, {"language": "en", "care": "1"})
    sign_in_by_phone(client, "13812345678", settings)
    person = Person.objects.get(phone="+8613812345678")
    assert (person.language, person.care_mode, person.theme) == ("en", True, "auto")
    assert client.cookies["jiayuan_prefs"].value == "en.1.auto"


def test_what_is_changed_while_signed_in_follows_to_the_next_device(client: Client, settings: Any) -> None:
    sign_in_by_phone(client, "13812345678", settings)
    client.post(ADDRESS, {"theme": "dark"})
    cache.clear()
    other = Client()
    sign_in_by_phone(other, "13812345678", settings)
    assert other.cookies["jiayuan_prefs"].value == "zh.0.dark"


def test_who_saves_has_them_at_once_and_on_the_next_device(person_with: Callable[..., Person]) -> None:
    person = person_with(None)
    save(Preferences("en", care=True, theme="dark"), person)
    assert Preferences.saved_by(person) == Preferences("en", care=True, theme="dark")
    assert Preferences.saved_by(Person.objects.get(pk=person.pk)) == Preferences(
        "en", care=True, theme="dark"
    )
