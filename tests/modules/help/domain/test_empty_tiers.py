"""Nobody waits for nobody: a tier on which nobody could take a wish on is passed over."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, return_claim
from jiayuan.modules.help.domain.ladder import climb_all
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.queries.progress import history
from jiayuan.modules.help.domain.steps import find_step
from jiayuan.modules.help.enums import TIERS, Tier, WishAction, WishKind, WishState
from jiayuan.modules.help.models import Post, PostMember, TierStay, Wish
from tests.factories import PersonFactory, PlaceFactory, PostFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, MONDAY, NEIGHBOUR, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield Scene()


def leave(scene, *names):
    """As if these had never been there."""
    for name in names:
        person = getattr(scene, name).person
        posts = [each.post_id for each in person.help_posts.all()]
        PostMember.objects.filter(person=person).delete()
        Post.objects.filter(pk__in=posts).delete()


def last_entry(wish):
    return Entry.objects.filter(stream=wish.stream).order_by("-number").first()


def passed(wish):
    return last_entry(wish).payload["after"].get("passed")


def climb_in_time(wish):
    wish.refresh_from_db()
    with at(wish.climbs_at):
        climb_all()
    wish.refresh_from_db()
    return wish


def test_without_a_point_a_wish_begins_at_the_team(scene):
    leave(scene, "point")
    wish = scene.opened()
    assert (wish.tier, passed(wish)) == ("team", ["point: no_post"])
    assert [each.tier for each in TierStay.objects.all()] == ["team"]


def test_a_post_in_which_nobody_is_verified_is_nobody(scene):
    PostMember.objects.filter(person=scene.point.person).update(verified_at=None, verified_by=None)
    wish = scene.opened()
    assert (wish.tier, passed(wish)) == ("team", ["point: no_helper"])


def test_each_reason_is_that_of_its_own_tier(scene):
    leave(scene, "team")
    PostMember.objects.filter(person=scene.point.person).update(verified_at=None, verified_by=None)
    wish = scene.opened()
    assert (wish.tier, passed(wish)) == ("centre", ["point: no_helper", "team: no_post"])


def test_a_point_of_another_building_is_none_here(scene):
    leave(scene, "point")
    scene.helper(Tier.POINT, PlaceFactory(path=f"{ESTATE}003", kind="building").path)
    assert scene.opened().tier == "team"


def test_who_wished_does_not_help_themselves(scene):
    scene.wisher = scene.point
    wish = scene.opened()
    assert (wish.tier, passed(wish)) == ("team", ["point: no_helper"])


def test_on_the_way_up_too(scene):
    leave(scene, "centre", "street")
    wish = scene.opened()
    climb_in_time(wish)
    assert wish.tier == "team"
    climb_in_time(wish)
    assert (wish.tier, passed(wish)) == ("merchant", ["centre: no_post", "street: no_post"])
    stays = list(TierStay.objects.order_by("pk"))
    assert [each.tier for each in stays] == ["point", "team", "merchant"]
    assert all(each.until == after.since for each, after in pairwise(stays))


def test_what_was_not_reached_below_counts_where_it_is(scene):
    """A quarrel begins at the centre by its rules; the team of the courtyard is of those it reaches there."""
    leave(scene, "centre", "point")
    assert scene.opened(kind="dispute").tier == "centre"


def test_nobody_anywhere_leads_straight_to_the_fund(scene):
    PostMember.objects.all().delete()
    wish = scene.opened()
    assert wish.tier == "fund"
    assert wish.climbs_at is not None
    assert passed(wish) == [f"{tier}: no_helper" for tier in TIERS[:-1]]


def test_where_the_rules_know_no_fund_it_waits_for_the_desk(scene):
    PostMember.objects.all().delete()
    wish = scene.opened(kind="company")
    assert (wish.state, wish.tier, wish.climbs_at) == (WishState.OPEN, "street", None)
    assert scene.act(wish, WishAction.GIVE_UP, given=Given(words="没人")).state == WishState.UNMET


def test_at_the_top_whoever_comes_later_is_reached(scene):
    PostMember.objects.all().delete()
    wish = scene.opened(kind="company")
    found = scene.helper(Tier.POINT, BUILDING, name="新的服务点")
    climb_all()
    wish.refresh_from_db()
    assert (wish.tier, wish.climbs_at) == ("street", None)
    assert claim_wish(wish.pk, by=found).wish.state == WishState.CLAIMED


def test_what_is_founded_later_brings_nothing_back(scene):
    leave(scene, "point")
    wish = scene.opened()
    scene.helper(Tier.POINT, BUILDING)
    before = wish.climbs_at
    climb_all()
    wish.refresh_from_db()
    assert (wish.tier, wish.climbs_at) == ("team", before)


def test_the_desk_offers_it_over_empty_tiers_and_is_told_of_the_top(scene):
    leave(scene, "team", "centre", "street")
    wish = scene.opened(kind="company")
    assert find_step(wish).term is None
    with pytest.raises(Conflict) as caught:
        scene.act(wish, WishAction.CLIMB)
    assert (caught.value.code, Wish.objects.get().tier) == ("top", "point")
    climb_in_time(wish)
    assert (wish.tier, wish.climbs_at) == ("street", None)
    assert last_entry(wish).action == "help.top"


def test_parts_begin_where_somebody_is(scene):
    leave(scene, "point")
    drafts = (PartDraft("抬冰箱", "抬上五楼"), PartDraft("修插座", "插座松了", kind="repair"))
    whole = scene.act(scene.opened(), WishAction.SPLIT, given=Given(parts=drafts))
    assert {(each.tier, passed(each)[0]) for each in whole.parts.all()} == {("team", "point: no_post")}


def test_the_timeline_says_what_was_passed_over_and_why(scene):
    leave(scene, "point", "centre")
    wish = climb_in_time(scene.opened())
    told = [(each.action, str(each.what)) for each in history(wish, scene.wisher)]
    assert [action for action, _what in told] == [
        "help.post", "help.open", "help.passed", "help.passed", "help.climb",
    ]  # fmt: skip
    assert told[2][1] == "Passed over: Help point of the building; there is none here"
    assert told[3][1] == "Passed over: Service centre of the community; there is none here"
    assert [what for _action, what in told] == [str(each.what) for each in history(wish, scene.worker)]


class TestSomebodyGoes:
    def test_nobody_waits_where_nobody_is_left(self, scene):
        wish = scene.opened()
        PostMember.objects.filter(person=scene.point.person).update(until=today())
        assert (climb_all(), climb_all()) == (1, 0)
        wish.refresh_from_db()
        assert wish.tier == "team"

    def test_while_others_are_there_it_waits_its_time(self, scene):
        scene.helper(Tier.POINT, BUILDING)
        scene.opened()
        PostMember.objects.filter(person=scene.point.person).update(until=today())
        assert climb_all() == 0

    def test_given_back_by_who_left_it_goes_on(self, scene):
        claim = scene.claimed()
        PostMember.objects.filter(person=scene.point.person).update(until=today())
        assert climb_all() == 0
        return_claim(claim.pk, reason="搬走了", by=scene.point)
        assert climb_all() == 1
        assert Wish.objects.get().tier == "team"


def queries(act):
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_one_query_however_many_posts(scene):
    wish = scene.posted()
    before = queries(lambda: find_step(wish))
    for number in range(20):
        post = PostFactory(station=scene.station, tier=Tier.TEAM, place_id=ESTATE, name=f"队{number}")
        post.members.create(person=PersonFactory(), since=today(), verified_at=now())
    assert (before, queries(lambda: find_step(wish))) == (2, 2)


PLACES = {
    Tier.POINT: BUILDING, Tier.TEAM: ESTATE, Tier.CENTRE: COMMUNITY, Tier.STREET: NEIGHBOUR, Tier.MERCHANT: COMMUNITY,
}  # fmt: skip
NAMES = ("point", "team", "centre", "street", "merchant")
SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
STEPS = st.lists(
    st.tuples(st.sampled_from(["open", "wait", "desk", "come", "go", "claim", "back"]), st.sampled_from(list(PLACES))),
    min_size=3, max_size=14,
)  # fmt: skip


class Life:
    """A street in which people come and go while one wish waits."""

    def __init__(self, scene: Scene, kind: str, urgency: str, there: set[Tier]) -> None:
        self.scene, self.names = scene, dict(zip(PLACES, NAMES, strict=True))
        for tier in PLACES:
            if tier not in there:
                self.go(tier)
        self.wish = scene.posted(kind=kind, urgency=urgency)
        self.clock = MONDAY

    def go(self, tier: Tier) -> None:
        person = getattr(self.scene, self.names[tier]).person
        PostMember.objects.filter(person=person).update(until=today())

    def come(self, tier: Tier) -> None:
        person = getattr(self.scene, self.names[tier]).person
        PostMember.objects.filter(person=person).update(until=None)

    def do(self, what: str, tier: Tier) -> None:
        self.wish.refresh_from_db()
        self.clock += timedelta(minutes=1)
        if what == "wait" and self.wish.climbs_at is not None:
            self.clock = max(self.clock, self.wish.climbs_at)
        with at(self.clock):
            if what in ("come", "go"):
                getattr(self, what)(tier)
            elif self.wish.state == WishState.POSTED:
                self.wish = self.scene.act(self.wish, WishAction.OPEN, given=Given(title="修纱窗"))
            else:
                self._more(what)
            climb_all()
        self.wish.refresh_from_db()

    def _more(self, what: str) -> None:
        reached = PostMember.objects.reached(self.wish.place_id, self.wish.tier).first()
        claim = self.wish.claims.taking().first()
        if what == "desk" and self.wish.state == WishState.OPEN and find_step(self.wish).term is not None:
            self.scene.act(self.wish, WishAction.CLIMB)
        elif what == "claim" and reached is not None and self.wish.state == WishState.OPEN:
            claim_wish(self.wish.pk, by=Actor(person=reached.person))
        elif what == "back" and claim is not None:
            return_claim(claim.pk, reason="去不了", by=self.scene.worker)

    def check(self) -> None:
        if self.wish.state != WishState.OPEN:
            return
        somebody = PostMember.objects.reached(self.wish.place_id, self.wish.tier).exists()
        waits = self.wish.climbs_at is None
        assert waits or self.wish.tier == Tier.FUND or somebody, (self.wish.tier, self.wish.climbs_at)


@given(
    kind=st.sampled_from(WishKind.values), urgency=st.sampled_from(["today", "week", "calm"]),
    there=st.sets(st.sampled_from(list(PLACES))), steps=STEPS,
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_an_open_wish_stands_where_somebody_is_or_waits_at_the_top(kind, urgency, there, steps):
    with transaction.atomic(), at(MONDAY):
        life = Life(Scene(), kind, urgency, there)
        for what, tier in steps:
            life.do(what, tier)
            life.check()
        transaction.set_rollback(True)
