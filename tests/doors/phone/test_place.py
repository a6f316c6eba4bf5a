"""Choosing where I belong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.people.models import Person
from tests.factories import PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
COMMUNITY, OTHER = "140106004010", "140106004011"
PLACE = "/place/"


@pytest.fixture
def places() -> None:
    PlaceFactory(path="140106", name="迎泽区", latitude=37.86, longitude=112.56)
    PlaceFactory(path=COMMUNITY, name="青年路一社区", pinyin="qing nian lu yi she qu", initials="qnlysq")
    PlaceFactory(path=OTHER, name="桃园社区", pinyin="tao yuan she qu", initials="tysq", latitude=37.87)


@pytest.mark.parametrize("words", ["青年路", "qingnianlu", "qnlysq"])
def test_by_name_pinyin_or_first_letters(places: None, client: Client, words: str) -> None:
    page = client.get(PLACE, {"q": words}).content.decode()
    assert "青年路一社区" in page
    assert "桃园社区" not in page


def test_while_typing_only_the_list_comes(places: None, client: Client) -> None:
    response = client.get(PLACE, {"q": "青年路"}, headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert "青年路一社区" in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_name_that_nobody_has_says_what_to_do(places: None, client: Client) -> None:
    assert "少写几个字试试" in client.get(PLACE, {"q": "没有这个地方"}).content.decode()


def test_a_visitor_s_choice_holds_for_the_visit(places: None, client: Client) -> None:
    response = client.post(PLACE, {"place": COMMUNITY})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "青年路一社区" in client.get("/").content.decode()
    client.post(PLACE, {"place": OTHER})
    page = client.get(PLACE).content.decode()
    assert page.index("桃园社区") < page.index("青年路一社区")


def test_a_person_s_choice_holds_everywhere(places: None, sign_in: Callable[[Person], Client]) -> None:
    person = PersonFactory()
    sign_in(person).post(PLACE, {"place": COMMUNITY})
    assert "青年路一社区" in sign_in(person).get("/").content.decode()


def test_it_comes_back_to_where_it_was_asked_for(places: None, client: Client) -> None:
    assert client.post(PLACE, {"place": COMMUNITY, "next": "/map/"})["Location"] == "/map/"
    for strange in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post(PLACE, {"place": COMMUNITY, "next": strange})["Location"] == "/"
        assert client.get(PLACE, {"next": strange}).context["next"] == ""


@pytest.mark.parametrize("path", ["", "999", "140106004", "x" * 10_000, "<b>"])
def test_a_place_that_cannot_be_chosen_is_refused_with_a_way_out(
    places: None, client: Client, path: str
) -> None:
    response = client.post(PLACE, {"place": path})
    assert response.status_code == 404
    assert "按名称查找" in response.content.decode()
    assert "home_place" not in client.session


def test_by_position(places: None, client: Client) -> None:
    page = client.post(PLACE, {"latitude": "37.8601", "longitude": "112.5701"}).content.decode()
    assert page.index("青年路一社区") < page.index("桃园社区")
    part = client.post(
        PLACE, {"latitude": "37.8601", "longitude": "112.5701"}, headers={"HX-Request": "true"}
    )
    assert b"<html" not in part.content
    assert "37.86" not in str(dict(client.session.items()))


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("", "", "There is no position"),
        ("nan", "112.57", "The position has no value"),
        ("112.57", "37.86", "seem to be swapped"),
        ("39.9", "116.4", "outside the district"),
        ("abc", "def", "not written in numbers"),
    ],
)
def test_a_position_that_will_not_do_says_why(
    places: None, client: Client, latitude: str, longitude: str, words: str
) -> None:
    client.cookies["jiayuan_prefs"] = "en.0.light"
    response = client.post(PLACE, {"latitude": latitude, "longitude": longitude})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_queries_stay_the_same(
    places: None, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(20, 60):
        PlaceFactory(path=f"1401060040{number}", name=f"青年路{number}社区")
    with django_assert_max_num_queries(2):
        client.get(PLACE, {"q": "青年路"})


def test_the_place_is_read_once_and_only_where_it_is_shown(
    places: None, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.post(PLACE, {"place": COMMUNITY})
    with django_assert_max_num_queries(3) as context:
        client.get(reverse("messages"))
    assert sum("places_place" in each["sql"] for each in context.captured_queries) == 1


def test_without_typing_every_community_is_there_under_its_street(client: Client) -> None:
    PlaceFactory(path="140106004010", name="桃园三社区")
    page = client.get(PLACE).content.decode()
    assert 'value="140106004010"' in page
