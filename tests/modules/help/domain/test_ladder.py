"""Who is asked, in which order, and for how long."""

from datetime import timedelta
from itertools import pairwise

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, lapse_all, note_contact
from jiayuan.modules.help.domain.ladder import climb_all, load_ladder
from jiayuan.modules.help.enums import TIERS, ClaimState, WishAction, WishState
from jiayuan.modules.help.models import Ladder, PostMember, TierStay, Wish
from tests.modules.help.scene import MONDAY, Scene

pytestmark = pytest.mark.django_db
ALL = ("point", "team", "centre", "street", "merchant")


@pytest.fixture
def scene():
    with at(MONDAY):
        yield Scene()


def climb(times):
    """Wait until nobody came, so many times."""
    for _turn in range(times):
        with at(Wish.objects.get().climbs_at):
            climb_all()


@pytest.mark.parametrize(("steps", "who"), [(0, ALL[:1]), (1, ALL[:2]), (2, ALL[:3]), (3, ALL[:4]), (4, ALL)])
def test_each_step_asks_more_people_told_from_both_ends(scene, steps, who):
    wish = scene.opened()
    climb(steps)
    wish.refresh_from_db()
    asked = {getattr(scene, name).pk for name in who}
    reached = PostMember.objects.reached(wish.place_id, wish.tier).values_list("person", flat=True)
    assert set(reached) == asked
    for name in ALL:
        offered = wish in Wish.objects.offered_to(getattr(scene, name).pk)
        assert offered == (name in who), name
    for name in ALL[len(who) :]:
        with pytest.raises(Refused):
            claim_wish(wish.pk, by=getattr(scene, name))


def test_step_by_step_to_the_fund_each_stay_kept(scene):
    wish = scene.opened()
    climb(5)
    wish.refresh_from_db()
    assert wish.tier == "fund"
    stays = list(TierStay.objects.order_by("pk"))
    assert [each.tier for each in stays] == list(TIERS)
    assert all(each.until == after.since for each, after in pairwise(stays))
    climb(1)
    wish.refresh_from_db()
    assert (wish.state, wish.climbs_at) == (WishState.OPEN, None)
    gone = scene.act(wish, WishAction.GIVE_UP, given=Given(words="实在没有人"))
    assert gone.state == WishState.UNMET


def test_nobody_gives_up_before_the_fund(scene):
    with pytest.raises(Refused):
        scene.act(scene.opened(), WishAction.GIVE_UP, given=Given(words="没人"))


def test_a_quarrel_begins_at_the_centre_and_never_meets_a_merchant(scene):
    wish = scene.opened(kind="dispute")
    assert wish.tier == "centre"
    wish = scene.act(wish, WishAction.CLIMB)
    with pytest.raises(Conflict) as caught:
        scene.act(wish, WishAction.CLIMB)
    assert (caught.value.code, Wish.objects.get().tier) == ("top", "street")


def test_twice_by_the_clock_is_one_step(scene):
    scene.opened()
    with at(Wish.objects.get().climbs_at):
        assert (climb_all(), climb_all()) == (1, 0)


class TestLease:
    def test_no_word_in_time_gives_it_quietly_back(self, scene):
        claim = scene.claimed()
        with at(claim.contact_by - timedelta(seconds=1)):
            assert lapse_all() == 0
        with at(claim.contact_by):
            assert (lapse_all(), lapse_all()) == (1, 0)
        claim.refresh_from_db()
        assert (claim.state, claim.wish.state) == (ClaimState.LAPSED, WishState.OPEN)
        assert claim.wish.climbs_at > claim.contact_by

    def test_in_touch_it_runs_on_until_it_had_to_be_done(self, scene):
        claim = scene.claimed()
        note_contact(claim.pk, by=scene.point)
        with at(claim.contact_by + timedelta(minutes=1)):
            assert lapse_all() == 0
        with at(claim.fulfil_by):
            assert lapse_all() == 1

    def test_who_comes_too_late_is_told(self, scene):
        claim = scene.claimed()
        with at(claim.contact_by):
            lapse_all()
        with pytest.raises(Conflict):
            fulfil_claim(claim.pk, by=scene.point)

    def test_of_two_seats_one_may_lapse(self, scene):
        wish = scene.opened(seats=2)
        scene.act(wish, WishAction.CLIMB)
        first = claim_wish(wish.pk, by=scene.point)
        with at(first.contact_by - timedelta(hours=1)):
            second = claim_wish(wish.pk, by=scene.team)
        with at(first.contact_by):
            lapse_all()
        second.refresh_from_db()
        assert (second.state, second.wish.state) == (ClaimState.HELD, WishState.OPEN)


def test_the_rules_come_once(scene):
    assert load_ladder() == 0
    assert Ladder.objects.in_force().count() == 1
