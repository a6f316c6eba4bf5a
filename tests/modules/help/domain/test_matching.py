"""From records to the engine and back: what it is asked, that its answers stand, and in how many queries."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jiayuan.engines.matching import check_plan, check_proposal, propose, solve
from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain.asking import answer_asking, ask_helper
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.matching.facts import facts_of
from jiayuan.modules.help.domain.matching.instance import question_of
from jiayuan.modules.help.domain.matching.windows import dated
from jiayuan.modules.help.domain.queries.near import offered_wishes
from jiayuan.modules.help.domain.queries.proposal import proposed_for
from jiayuan.modules.help.domain.readiness import Wanted, say_how
from jiayuan.modules.help.enums import TIERS, Tier, WishAction
from jiayuan.modules.help.models import PostMember, Wish
from jiayuan.modules.help.models.covering import covers
from tests.factories import (
    OpenWishFactory,
    PlaceFactory,
    PostFactory,
    PostMemberFactory,
    StationFactory,
    VolunteerFactory,
)
from tests.modules.help.scene import BUILDING, COMMUNITY, ESTATE, MONDAY, NEIGHBOUR, Scene

pytestmark = pytest.mark.django_db
PLACES = (COMMUNITY, ESTATE, BUILDING, f"{ESTATE}003", NEIGHBOUR, f"{NEIGHBOUR}001", "140106005001")


def names(proposed):
    return {each.member.person_id for each in proposed.candidates}


def reasons(proposed):
    return {each.member.person_id: set(each.rules) for each in proposed.passed}


@pytest.fixture
def scene():
    return Scene()


class TestWhoFits:
    def test_those_it_reaches_and_why_others_not(self, scene):
        found = proposed_for(scene.opened())
        assert names(found) == {scene.point.pk}
        assert reasons(found)[scene.merchant.pk] == {"tier", "group"}
        assert scene.wisher.pk not in reasons(found)

    def test_a_skill_is_asked_of_all(self, scene):
        wish = scene.opened(skills=("plumbing",))
        assert reasons(proposed_for(wish))[scene.point.pk] == {"skill"}
        VolunteerFactory(person=scene.point.person).skills.add("plumbing")
        (found,) = proposed_for(wish).candidates
        assert list(found.can) == ["plumbing"]

    def test_who_said_no_or_was_asked_or_is_full_is_not_proposed(self, scene):
        wish = scene.opened()
        asking = ask_helper(wish.pk, scene.point.pk, by=scene.worker)
        assert names(proposed_for(wish)) == set()
        assert scene.point.pk not in reasons(proposed_for(wish)), "it stands under who was asked"
        answer_asking(asking.pk, False, by=scene.point)
        assert reasons(proposed_for(wish))[scene.point.pk] == {"refused"}

    def test_how_somebody_wants_to_be_asked(self, scene):
        wish = scene.opened()
        say_how(Wanted(capacity=1, declines=["repair"]), by=scene.point)
        claim_wish(scene.opened().pk, by=scene.point)
        assert reasons(proposed_for(wish))[scene.point.pk] == {"declined", "full"}

    def test_who_helped_before_and_whose_turn_it_is(self, scene):
        claim = scene.claimed()
        fulfil_claim(claim.pk, by=scene.point)
        scene.act(claim.wish, WishAction.CONFIRM, by=scene.wisher)
        (found,) = proposed_for(scene.opened()).candidates
        assert (found.helped_before, found.turns, found.busy) == (True, 1, 0)

    def test_the_helper_reads_the_same_of_themselves(self, scene):
        fits = scene.opened()
        other = scene.opened(skills=("law",))
        near = {each.wish: each.fit for each in offered_wishes(scene.point)}
        assert near[fits] is not None
        assert near[other] is None


def test_habits_of_a_week_become_times_with_a_date():
    windows = dated(["evening"], MONDAY)
    assert windows[0] == (8 * 60, 11 * 60), "tonight, from ten in the morning on"
    assert len(windows) == 10, "ten working days in two weeks"
    assert dated([], MONDAY) is None
    assert dated(["something else"], MONDAY) is None
    late = datetime(2026, 11, 2, 12, tzinfo=UTC)  # eight in the evening
    assert dated(["evening"], late)[0] == (0, 60)


@pytest.mark.parametrize("tier", TIERS)
def test_who_is_reached_is_said_the_same_with_and_without_a_query(tier):
    for path in PLACES:
        PlaceFactory(path=path)
    stations = {path: StationFactory(community_id=path) for path in PLACES if len(path) == 12}
    posts = [
        PostFactory(
            station=station,
            tier=kind,
            place_id=place,
            **({"organisation": None} if kind != "merchant" else {}),
        )
        for community, station in stations.items()
        for place in PLACES
        if place.startswith(community)
        for kind in ("point", "team")
    ]
    for post in posts:
        PostMemberFactory(post=post)
    for wish in PLACES:
        told = set(PostMember.objects.reached(wish, tier).values_list("post", flat=True))
        found = {
            each.pk for each in posts
            if covers(each.place_id, Tier(each.tier), each.station.community_id, wish, tier)
        }  # fmt: skip
        assert found == told, (wish, tier)


def queries(scene):
    wish = Wish.objects.order_by("pk").first()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        proposed_for(wish)
    return len(asked)


def test_a_constant_number_of_queries(scene):
    scene.opened()
    VolunteerFactory(person=scene.point.person)
    before = queries(scene)
    for _turn in range(5):
        VolunteerFactory(person=scene.helper(Tier.POINT, BUILDING).person)
        claim_wish(scene.opened().pk, by=scene.helper(Tier.POINT, BUILDING))
    assert queries(scene) == before
    assert before <= 16


class TestTheAnswersStand(TestCase):
    """Whatever the records say, what the engine answers keeps every rule, reckoned a second time."""

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(PLACES[:5]), st.sampled_from(TIERS[:5]), st.integers(1, 3)), max_size=5
        ),
        st.lists(
            st.tuples(st.sampled_from(["point", "team"]), st.sampled_from(PLACES[:3]), st.integers(1, 3)),
            max_size=6,
        ),
    )
    def test_plans_and_proposals(self, wishes, helpers):
        scene = Scene()
        for tier, path, capacity in helpers:
            say_how(Wanted(capacity=capacity), by=scene.helper(Tier(tier), path))
        for path, tier, seats in wishes:
            OpenWishFactory(
                place=PlaceFactory(path=path), tier=tier, seats=seats, skills=["law"] * (seats == 2)
            )
        with at(MONDAY):
            rows = list(Wish.objects.select_related("place"))
            question = question_of(facts_of(rows))
        if not rows:
            return
        plan = solve(question.instance, seconds=2)
        assert check_plan(question.instance, plan) == []
        for each in question.instance.wishes:
            assert check_proposal(question.instance, propose(question.instance, each)) == []
        for match in plan.matches:
            wish = Wish.objects.get(pk=match.wish)
            assert PostMember.objects.reached(wish.place_id, wish.tier).filter(person=match.helper).exists()
