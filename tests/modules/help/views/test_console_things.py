"""The six things of a station: looked at by its desk, shown to everybody with their photos."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.models import ItemPhoto, StationItem
from jiayuan.modules.help.station_enums import ItemKind
from tests.factories import ItemPhotoFactory, PhotoFactory, StationItemFactory
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def drawing(colour=(200, 90, 60)):
    sent = BytesIO()
    Image.new("RGB", (80, 60), colour).save(sent, "JPEG")
    return SimpleUploadedFile("a.jpg", sent.getvalue(), "image/jpeg")


def look(client, scene, kind=ItemKind.SIGN, **fields):
    return client.post(
        reverse("console-station-look", args=[scene.station.pk, kind]), {"state": "there"} | fields
    )


def things(client, scene):
    return client.get(reverse("console-station-things", args=[scene.station.pk]))


def test_nothing_is_there_until_somebody_looked(scene, desk):
    answer = things(desk, scene)
    assert (answer.context["many"], len(answer.context["things"])) == (0, 6)
    assert not StationItem.objects.exists()


def test_what_was_seen_stands_with_who_saw_it_and_in_the_ledger(scene, desk):
    assert look(desk, scene, note="东门进来第一间", since="2026-02-01").status_code == 302
    item = StationItem.objects.get()
    assert (item.is_there, str(item.since), item.note) == (True, "2026-02-01", "东门进来第一间")
    assert item.looked_by == scene.worker.person
    look(desk, scene, state="missing")
    item.refresh_from_db()
    assert (item.is_there, item.since) == (False, today())
    last = Entry.objects.filter(action="help.look_item").latest("pk")
    assert (last.payload["before"]["state"], last.payload["after"]["state"]) == ("there", "missing")


def test_a_photo_of_the_sign_is_for_everybody_and_can_be_taken_out(scene, desk):
    look(desk, scene, photos=drawing(), nonce="n" * 20)
    look(desk, scene, photos=drawing(), nonce="n" * 20)
    row = ItemPhoto.objects.get()
    address = reverse("photo", args=[row.photo_id, "full"])
    assert Client().get(address).status_code == 200
    assert address in Client().get(reverse("help-station", args=[scene.station.pk])).content.decode()
    remove = reverse("console-station-look", args=[scene.station.pk, "remove-photo"])
    assert desk.post(remove, {"photo": row.pk}).status_code == 302
    assert desk.post(remove, {"photo": row.pk}).status_code == 404
    assert Client().get(address).status_code == 404


def test_a_photo_that_shows_nothing_of_a_station_yet_is_its_senders():
    photo = PhotoFactory(purpose="help-station")
    assert Client().get(reverse("photo", args=[photo.pk, "full"])).status_code == 404


def test_at_most_three_photos_show_one_thing(scene, desk):
    item = StationItemFactory(station=scene.station)
    for _number in range(3):
        ItemPhotoFactory(item=item)
    answer = look(desk, scene, photos=drawing())
    assert answer.status_code == 409
    (card,) = [card for thing, card in answer.context["things"] if thing.kind == ItemKind.SIGN]
    assert card.faults_of("photos")


@pytest.mark.parametrize(
    "fields", [{"state": "broken"}, {"since": "soon"}, {"since": str(today() + timedelta(days=3))}]
)
def test_what_will_not_do_comes_back_with_what_was_typed(scene, desk, fields):
    answer = look(desk, scene, note="红底白字", **fields)
    assert answer.status_code == 422
    assert "红底白字" in answer.content.decode()


def test_only_the_desk_of_the_station_looks(scene):
    assert look(signed_in(holder(Role.GRID_WORKER, COMMUNITY)), scene).status_code == 403
    assert look(signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR)), scene).status_code == 404
    assert look(signed_in(scene.worker), scene, kind="roof").status_code == 404


def test_the_list_says_who_lacks_what(scene, desk):
    for kind in ItemKind:
        StationItemFactory(station=scene.station, kind=kind)
    officer = signed_in(holder(Role.STREET_OFFICER, COMMUNITY[:9]))
    address = reverse("console-stations")
    assert officer.get(address).context["complete"] == 1
    (lone,) = officer.get(f"{address}?lacks=sign").context["stations"]
    assert (lone[0].community_id, len(lone[1])) == (NEIGHBOUR, 6)


def test_costs_the_same_however_much_is_there(scene, desk, django_assert_max_num_queries):
    for kind in ItemKind:
        ItemPhotoFactory(item=StationItemFactory(station=scene.station, kind=kind))
    things(desk, scene)
    with django_assert_max_num_queries(14):
        things(desk, scene)
