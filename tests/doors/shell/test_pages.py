"""The two shells, their error pages, and what a phone needs to put the page on its home screen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jiayuan.doors.shell import roles
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
ADDRESSES = ["/design/", "/design/phone/", "/design/console/"]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("address", [*ADDRESSES, "/design/ground.json", "/design/points.json"])
def test_the_design_page_is_there_in_the_demonstration_only(
    client: Client, settings: Any, address: str
) -> None:
    settings.DEMO = False
    assert client.get(address).status_code == 404
    settings.DEMO = True
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_policy_allows_nothing_inline_and_the_page_has_nothing_inline(
    client: Client, demo: None, address: str
) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    page = response.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert "<style" not in page
    assert all(re.search(r"\ssrc=", tag) for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize(
    ("language", "unwanted"), [("en", r"[\u4e00-\u9fff]"), ("zh", r">[^<>{]*\b(?:the|with|your|of)\b[^<>]*<")]
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_one_language_a_page(client: Client, demo: None, address: str, language: str, unwanted: str) -> None:
    client.post("/preferences/", {"language": language})
    page = client.get(address).content.decode()
    page = re.sub(r"改用中文|中文", "", page)
    assert not re.search(unwanted, page)


def test_the_sample_map_is_geojson_inside_the_district(client: Client, demo: None) -> None:
    ground = client.get("/design/ground.json").json()
    assert ground["features"][0]["geometry"]["type"] == "Polygon"
    points = client.get("/design/points.json").json()["features"]
    assert len(points) == 40
    assert all(112 < point["geometry"]["coordinates"][0] < 113 for point in points)
    assert points == client.get("/design/points.json").json()["features"]


def test_the_phone_shell_marks_where_one_is_and_counts_what_is_unread(client: Client, demo: None) -> None:
    page = client.get("/design/phone/").content.decode()
    for name in ("home", "help", "report", "messages", "me"):
        assert (
            f'class="phone-tab{" phone-tab-camera" if name == "report" else ""}" href="{reverse(name)}"'
            in page
        )
    assert '<span class="phone-count">3<' in page
    assert "演示数据" in page


def test_outside_the_demonstration_nothing_says_it_is_one(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert "demo-strip" not in client.get("/no-such-page/").content.decode()


def test_the_console_shell_names_the_work(client: Client, demo: None) -> None:
    page = client.get("/design/console/").content.decode()
    for name in ("map", "cases", "figures", "settings", "organisations", "people", "places"):
        assert f'class="console-link" href="{reverse(f"console-{name}")}"' in page
    assert f'class="console-link" href="{reverse("inbox")}"' in page
    assert f'action="{reverse("console-cases")}"' in page
    assert 'href="/console/" aria-current' not in page
    assert "已交给市政队。" in page


def test_the_console_says_who_is_at_work_and_where(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client], demo: None
) -> None:
    person = person_with(Role.COMMUNITY_WORKER, name="李建芳")
    page = sign_in(person).get("/design/console/").content.decode()
    assert "李建芳" in page
    assert roles.role_line(Actor(person=person)) in page
    assert f'action="{reverse("sign-out")}"' in page


def test_the_role_line(person_with: Callable[..., Person]) -> None:
    worker = person_with(Role.COMMUNITY_WORKER)
    with translation.override("en"):
        assert roles.role_line(Actor(person=worker)).startswith("Community worker, ")
        assert roles.role_line(Actor(person=person_with(Role.VOLUNTEER))) == ""
        assert roles.role_line(None) == ""


def test_the_navigation_offers_only_what_opens(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client], demo: None
) -> None:
    """A unit's officer has no business with people's roles; a street officer has."""
    people = f'class="console-link" href="{reverse("console-people")}"'
    unit = sign_in(person_with(Role.UNIT_OFFICER)).get("/design/console/").content.decode()
    street = sign_in(person_with(Role.STREET_OFFICER)).get("/design/console/").content.decode()
    assert people not in unit
    assert people in street
    assert f'href="{reverse("console-cases")}"' in unit


@pytest.mark.parametrize(("address", "status"), [("/console/", 403), ("/console/nowhere/", 404)])
def test_who_does_not_work_here_is_told_so_with_a_way_that_opens(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client], address: str, status: int
) -> None:
    """The console's navigation and its way on would lead a resident to the same refusal again."""
    refused = sign_in(person_with(Role.VOLUNTEER)).get(address)
    page = refused.content.decode()
    assert refused.status_code == status
    assert page.count("<h1") == 1
    assert f'<a class="btn btn-primary" href="{reverse("home")}">' in page
    assert 'href="/console/"' not in page


def test_a_wrong_address_keeps_staff_in_the_console(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client]
) -> None:
    page = sign_in(person_with(Role.GRID_WORKER)).get("/console/nowhere/").content.decode()
    assert f'<a class="btn btn-primary" href="{reverse("inbox")}">' in page


def test_the_corner_does_not_break_the_page_that_says_the_database_is_down() -> None:
    class Down:
        is_signed_in = True

        @property
        def reach(self) -> None:
            raise DatabaseError

        standing = reach

    assert roles.role_line(Down()) == ""
    assert roles.works_here(Down())
    assert roles.may_open(Down(), reverse("console-people"))
    assert roles.may_open(Down(), "/nowhere/")


def test_the_corner_names_the_place_chosen(client: Client, demo: None) -> None:
    place = PlaceFactory()
    assert "选择社区" in client.get("/design/phone/").content.decode()
    session = client.session
    session["home_place"] = place.path
    session.save()
    assert f"<span>{place.name}</span>" in client.get("/design/phone/").content.decode()


@pytest.mark.parametrize(
    ("address", "shell", "start"), [("/nowhere/", "phone", "home"), ("/console/nowhere/", "console", "inbox")]
)
def test_an_error_page_stands_in_its_shell_and_leads_on(
    client: Client, address: str, shell: str, start: str
) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert f'<body class="{shell}"' in page
    assert f'class="btn btn-primary" href="{reverse(start)}"' in page


def test_a_closed_door_offers_the_key(client: Client) -> None:
    from django.test import RequestFactory

    from jiayuan.doors.shell.errors import forbidden

    request = RequestFactory().get("/console/cases/")
    request.session = client.session
    request.user = None  # type: ignore[assignment]
    page = forbidden(request, Exception()).content.decode()
    assert f"{reverse('sign-in')}?next=%2Fconsole%2Fcases%2F" in page


def test_the_manifest_speaks_the_readers_language(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == "家园"
    assert response.json()["lang"] == "zh-hans"
    client.post("/preferences/", {"language": "en"})
    assert client.get("/manifest.webmanifest").json()["name"] == "Jiayuan"


def test_browsers_that_ask_at_the_root_get_the_icon(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith("icon-192.png")


def test_the_role_line_asks_once_however_often_it_is_said(
    person_with: Callable[..., Person], django_assert_num_queries: Any
) -> None:
    actor = Actor(person=person_with(Role.COMMUNITY_WORKER))
    said = roles.role_line(actor)
    with django_assert_num_queries(0):
        assert roles.role_line(actor) == said
    with translation.override("en"):
        assert roles.role_line(actor).startswith("Community worker, ")
