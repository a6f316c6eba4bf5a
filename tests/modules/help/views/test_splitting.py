"""The pages of a wish in parts: the form of the desk and of the centre, and what each side finds on its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.doors.api.shapes_help import wish_out
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, return_claim
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.queries.seen import see
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.models import PostMember, Wish
from tests.modules.help.scene import Scene

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
FORM = {
    "part1_title": "抬冰箱", "part1_public_words": "一台冰箱要抬上五楼", "part1_kind": "errand",
    "part1_urgency": "today", "part1_seats": "2", "part1_words": "只给帮手看的话",
    "part2_title": "修插座", "part2_public_words": "厨房插座松了", "part2_kind": "repair",
    "part2_urgency": "calm", "part2_seats": "1",
    "part3_kind": "repair", "part3_urgency": "week", "part3_seats": "1",
}  # fmt: skip
PARTS = (PartDraft("抬冰箱", "一台冰箱要抬上五楼"), PartDraft("修插座", "厨房插座松了", "只给帮手看的话"))


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def wish(scene):
    return scene.opened()


def form(wish, **more):
    return FORM | {"revision": wish.revision, "nonce": "n" * 32} | more


def split(scene, wish):
    scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
    return list(Wish.objects.filter(parent=wish).order_by("part"))


def address(wish, name="console-wish-split"):
    return reverse(name, args=[wish.number])


def test_the_desk_splits_a_wish_and_finds_its_parts(scene, wish):
    desk = signed_in(scene.worker)
    assert address(wish) in desk.get(reverse("console-wish", args=[wish.number])).content.decode()
    assert 'name="part5_title"' in desk.get(address(wish)).content.decode()
    for _turn in range(2):
        assert desk.post(address(wish), form(wish)).url == reverse("console-wish", args=[wish.number])
    fridge, socket = Wish.objects.filter(parent=wish).order_by("part")
    assert (fridge.title, fridge.seats, fridge.urgency, fridge.words) == (
        "抬冰箱",
        2,
        "today",
        "只给帮手看的话",
    )
    assert (socket.kind, socket.urgency) == ("repair", "calm")
    shown = desk.get(reverse("console-wish", args=[wish.number])).content.decode()
    assert reverse("console-wish", args=[fridge.number]) in shown
    of_part = desk.get(reverse("console-wish", args=[fridge.number])).content.decode()
    assert reverse("console-wish", args=[wish.number]) in of_part
    assert desk.get(address(wish)).url == reverse("console-wish", args=[wish.number])
    listed = desk.get(reverse("console-wishes"), {"state": "need"}).content.decode()
    assert wish.number in listed
    assert fridge.number not in listed


def test_what_is_missing_is_named_and_nothing_typed_is_lost(scene, wish):
    desk = signed_in(scene.worker)
    gone = dict.fromkeys(("part2_title", "part2_public_words"), "")
    few = desk.post(address(wish), form(wish, **gone))
    assert (few.status_code, 'id="fault-parts"' in few.content.decode()) == (422, True)
    assert "只给帮手看的话" in few.content.decode()
    # The second was left out and the third filled in: what is wrong is said of the second, where it now stands.
    third = {"part3_title": "修插座", "part3_seats": "0"}
    wrong = desk.post(address(wish), form(wish, **gone, **third)).content.decode()
    assert 'href="#id_part2_public_words"' in wrong or 'href="#id_part2_seats"' in wrong
    assert 'value="修插座"' in wrong
    stale = desk.post(address(wish), form(wish, revision="0"))
    assert (stale.status_code, "抬冰箱" in stale.content.decode()) == (409, True)
    assert Wish.objects.get().state == WishState.OPEN


def test_words_that_point_to_somebody_are_looked_at_first(scene, wish):
    desk, card = signed_in(scene.worker), {"part2_public_words": "打电话 13812345678 找她"}
    page = desk.post(address(wish), form(wish, **card))
    assert page.context["warned"]
    assert Wish.objects.count() == 1
    desk.post(address(wish), form(wish, **card, seen=page.context["seen"]))
    assert Wish.objects.count() == 3


def test_who_keeps_the_centre_splits_on_the_phone_and_other_helpers_cannot(scene, wish):
    scene.act(wish, WishAction.CLIMB)
    wish = scene.act(wish, WishAction.CLIMB)
    wish = scene.act(wish, WishAction.AMEND, given=Given(public_words="一扇窗要修"))
    there = address(wish, "wish-split")
    PostMember.objects.filter(person=scene.centre.person).update(role="keeper")
    keeper, helper = signed_in(scene.centre), signed_in(scene.point)
    assert there in keeper.get(reverse("wish", args=[wish.number])).content.decode()
    assert there not in helper.get(reverse("wish", args=[wish.number])).content.decode()
    form_of_it = keeper.get(there).content.decode()
    assert "一扇窗要修" in form_of_it
    assert "纱窗坏了" not in form_of_it
    assert "2单元501" not in form_of_it
    assert helper.get(there).status_code == 403
    assert helper.post(there, form(wish)).status_code == 403
    assert keeper.post(there, form(wish)).url == reverse("help-near")
    assert Wish.objects.filter(parent=wish).count() == 2
    assert helper.get(reverse("wish", args=[wish.number])).status_code == 404


def test_who_wished_has_one_page_and_says_yes_there(scene, wish):
    fridge, socket = split(scene, wish)
    fulfil_claim(claim_wish(socket.pk, by=scene.point).pk, by=scene.point)
    client, page = signed_in(scene.wisher), reverse("wish", args=[wish.number])
    shown = client.get(page).content.decode()
    assert all(reverse("wish", args=[each.number]) in shown for each in (fridge, socket))
    yes = reverse("wish-act", args=[socket.number, "confirm"])
    assert yes in shown
    socket.refresh_from_db()
    assert client.post(yes, {"revision": socket.revision, "nonce": "y" * 32}).url == page
    client.post(
        reverse("wish-act", args=[wish.number, "withdraw"]),
        {"revision": Wish.objects.get(pk=wish.pk).revision},
    )
    wish.refresh_from_db()
    assert wish.state == WishState.PARTLY
    assert "部分实现" in client.get(page).content.decode()


def test_a_helper_reads_their_part_and_the_cards_of_the_others(scene, wish):
    fridge, socket = split(scene, wish)
    claim_wish(fridge.pk, by=scene.point)
    client = signed_in(scene.point)
    mine = client.get(reverse("wish", args=[fridge.number])).content.decode()
    assert "修插座" in mine
    assert "只给帮手看的话" not in mine
    assert wish.number not in mine
    assert "2单元501" in mine
    other = client.get(reverse("wish", args=[socket.number])).content.decode()
    assert "2单元501" not in other


def test_why_it_was_withdrawn_is_for_who_wished_and_the_desk(scene, wish):
    """Also where it was not split: who had held a seat reads the card, not the reason."""
    return_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
    scene.act(wish, WishAction.WITHDRAW, scene.wisher, given=Given(words="母亲昨天去世了"))
    page = reverse("wish", args=[wish.number])
    assert "去世" not in signed_in(scene.point).get(page).content.decode()
    assert "去世" in signed_in(scene.wisher).get(page).content.decode()
    wish.refresh_from_db()
    told = [wish_out(see(wish, each))["reason"] for each in (scene.point, scene.wisher)]
    assert told == ["", "母亲昨天去世了"]
    at_the_desk = signed_in(scene.worker).get(reverse("console-wish", args=[wish.number]))
    assert "母亲昨天去世了" in at_the_desk.content.decode()


def test_more_parts_ask_no_more_questions(scene, wish):
    def asked(many):
        found = scene.opened()
        scene.act(found, WishAction.SPLIT, given=Given(parts=PARTS[:1] * many))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("wish", args=[found.number])).status_code == 200
        return len(queries)

    client = signed_in(scene.wisher)
    client.get(reverse("wish", args=[wish.number]))
    assert asked(2) == asked(5)
