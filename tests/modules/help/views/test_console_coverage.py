"""Needs and helpers beside each other: who lacks whom, and every number opens to its rows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.places.models import Place
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.queries.coverage import Answer
from jiayuan.modules.help.domain.queries.desk_network import gaps_of, posts_of
from jiayuan.modules.help.enums import Tier, WishAction, WishState
from jiayuan.modules.help.interfaces.coverage_map import SIGNS
from jiayuan.modules.help.models import PostMember, Wish
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
    return {row.place.path: row for row, _link, _sign in answer.context["rows"]}


def test_needs_of_a_year_beside_who_helps(scene):
    OpenWishFactory(place_id=BUILDING)
    OpenWishFactory(place_id=BUILDING, posted_at=timezone.now() - timedelta(days=400))
    WishFactory(place_id=BUILDING)
    row = rows(signed_in(scene.worker))[ESTATE]
    assert (row.needs, row.open, row.posts) == (1, 2, 2), "what is older than a year may still be open"
    assert row.helpers == 4, "those of the point, the team, the centre and the merchant"
    wishes = signed_in(scene.worker).get(reverse("console-wishes"), {"state": "need", "place": ESTATE})
    assert len(wishes.context["page"]) == row.needs


def test_what_is_still_open_is_one_number_wherever_it_stands(scene):
    """In parts it is one wish that is open while any part is: in the table, in the list it opens, and as a gap."""
    PostMember.objects.filter(post__station=scene.station).delete()
    desk = signed_in(scene.worker)
    whole = scene.opened()
    parts = (PartDraft("抬冰箱", "一台冰箱要抬上五楼"), PartDraft("修插座", "厨房插座松了"))
    scene.act(whole, WishAction.SPLIT, given=Given(parts=parts))
    alone = scene.opened()

    def everywhere():
        row = rows(desk)[ESTATE]
        opened = desk.get(reverse("console-wishes"), {"state": "still_open", "place": ESTATE}).context["page"]
        gaps = gaps_of(scene.station, posts_of(scene.station))
        return row.open, sorted(each.pk for each in opened), sum(each.wishes for each in gaps)

    assert everywhere() == (2, sorted([whole.pk, alone.pk]), 2)
    shown = desk.get(reverse("console-coverage")).content.decode()
    assert f"?state=still_open&amp;place={ESTATE}" in shown
    first, second = whole.parts.order_by("part")
    scene.act(first, WishAction.WITHDRAW, scene.wisher)
    assert everywhere()[0] == 2
    Wish.objects.filter(pk=second.pk).update(state=WishState.CLAIMED, climbs_at=None)
    assert everywhere() == (1, [alone.pk], 1)


def test_names_needs_without_helpers_and_helpers_without_needs(scene):
    lone = PlaceFactory(path=f"{COMMUNITY}002", kind="estate")
    PostMember.objects.filter(post__station=scene.station).exclude(post__tier=Tier.POINT).delete()
    OpenWishFactory(place=lone)
    answer = signed_in(scene.worker).get(reverse("console-coverage"))
    assert [row.place for row, _link in answer.context["lonely"]] == [lone]
    assert [row.place.path for row, _link in answer.context["idle"]] == [ESTATE]
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
    for place in (ESTATE, PlaceFactory(path=f"{COMMUNITY}002", kind="estate").path):
        Place.objects.filter(pk=place).update(latitude=37.86, longitude=112.57)
        for _turn in place:
            OpenWishFactory(place_id=place)
    OpenWishFactory(place_id=BUILDING)
    nowhere = PlaceFactory(path=f"{COMMUNITY}003", kind="estate", latitude=None, longitude=None)
    OpenWishFactory(place=nowhere)
    client = signed_in(scene.worker)
    found = client.get(reverse("console-coverage-points")).json()["features"]
    shown = {each["properties"]["title"]: each["properties"]["meta"] for each in found}
    told = {str(row.place): row for path, row in rows(client).items() if path != nowhere.path}
    assert shown.keys() == told.keys()
    assert all(str(row.needs) in shown[name] for name, row in told.items())
    assert sorted(row.needs for row in told.values()) == [15, 16]
    signs = [each["properties"]["tone"] for each in found]
    assert sorted(signs) == ["success", "warning"], "helpers of its own, and none"


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


def test_sums_of_a_street_hide_neither_courtyards_nor_communities(scene):
    """The street has needs and helpers; a courtyard lacks the one, a community has nobody at all."""
    lone = PlaceFactory(path=f"{COMMUNITY}002", kind="estate", latitude=37.86, longitude=112.57)
    bare = PlaceFactory(path=f"{STREET}012", kind="community", latitude=37.87, longitude=112.58)
    OpenWishFactory(place=lone)
    officer = signed_in(holder(Role.DISTRICT_OFFICER, DISTRICT))
    answer = officer.get(reverse("console-coverage"))
    row = {row.place.path: row for row, _link, _sign in answer.context["rows"]}[STREET]
    assert (row.answer, row.communities) == ("met", 3)
    assert (row.below["lonely"], row.below["idle"], row.below["bare"]) == (1, 1, 1)
    assert [row.place for row, _link in answer.context["lonely"]] == [lone]
    assert [row.place for row, _link in answer.context["bare"]] == [bare]
    found = officer.get(reverse("console-coverage-points")).json()["features"]
    signs = {each["properties"]["title"]: each["properties"]["label"] for each in found}
    assert signs[str(lone)] == SIGNS[Answer.LONELY].label, "the map of the district shows its courtyards"
    assert signs[str(bare)] == SIGNS[Answer.BARE].label
    alone = officer.get(reverse("console-coverage"), {"place": bare.path})
    assert alone.status_code == 200
    assert str(bare) in alone.content.decode(), "a community with nothing in it has its answer too"


def test_the_map_has_a_legend_with_numbers(scene):
    html = signed_in(scene.worker).get(reverse("console-coverage")).content.decode()
    legend = html.partition("data-legend")[2].partition("</ul>")[0]
    assert all(str(sign.label) in legend and f"tone-{sign.tone}" in legend for sign in SIGNS.values())
