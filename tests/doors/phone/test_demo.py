"""The doors that only the demonstration has."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from jiayuan.doors.phone.roles import BY_KEY, ROLES
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
DEMO, RESET = "/demo/", "/demo/reset/"
KEYS = [
    "resident",
    "elder",
    "volunteer",
    "grid",
    "community",
    "street",
    "district",
    "unit",
    "driver",
    "property",
    "it",
]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of the one who builds the demonstration."""
    calls: list[str] = []
    stand_in = ModuleType("jiayuan.doors.cli.demo")
    stand_in.reset = lambda: calls.append("reset")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jiayuan.doors.cli.demo", stand_in)
    return calls


def test_a_reset_that_fails_does_not_say_that_nothing_was_changed(
    demo: None, client: Client, builder: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(sys.modules["jiayuan.doors.cli.demo"], "reset", fail)
    said = client.post(RESET)
    page = said.content.decode()
    assert said.status_code == 409
    assert "可能不完整" in page
    assert "请再重置一次" in page
    assert "没有任何改动" not in page


def test_everybody_has_a_key() -> None:
    assert [role.key for role in ROLES] == KEYS


@pytest.mark.parametrize("address", [DEMO, RESET, "/demo/tour/resident/"])
def test_elsewhere_they_do_not_exist(client: Client, settings: Any, address: str) -> None:
    settings.DEMO = False
    assert client.get(address).status_code == 404


def test_elsewhere_nobody_enters(client: Client, settings: Any, builder: list[str]) -> None:
    settings.DEMO = False
    PersonFactory(username="demo-resident", is_demo=True)
    assert client.post("/demo/enter/resident/").status_code == 404
    assert client.post(RESET).status_code == 404
    assert "_auth_user_id" not in client.session
    assert builder == []


def test_one_tap_signs_in(demo: None, client: Client) -> None:
    person = PersonFactory(username="demo-resident", is_demo=True)
    response = client.post("/demo/enter/resident/")
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert "当前身份" in client.get(DEMO).content.decode()


def test_staff_enter_the_console_with_the_second_factor_done(
    demo: None, client: Client, person_with: Callable[..., Person]
) -> None:
    person_with(Role.COMMUNITY_WORKER, username="demo-community", is_demo=True)
    response = client.post("/demo/enter/community/")
    assert response["Location"] == reverse("inbox")
    assert client.get(reverse("inbox")).status_code == 200


def test_the_grandmother_reads_large_type(demo: None, client: Client) -> None:
    PersonFactory(username="demo-elder", is_demo=True, care_mode=True)
    PersonFactory(username="demo-resident", is_demo=True)
    client.cookies["jiayuan_prefs"] = "en.0.dark"
    client.post("/demo/enter/elder/")
    assert client.cookies["jiayuan_prefs"].value == "en.1.dark"
    assert client.cookies["jiayuan_prefs"]["httponly"]
    client.post("/demo/enter/resident/")
    assert client.cookies["jiayuan_prefs"].value == "en.0.dark"


def test_only_demonstration_people_are_entered(demo: None, client: Client) -> None:
    PersonFactory(username="demo-resident", is_demo=False)
    PersonFactory(username="demo-elder", is_demo=True, is_active=False)
    for key in ("resident", "elder", "volunteer"):
        assert client.post(f"/demo/enter/{key}/").status_code == 404
    assert client.post("/demo/enter/nobody/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_entering_is_a_post_and_leads_nowhere_strange(demo: None, client: Client) -> None:
    PersonFactory(username="demo-resident", is_demo=True)
    assert client.get("/demo/enter/resident/").status_code == 405
    assert client.post("/demo/enter/resident/", {"next": "/map/"})["Location"] == "/map/"
    assert client.post("/demo/enter/resident/", {"next": "https://evil.example/"})["Location"] == "/"


def test_an_empty_demonstration_offers_to_be_built(demo: None, client: Client) -> None:
    assert RESET in client.get(DEMO).content.decode()


@pytest.mark.usefixtures("demo")
class TestTour:
    @pytest.mark.parametrize("key", KEYS)
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_five_stops_for_everybody(self, client: Client, key: str, language: str) -> None:
        client.cookies["jiayuan_prefs"] = f"{language}.0.light"
        assert len(BY_KEY[key].steps) == 5
        for number in range(1, 6):
            page = client.get(f"/demo/tour/{key}/", {"step": str(number)}).content.decode()
            assert ("?step=%s" % (number + 1) in page) == (number < 5)
            assert ("?step=%s" % (number - 1) in page) == (number > 1)

    @pytest.mark.parametrize("asked", ["", "0", "-3", "99", "x", "１", "9" * 5000])
    def test_any_step_asked_for_shows_one(self, client: Client, asked: str) -> None:
        assert client.get("/demo/tour/resident/", {"step": asked}).status_code == 200

    def test_it_asks_to_enter_first_and_then_opens_the_page(self, client: Client) -> None:
        PersonFactory(username="demo-resident", is_demo=True)
        assert "/demo/enter/resident/" in client.get("/demo/tour/resident/?step=4").content.decode()
        back = client.post("/demo/enter/resident/", {"next": "/demo/tour/resident/?step=4"})["Location"]
        page = client.get(back).content.decode()
        assert "/demo/enter/resident/" not in page
        assert f'class="btn btn-primary btn-lg" href="{reverse("messages")}"' in page

    def test_an_unknown_role(self, client: Client) -> None:
        assert client.get("/demo/tour/king/").status_code == 404

    def test_every_stop_leads_to_a_page_that_exists(self) -> None:
        lost = []
        for role in ROLES:
            for step in role.steps:
                try:
                    reverse(step.url_name)
                except NoReverseMatch:
                    lost.append(step.url_name)
        assert lost == []


@pytest.mark.usefixtures("demo")
class TestReset:
    def test_it_asks_first(self, client: Client, builder: list[str]) -> None:
        assert "重新开始" in client.get(RESET).content.decode()
        assert builder == []

    def test_it_builds_anew_and_says_so(self, client: Client, builder: list[str]) -> None:
        response = client.post(RESET, follow=True)
        assert builder == ["reset"]
        assert "演示已经重新开始" in response.content.decode()

    @pytest.mark.usefixtures("builder")
    def test_whoever_is_signed_in_is_signed_out_with_the_others(
        self, sign_in: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            sys.modules["jiayuan.doors.cli.demo"], "reset", lambda: Session.objects.all().delete()
        )
        client = sign_in(PersonFactory())
        assert client.post(RESET)["Location"] == DEMO
        assert "_auth_user_id" not in client.session

    def test_not_again_and_again(self, client: Client, builder: list[str]) -> None:
        for _time in range(3):
            assert client.post(RESET).status_code == 302
        refused = client.post(RESET)
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0
        assert len(builder) == 3
