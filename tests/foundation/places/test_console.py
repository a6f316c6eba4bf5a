"""Places in the console: browse, look up, correct."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from jiayuan.doors.shell.preferences import COOKIE
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.change import Part, merge_communities, move_estate, split_community
from jiayuan.foundation.places.models import Place
from tests.factories import OrganisationFactory, PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
A, B, C = "140106004010", "140106004011", "140106004015"
SignIn = Callable[[Person], Client]


@pytest.fixture
def officer(district: Place) -> Person:
    person = PersonFactory(name="区里老王")
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=district)
    return person


@pytest.fixture
def client(officer: Person, sign_in: SignIn) -> Client:
    return sign_in(officer)


@pytest.fixture
def worker(district: Place, sign_in: SignIn) -> Client:
    person = PersonFactory()
    RoleGrantFactory(person=person, role=Role.COMMUNITY_WORKER, place=Place.objects.get(pk=A))
    return sign_in(person)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def test_the_tree_is_browsed_level_by_level(client: Client) -> None:
    top = text(client, "/console/places/")
    assert "柳巷街道" in top
    assert "青年路一社区" not in top
    street = text(client, "/console/places/?in=140106004000")
    assert "青年路一社区" in street
    assert f'href="/console/places/{A}/"' in street
    assert "迎泽区" in street


def test_a_level_of_the_whole_district_page_by_page(client: Client) -> None:
    first = client.get("/console/places/?level=community")
    names = [each.name for each in first.context["rows"]]
    assert len(names) == 50
    second = client.get(f"/console/places/?level=community&after={first.context['rows'].next_cursor}")
    third = client.get(f"/console/places/?level=community&after={second.context['rows'].next_cursor}")
    assert third.context["rows"].next_cursor is None
    names += [each.name for page in (second, third) for each in page.context["rows"]]
    assert len(names) == len(set(names)) == 112


def test_search(client: Client) -> None:
    found = text(client, "/console/places/?q=qnlys")
    assert "青年路一社区" in found
    assert "青年路二社区" not in found
    assert "没有找到" in text(client, "/console/places/?q=nowhere")


def test_former_places(client: Client, officer: Person) -> None:
    assert "这里没有撤并过的地方" in text(client, "/console/places/?in=140106004000&closed=1")
    merge_communities([A, B], into_name="青年社区", on=ON, by=Actor(person=officer))
    former = text(client, "/console/places/?in=140106004000&closed=1")
    assert "青年路一社区" in former
    assert "青年社区" not in former


def test_an_empty_place_invites(client: Client) -> None:
    assert "下面还没有登记" in text(client, f"/console/places/?in={A}")


@pytest.mark.parametrize(
    "address", ["/console/places/?in=999999", "/console/places/999999/", "/console/places/x/"]
)
def test_unknown_codes(client: Client, address: str) -> None:
    assert text(client, address, 404)


def test_a_damaged_page_address(client: Client) -> None:
    assert text(client, "/console/places/?after=%00!!", 422)


def test_one_place(client: Client, officer: Person) -> None:
    PlaceFactory(path=f"{A}001", name="枣园小区")
    organisation = OrganisationFactory(name="枣园物业", place=Place.objects.get(pk=A))
    Place.objects.filter(pk=A).update(population=5123, address="青年路 8 号", is_demo=True)
    page = text(client, f"/console/places/{A}/")
    for part in (
        "青年路一社区",
        "迎泽街道",
        "5123",
        "青年路 8 号",
        "枣园小区",
        "枣园物业",
        "data-map",
        "演示",
    ):
        assert part in page
    assert f"/console/organisations/{organisation.pk}/" in page
    assert "/places/boundary.json" in page
    assert "这个位置没有实地测量" in page


def test_history_names_and_successions(client: Client, officer: Person) -> None:
    PlaceFactory(path=f"{A}001", name="枣园小区")
    by = Actor(person=officer)
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=by)
    move_estate(f"{merged.path}001", C, on=ON, by=by)
    split_community(C, [Part("东社区"), Part("西社区")], on=ON, by=by)
    old = text(client, f"/console/places/{A}/")
    assert "青年社区" in old
    assert "2026" in old
    new = text(client, f"/console/places/{merged.code}/")
    for part in ("青年路一社区", "青年路二社区", "区里老王", "3月1日"):
        assert part in new
    split = text(client, f"/console/places/{C}/")
    assert "东社区" in split
    assert "西社区" in split
    assert "承接记录" in split
    assert text(client, f"/console/places/{merged.path}001/")


def test_a_place_without_position_has_no_map(client: Client) -> None:
    Place.objects.filter(pk=A).update(latitude=None, longitude=None)
    assert "data-map" not in text(client, f"/console/places/{A}/")


def test_the_pin_of_a_place(client: Client) -> None:
    found = client.get(f"/console/places/{A}/point.json").json()["features"]
    assert [each["properties"]["title"] for each in found] == ["青年路一社区"]
    assert found[0]["geometry"]["coordinates"] == list(
        Place.objects.values_list("longitude", "latitude").get(pk=A)
    )
    Place.objects.filter(pk=A).update(latitude=None, longitude=None)
    assert client.get(f"/console/places/{A}/point.json").json()["features"] == []


def test_a_unit_has_nothing_below(client: Client) -> None:
    PlaceFactory(path=f"{A}00100101")
    assert text(client, f"/console/places/{A}00100101/")


def test_in_english_no_chinese_but_names(client: Client) -> None:
    client.cookies[COOKIE] = "en.0.auto"
    page = text(client, "/console/places/?in=140106004000")
    assert "Qingnianlu Yi Shequ" in page
    assert "Directly below" in page


SENT = {"population": "5123", "households": "2010", "address": "青年路 8 号"}


def send(client: Client, place: Place, **given: str) -> Any:
    shown = {"latitude": str(place.latitude), "longitude": str(place.longitude)}
    return client.post(f"/console/places/{place.code}/edit/", {**SENT, **shown, **given})


def test_correct_a_place(client: Client) -> None:
    place = Place.objects.get(pk=A)
    assert "青年路一社区" in text(client, f"/console/places/{A}/edit/")
    response = send(client, place)
    assert response.status_code == 302
    assert response["Location"] == f"/console/places/{A}/"
    place.refresh_from_db()
    assert (place.population, place.address, place.position_is_estimated) == (5123, "青年路 8 号", True)
    assert "5123" in text(client, f"/console/places/{A}/")


def test_a_position_given_counts_as_surveyed(client: Client) -> None:
    place = Place.objects.get(pk=A)
    assert send(client, place, latitude="37.8512", longitude="112.5661").status_code == 302
    place.refresh_from_db()
    assert (place.latitude, place.position_is_estimated) == (37.8512, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"population": "-1"}, "field-error"),
        ({"population": "9" * 30}, "这个数字不对"),
        ({"latitude": "112.56", "longitude": "37.85"}, "纬度和经度好像写反了"),
        ({"latitude": "NaN"}, "没有取到位置的数值"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_changes(
    client: Client, given: dict[str, str], said: str
) -> None:
    place = Place.objects.get(pk=A)
    response = send(client, place, **given)
    assert response.status_code in (409, 422)
    assert said in response.content.decode()
    place.refresh_from_db()
    assert (place.name, place.population) == ("青年路一社区", None)


def test_who_may_correct(client: Client, worker: Client) -> None:
    assert f"/console/places/{A}/edit/" in text(client, f"/console/places/{A}/")
    assert f"/console/places/{A}/edit/" not in text(worker, f"/console/places/{A}/")
    assert worker.get(f"/console/places/{A}/edit/").status_code == 403
    assert send(worker, Place.objects.get(pk=A)).status_code == 403


def test_an_officer_of_another_district_may_not_correct(district: Place, sign_in: SignIn) -> None:
    person = PersonFactory()
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=PlaceFactory(path="140105"))
    assert sign_in(person).get(f"/console/places/{A}/edit/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/console/places/",
        f"/console/places/{A}/",
        f"/console/places/{A}/edit/",
        f"/console/places/{A}/point.json",
    ],
)
def test_visitors_sign_in_first_and_residents_stay_out(
    district: Place, sign_in: SignIn, address: str
) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=%2Fconsole%2F")
    assert sign_in(PersonFactory()).get(address).status_code == 403


def test_query_counts_do_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    PlaceFactory(path=f"{A}001", name="枣园小区")
    for number in range(5):
        OrganisationFactory(name=f"店{number}", place=Place.objects.get(pk=A))
    text(client, "/console/places/")
    with django_assert_max_num_queries(13):
        text(client, "/console/places/?level=community")
    with django_assert_max_num_queries(12):
        text(client, "/console/places/?q=qnl")
    with django_assert_max_num_queries(20):
        text(client, f"/console/places/{A}/")
