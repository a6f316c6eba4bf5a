"""A wish that is needed elsewhere: what follows from its place follows the new one."""

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.asking import ask_helper
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, return_claim
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import AskingState, ClaimState, Tier, WishAction, WishState
from jiayuan.modules.help.models import TierStay, Wish
from tests.factories import FundFactory, PaymentFactory, PlaceFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db
THERE = f"{NEIGHBOUR}001"


@pytest.fixture
def scene():
    made = Scene()
    PlaceFactory(path=THERE, kind="estate")
    made.there = made.helper(Tier.POINT, THERE, station=made.street.person.help_posts.get().post.station)
    made.officer = holder(Role.STREET_OFFICER, COMMUNITY[:9])
    return made


def moved(scene, wish, path=THERE, by=None, address="3单元101", **more):
    return scene.act(
        wish, WishAction.PLACE, by or scene.wisher, given=Given(place_path=path, address=address), **more
    )


def test_who_it_is_offered_to_follows_the_new_place_from_the_nearest_post_on(scene):
    wish = scene.opened()
    for _turn in range(3):
        scene.act(wish, WishAction.CLIMB)
    wish = moved(scene, wish)
    assert (wish.place_id, wish.address, wish.tier, wish.state) == (
        THERE,
        "3单元101",
        Tier.POINT,
        WishState.OPEN,
    )
    assert list(TierStay.objects.running().filter(wish=wish).values_list("tier", flat=True)) == [Tier.POINT]
    assert wish.climbs_at is not None
    with pytest.raises(Refused):
        claim_wish(wish.pk, by=scene.point)
    assert claim_wish(wish.pk, by=scene.there).state == ClaimState.HELD
    entry = Entry.objects.get(stream=wish.stream, action="help.place")
    assert (entry.payload["before"]["place_id"], entry.payload["after"]["place_id"]) == (BUILDING, THERE)
    assert "3单元101" not in str(entry.payload), "the door stands in no entry"
    assert entry.place_path == THERE


@pytest.mark.parametrize(
    ("who", "path", "may"),
    [
        ("wisher", THERE, True), ("officer", THERE, True), ("worker", ESTATE, True), ("worker", THERE, False),
        ("point", THERE, False), ("neighbour", THERE, False),
    ],
)  # fmt: skip
def test_both_places_are_asked_for(scene, who, path, may):
    scene.neighbour = holder(Role.COMMUNITY_WORKER, NEIGHBOUR)
    wish = scene.opened()
    if may:
        assert moved(scene, wish, path, getattr(scene, who)).place_id == path
        return
    with pytest.raises(Refused):
        moved(scene, wish, path, getattr(scene, who))
    wish.refresh_from_db()
    assert (wish.place_id, wish.address) == (BUILDING, "2单元501")


def test_a_lease_stays_and_its_holder_is_told(scene):
    claim = scene.claimed()
    wish = moved(scene, claim.wish, by=scene.officer)
    claim.refresh_from_db()
    assert (claim.state, wish.state, wish.climbs_at) == (ClaimState.HELD, WishState.CLAIMED, None)
    assert Notice.objects.filter(person=scene.point.person, kind="help.helping").count() == 1
    assert Notice.objects.filter(person=scene.wisher.person, kind="help.answered").count() == 2, (
        "claimed, and moved"
    )
    assert not Notice.objects.filter(person=scene.there.person).exists(), "nobody is looked for"
    return_claim(claim.pk, by=scene.point)
    wish.refresh_from_db()
    assert (wish.state, wish.tier) == (WishState.OPEN, Tier.POINT)
    assert claim_wish(wish.pk, by=scene.there).wish_id == wish.pk


def test_the_keepers_of_the_new_place_are_told_and_those_of_the_old_are_not(scene):
    membership = scene.there.person.help_posts.get()
    membership.role = "keeper"
    membership.save()
    wish = scene.opened()
    Notice.objects.all().delete()
    moved(scene, wish)
    kinds = Notice.objects.values_list("person", "kind")
    assert list(kinds) == [(scene.there.person.pk, "help.offered")], (
        "who wished knows; nobody else is concerned"
    )


def test_who_is_no_longer_reached_need_not_answer(scene):
    wish = scene.opened()
    scene.act(wish, WishAction.CLIMB)
    scene.act(wish, WishAction.CLIMB)
    here = ask_helper(wish.pk, scene.point.person.pk, by=scene.worker)
    centre = ask_helper(wish.pk, scene.centre.person.pk, by=scene.worker)
    inside = PlaceFactory(path=f"{ESTATE}003", kind="building")
    near = scene.helper(Tier.POINT, ESTATE)
    still = ask_helper(wish.pk, near.person.pk, by=scene.worker)
    moved(scene, wish, inside.path)
    states = [each.state for each in (here, centre, still) if each.refresh_from_db() is None]
    assert states == [AskingState.CLOSED, AskingState.CLOSED, AskingState.WAITING]
    assert Notice.objects.filter(person=scene.point.person, kind="help.helping").count() == 1
    assert not Notice.objects.filter(person=near.person, kind="help.helping").exists()


@pytest.mark.parametrize("of_part", [False, True])
def test_while_money_is_asked_for_it_stays(scene, of_part):
    wish = scene.opened()
    fund, asked_for = FundFactory(community=scene.station.community), wish
    if of_part:
        scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
        asked_for = Wish.objects.filter(parent=wish).first()
    PaymentFactory(fund=fund, wish=asked_for)
    with pytest.raises(Conflict) as refused:
        moved(scene, wish)
    assert refused.value.code == "paid"
    assert Wish.objects.filter(place=THERE).count() == 0


PARTS = (PartDraft("抬冰箱", "抬上五楼"), PartDraft("修插座", "插座松了"))


def test_parts_go_along_and_do_not_go_alone(scene):
    wish = scene.opened()
    scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
    first, second = Wish.objects.filter(parent=wish).order_by("part")
    with pytest.raises(Refused):
        moved(scene, first)
    fulfil_claim(claim_wish(first.pk, by=scene.point).pk, by=scene.point)
    scene.act(first, WishAction.CONFIRM, scene.wisher)
    moved(scene, wish)
    rows = Wish.objects.order_by("pk").values_list("place_id", "address", "state")
    assert list(rows) == [
        (THERE, "3单元101", "split"), (THERE, "2单元501", "fulfilled"), (THERE, "3单元101", "open"),
    ]  # fmt: skip
    assert Entry.objects.filter(stream=second.stream, action="help.place_part").count() == 1
    assert claim_wish(second.pk, by=scene.there).state == ClaimState.HELD


def test_another_door_in_the_same_place_begins_nothing_anew(scene):
    wish = scene.opened()
    scene.act(wish, WishAction.CLIMB)
    wish = moved(scene, wish, BUILDING, address="1单元102")
    assert (wish.tier, wish.address) == (Tier.TEAM, "1单元102")


@pytest.mark.parametrize(("path", "address"), [("", "x"), (COMMUNITY[:9], "x"), (BUILDING, "2单元501")])
def test_what_is_no_new_place_names_its_field(scene, path, address):
    with pytest.raises(Invalid) as refused:
        moved(scene, scene.opened(), path, address=address)
    assert refused.value.field == "place_path"


def test_what_is_over_stays_where_it_was(scene):
    wish = scene.act(scene.opened(), WishAction.WITHDRAW, scene.wisher)
    with pytest.raises(Conflict):
        moved(scene, wish)


def test_sent_twice_it_moved_once(scene):
    wish = scene.opened()
    for _turn in range(2):
        moved(scene, wish, nonce="n" * 32, revision=wish.revision)
    assert Entry.objects.filter(stream=wish.stream, action="help.place").count() == 1
