"""The page on which a wish is needed elsewhere: of who wished, and of the desk."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import Wish
from tests.factories import PlaceFactory
from tests.modules.help.scene import COMMUNITY, ESTATE, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
OTHER = f"{COMMUNITY}009"


@pytest.fixture
def scene():
    PlaceFactory(path=OTHER, kind="estate", name="九号院")
    return Scene()


def form(wish, place=COMMUNITY, courtyard=OTHER, **more):
    return {
        "place_path": place, "courtyard": courtyard, "address": "1单元", "revision": wish.revision, "nonce": "n" * 32,
    } | more  # fmt: skip


def address(wish, name="wish-place"):
    return reverse(name, args=[wish.number])


@pytest.mark.parametrize(("who", "name"), [("wisher", "wish"), ("worker", "console-wish")])
def test_both_find_the_way_and_move_it_once(scene, who, name):
    wish, client = scene.opened(place_path=ESTATE), signed_in(getattr(scene, who))
    assert address(wish, f"{name}-place") in client.get(address(wish, name)).content.decode()
    shown = client.get(address(wish, f"{name}-place")).content.decode()
    assert f'value="{ESTATE}" selected' in shown
    for _turn in range(2):
        assert client.post(address(wish, f"{name}-place"), form(wish)).url == address(wish, name)
    wish.refresh_from_db()
    assert (wish.place_id, wish.address) == (OTHER, "1单元")
    assert "九号院" in client.get(address(wish, name)).content.decode()


def test_another_community_brings_its_courtyards_and_keeps_what_was_typed(scene):
    wish = scene.opened()
    client = signed_in(scene.wisher)
    shown = client.post(
        address(wish) + "?again=1", form(wish, courtyard="", address="暗号楼")
    ).content.decode()
    assert "九号院" in shown
    assert 'value="暗号楼"' in shown
    wish.refresh_from_db()
    assert wish.address == "2单元501"


def test_what_is_refused_comes_back_as_it_was_typed(scene):
    wish, desk = scene.opened(), signed_in(scene.worker)
    none = desk.post(
        address(wish, "console-wish-place"), form(wish, place="", courtyard="", address="暗号楼")
    )
    assert (none.status_code, "暗号楼" in none.content.decode()) == (422, True)
    assert 'id="fault-place_path"' in none.content.decode()
    far = desk.post(address(wish, "console-wish-place"), form(wish, NEIGHBOUR, ""))
    assert far.status_code == 403
    assert f'value="{NEIGHBOUR}" selected' in far.content.decode()
    old = desk.post(address(wish, "console-wish-place"), form(wish, revision=1, nonce="m" * 32))
    assert old.status_code == 409
    again = form(wish, revision=Wish.objects.get(pk=wish.pk).revision, nonce="o" * 32)
    assert f'name="revision" value="{again["revision"]}"' in old.content.decode()
    assert desk.post(address(wish, "console-wish-place"), again).status_code == 302


def test_nobody_else_comes_in(scene):
    wish = scene.opened()
    for reader in (scene.point, scene.merchant, scene.street):
        assert signed_in(reader).get(address(wish)).status_code == 403
        assert signed_in(reader).post(address(wish), form(wish)).status_code == 403
    other = signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
    assert other.get(address(wish, "console-wish-place")).status_code == 404
    wish.refresh_from_db()
    assert wish.place_id != OTHER


def test_a_part_says_where_to_go_and_what_is_over_leads_back(scene):
    wish, wisher = scene.opened(), signed_in(scene.wisher)
    scene.act(wish, WishAction.SPLIT, given=Given(parts=(PartDraft("甲", "甲"), PartDraft("乙", "乙"))))
    part = Wish.objects.filter(parent=wish).first()
    assert address(part) not in wisher.get(address(part, "wish")).content.decode()
    assert wisher.get(address(part)).status_code == 403
    over = scene.act(scene.opened(), WishAction.WITHDRAW, scene.wisher)
    assert wisher.get(address(over)).url == address(over, "wish")


def test_the_holder_of_the_lease_reads_the_new_door(scene):
    wish = scene.opened()
    claim_wish(wish.pk, by=scene.point)
    signed_in(scene.wisher).post(
        address(wish), form(wish, address="暗号楼", revision=Wish.objects.get().revision)
    )
    assert "暗号楼" in signed_in(scene.point).get(address(wish, "wish")).content.decode()
