"""The network at the desk: stations, posts, who is in them, and where nobody helps."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.queries.work import VERIFY, work_items
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Post, PostMember, Station
from tests.factories import PersonFactory, PlaceFactory, PostFactory, PostMemberFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def page(client, station):
    return client.get(reverse("console-station", args=[station.pk]))


def send(client, station, what, **fields):
    return client.post(reverse("console-station-act", args=[station.pk, what]), fields)


def test_each_desk_sees_its_own_stations(scene, desk):
    assert [each for each, _lacks in desk.get(reverse("console-stations")).context["stations"]] == [
        scene.station
    ]
    neighbour = Station.objects.get(community_id=NEIGHBOUR)
    assert page(desk, neighbour).status_code == 404
    assert send(desk, neighbour, "change", name="别人的站").status_code == 404
    street = signed_in(holder(Role.STREET_OFFICER, COMMUNITY[:9]))
    assert len(street.get(reverse("console-stations")).context["stations"]) == 2
    assert signed_in(scene.wisher).get(reverse("console-stations")).status_code == 403


def test_a_grid_worker_reads_and_changes_nothing(scene):
    client = signed_in(holder(Role.GRID_WORKER, COMMUNITY))
    assert not page(client, scene.station).context["manages"]
    assert send(client, scene.station, "change", name="改名").status_code == 403


def test_opening_a_station_once(scene):
    place = PlaceFactory(path="140106004012")
    client = signed_in(holder(Role.STREET_OFFICER, COMMUNITY[:9]))
    address = reverse("console-station-new")
    assert list(client.get(address).context["places"]) == [place]
    assert client.post(address, {"community": place.path, "name": ""}).status_code == 422
    answer = client.post(address, {"community": place.path, "name": "新站"})
    assert answer.url == reverse("console-station", args=[Station.objects.get(name="新站").pk])
    again = client.post(address, {"community": place.path, "name": "又一个"})
    assert again.status_code == 409
    assert "又一个" in again.content.decode()


def test_who_asked_to_join_waits_in_the_inbox_and_is_verified(scene, desk):
    member = PostMemberFactory(post=Post.objects.get(station=scene.station, tier=Tier.TEAM), verified_at=None)
    (item,) = work_items(scene.worker, 20)
    assert (item.kind, item.url) == (VERIFY, reverse("console-station", args=[scene.station.pk]))
    send(desk, scene.station, "verify", member=member.pk)
    member.refresh_from_db()
    assert member.verified_by == scene.worker.person
    assert work_items(scene.worker, 20) == []


def test_entering_a_helper_by_phone(scene, desk):
    person = PersonFactory(phone="+8613800138111")
    post = Post.objects.get(station=scene.station, tier=Tier.TEAM)
    send(desk, scene.station, "add", post=post.pk, contact_phone="13800138111", role="keeper")
    member = PostMember.objects.get(post=post, person=person)
    assert (member.role, bool(member.verified_at)) == ("keeper", True)
    shown = page(desk, scene.station).content.decode()
    assert "138****8111" in shown
    assert "13800138111" not in shown


@pytest.mark.parametrize("phone", ["13900000000", "12", ""])
def test_a_number_that_will_not_do_comes_back(scene, desk, phone):
    post = Post.objects.get(station=scene.station, tier=Tier.TEAM)
    answer = send(desk, scene.station, "add", post=post.pk, contact_phone=phone, role="helper")
    assert answer.status_code == 422
    assert answer.context["sheet"].faults_of("contact_phone")


def test_somebody_no_longer_helps(scene, desk):
    member = PostMember.objects.get(person=scene.team.person)
    send(desk, scene.station, "leave", member=member.pk)
    member.refresh_from_db()
    assert member.until


def test_nothing_of_another_station_is_changed_here(scene, desk):
    member = PostMember.objects.get(person=scene.street.person)
    assert send(desk, scene.station, "leave", member=member.pk).status_code == 404
    assert send(desk, scene.station, "end", post=member.post_id).status_code == 404
    assert send(desk, scene.station, "sing").status_code == 404


def test_posts_are_opened_and_ended(scene, desk):
    given = {"tier": "team", "name": "西院服务队", "place_path": ESTATE}
    assert send(desk, scene.station, "post", **given | {"tier": "merchant"}).status_code == 422
    send(desk, scene.station, "post", **given)
    post = Post.objects.get(name="西院服务队")
    assert send(desk, scene.station, "post", **given).status_code == 409
    send(desk, scene.station, "end", post=post.pk)
    post.refresh_from_db()
    assert post.ended_on


def test_the_names_of_a_post_are_corrected(scene, desk):
    post = Post.objects.get(station=scene.station, tier=Tier.TEAM)
    taken = Post.objects.get(station=scene.station, tier=Tier.CENTRE).name
    given = {"post": post.pk, "name": "和平里花园队", "name_en": "Garden team", "service": "修水管"}
    refused = send(desk, scene.station, "names", **given | {"name": ""})
    assert refused.status_code == 422
    assert refused.context["sheet"].faults_of("name")
    assert f'id="id_names{post.pk}name"' in refused.content.decode()
    assert send(desk, scene.station, "names", **given | {"name": taken}).status_code == 409
    assert send(desk, scene.station, "names", **given).status_code == 302
    tier, place = post.tier, post.place_id
    post.refresh_from_db()
    assert (post.name, post.name_en, post.service) == ("和平里花园队", "Garden team", "修水管")
    assert (post.tier, post.place_id) == (tier, place)
    said = Entry.objects.get(action="help.change_post").payload["after"]
    assert said["name_before"] != said["name"] == "和平里花园队"


def test_an_ended_post_is_not_corrected(scene, desk):
    post = PostFactory(station=scene.station, ended_on=scene.station.opened_on, since=scene.station.opened_on)
    assert send(desk, scene.station, "names", post=post.pk, name="改名").status_code == 404


def test_a_station_is_closed_once_its_posts_have_ended_and_another_may_be_opened(scene, desk):
    refused = send(desk, scene.station, "close")
    assert refused.status_code == 409
    team = Post.objects.get(station=scene.station, tier=Tier.TEAM)
    assert team.name in refused.content.decode()
    for post in Post.objects.active().filter(station=scene.station).exclude(tier=Tier.CENTRE):
        send(desk, scene.station, "end", post=post.pk)
    assert send(desk, scene.station, "close").url == reverse("console-stations")
    scene.station.refresh_from_db()
    assert scene.station.closed_on
    assert not Post.objects.active().filter(station=scene.station).exists()
    assert page(desk, scene.station).status_code == 404
    assert send(desk, scene.station, "close").status_code == 404
    opened = desk.post(reverse("console-station-new"), {"community": COMMUNITY, "name": "新站"})
    assert opened.status_code == 302
    assert Station.objects.filter(community_id=COMMUNITY).count() == 2


def test_a_grid_worker_closes_nothing(scene):
    client = signed_in(holder(Role.GRID_WORKER, COMMUNITY))
    assert send(client, scene.station, "close").status_code == 403
    scene.station.refresh_from_db()
    assert scene.station.closed_on is None


def test_says_where_wishes_wait_and_nobody_is_near(scene, desk):
    scene.opened()
    assert page(desk, scene.station).context["gaps"] == []
    PostMember.objects.filter(post__tier__in=[Tier.TEAM, Tier.POINT]).update(
        verified_at=None, verified_by=None
    )
    (gap,) = page(desk, scene.station).context["gaps"]
    assert (gap.place.path, gap.wishes) == (ESTATE, 1)
    assert BUILDING.startswith(gap.place.path)


def test_costs_the_same_however_many_help(scene, desk, django_assert_max_num_queries):
    page(desk, scene.station)
    with django_assert_max_num_queries(18):
        page(desk, scene.station)
