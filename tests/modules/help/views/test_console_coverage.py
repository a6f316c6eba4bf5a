"""Needs and helpers beside each other: who lacks whom, and every number opens to its rows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.enums import Tier, WishState
from jiayuan.modules.help.models import PostMember
from tests.factories import OpenWishFactory, PlaceFactory, PostFactory, PostMemberFactory, WishFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
STREET, DISTRICT = COMMUNITY[:9], COMMUNITY[:6]


@pytest.fixture
def scene():
    PlaceFactory(path=DISTRICT, kind="district")
    PlaceFactory(path=STREET, kind="street")
    return Scene()


def rows(client, path=""):
    answer = client.get(reverse("console-coverage"), {"place": path} if path else {})
    return {row.place.path: row for row, _link in answer.context["rows"]}


def test_needs_of_a_year_beside_who_helps(scene):
    OpenWishFactory(place_id=BUILDING)
    OpenWishFactory(place_id=BUILDING, posted_at=timezone.now() - timedelta(days=400))
    WishFactory(place_id=BUILDING)
    row = rows(signed_in(scene.worker))[ESTATE]
    assert (row.needs, row.open, row.posts) == (1, 1, 2)
    assert row.helpers == 4, "those of the point, the team, the centre and the merchant"
    wishes = signed_in(scene.worker).get(reverse("console-wishes"), {"state": "need", "place": ESTATE})
    assert len(wishes.context["page"]) == row.needs


def test_names_needs_without_helpers_and_helpers_without_needs(scene):
    lone = PlaceFactory(path=f"{COMMUNITY}002", kind="estate")
    PostMember.objects.filter(post__station=scene.station).exclude(post__tier=Tier.POINT).delete()
    OpenWishFactory(place=lone)
    answer = signed_in(scene.worker).get(reverse("console-coverage"))
    assert [row.place for row in answer.context["lonely"]] == [lone]
    assert [row.place.path for row in answer.context["idle"]] == [ESTATE]
    assert reverse("console-station", args=[scene.station.pk]) in answer.content.decode()


def test_goes_down_from_the_district_to_the_courtyards(scene):
    OpenWishFactory(place_id=BUILDING)
    client = signed_in(holder(Role.DISTRICT_OFFICER, DISTRICT))
    assert rows(client)[STREET].needs == 1
    communities = rows(client, STREET)
    assert (communities[COMMUNITY].needs, communities[NEIGHBOUR].needs) == (1, 0)
    assert communities[NEIGHBOUR].is_idle
    assert rows(client, COMMUNITY)[ESTATE].needs == 1
    assert client.get(reverse("console-coverage"), {"place": ESTATE}).status_code == 404


def test_nobody_looks_beyond_their_places(scene):
    address = reverse("console-coverage")
    assert signed_in(scene.worker).get(address, {"place": NEIGHBOUR}).status_code == 404
    assert signed_in(scene.wisher).get(address).status_code == 403


def test_the_map_shows_the_same_numbers(scene):
    OpenWishFactory(place_id=BUILDING)
    found = signed_in(scene.worker).get(reverse("console-coverage-points")).json()["features"]
    assert [each["properties"]["label"] for each in found] in ([], ["1"]), "what has a position"


def test_a_declined_wish_is_no_need(scene):
    WishFactory(place_id=BUILDING, state=WishState.DECLINED, ended_at=timezone.now())
    assert rows(signed_in(scene.worker))[ESTATE].needs == 0


@pytest.mark.parametrize("many", [1, 6])
def test_costs_the_same_however_many_courtyards(scene, many, django_assert_max_num_queries):
    for number in range(2, 2 + many):
        place = PlaceFactory(path=f"{COMMUNITY}{number:03}", kind="estate")
        OpenWishFactory(place=place)
        PostMemberFactory(post=PostFactory(station=scene.station, place=place))
    client = signed_in(scene.worker)
    client.get(reverse("console-coverage"))
    with django_assert_max_num_queries(15):
        client.get(reverse("console-coverage"))
