"""Asking one helper: whom the desk may ask, what an answer does, and that an asking reserves nothing."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.asking import answer_asking, ask_helper, expire_askings
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.queries.near import asked_of
from jiayuan.modules.help.domain.queries.work import ASK, work_counts
from jiayuan.modules.help.domain.readiness import Wanted, say_how
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.models import Asking, Claim, Readiness
from tests.modules.help.scene import BUILDING, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def ask(scene, wish, who=None, **more):
    return ask_helper(wish.pk, (who or scene.point).pk, by=scene.worker, **more)


class TestAsking:
    def test_the_desk_asks_whom_the_wish_reaches(self, scene):
        wish = scene.opened()
        asking = ask(scene, wish)
        assert (asking.state, asking.post.tier) == ("waiting", Tier.POINT)
        assert asking.until > asking.asked_at
        assert [each.pk for each in asked_of(scene.point)] == [asking.pk]
        entry = Entry.objects.get(action="help.ask")
        assert entry.payload["after"] == {"asking": asking.pk}, "whom it is about stands in the row"

    @pytest.mark.parametrize("who", ["wisher", "neighbour"])
    def test_nobody_else_may(self, scene, who):
        other = scene.wisher if who == "wisher" else holder(Role.COMMUNITY_WORKER, NEIGHBOUR)
        with pytest.raises(Refused):
            ask_helper(scene.opened().pk, scene.point.pk, by=other)

    def test_the_same_form_sent_twice_asks_once(self, scene):
        wish = scene.opened()
        assert ask(scene, wish, nonce="a" * 20) == ask(scene, wish, nonce="a" * 20)
        with pytest.raises(Conflict) as refused:
            ask(scene, wish, nonce="b" * 20)
        assert refused.value.code == "asked"
        assert "Wait for the answer" in str(refused.value.remedy)

    def test_not_whom_it_does_not_reach_yet(self, scene):
        with pytest.raises(Conflict) as refused:
            ask(scene, scene.opened(), scene.merchant)
        assert refused.value.code == "tier"

    def test_not_about_what_is_no_longer_open(self, scene):
        claim = scene.claimed()
        with pytest.raises(Conflict) as refused:
            ask(scene, claim.wish, scene.helper(Tier.POINT, BUILDING))
        assert refused.value.code == "state"

    def test_not_who_wants_a_rest(self, scene):
        say_how(Wanted(paused_until=today() + timedelta(days=3)), by=scene.point)
        with pytest.raises(Conflict) as refused:
            ask(scene, scene.opened())
        assert refused.value.code == "out"


class TestAnswers:
    def test_yes_takes_it_on(self, scene):
        asking = answer_asking(ask(scene, scene.opened()).pk, True, by=scene.point)
        claim = Claim.objects.get()
        assert (asking.state, claim.person_id, claim.wish.state) == ("yes", scene.point.pk, "claimed")
        assert answer_asking(asking.pk, True, by=scene.point).state == "yes", "said twice it is once"

    def test_no_holds_nothing(self, scene):
        wish = scene.opened()
        asking = answer_asking(ask(scene, wish).pk, False, by=scene.point)
        wish.refresh_from_db()
        assert (asking.state, wish.state, Claim.objects.count()) == ("no", "open", 0)
        with pytest.raises(Conflict) as refused:
            ask(scene, wish)
        assert refused.value.code == "refused"
        assert claim_wish(wish.pk, by=scene.point).wish_id == wish.pk, "and they may still take it on"

    def test_only_by_who_was_asked(self, scene):
        with pytest.raises(Refused):
            answer_asking(ask(scene, scene.opened()).pk, True, by=scene.worker)

    def test_it_reserves_nothing_and_the_first_claim_wins(self, scene):
        wish, other = scene.opened(), scene.helper(Tier.POINT, BUILDING)
        asking = ask(scene, wish)
        claim_wish(wish.pk, by=other)
        asking.refresh_from_db()
        assert asking.state == "closed"
        with pytest.raises(Conflict) as refused:
            answer_asking(asking.pk, True, by=scene.point)
        assert "quicker" in str(refused.value.message)

    def test_taking_the_card_answers_too(self, scene):
        wish = scene.opened(seats=2)
        mine, other = ask(scene, wish), ask(scene, wish, scene.helper(Tier.POINT, BUILDING))
        claim_wish(wish.pk, by=scene.point)
        mine.refresh_from_db()
        other.refresh_from_db()
        assert (mine.state, other.state) == ("yes", "waiting"), "a seat is still free"

    def test_a_wish_that_ends_asks_nobody_any_more(self, scene):
        wish = scene.opened()
        asking = ask(scene, wish)
        scene.act(wish, WishAction.WITHDRAW)
        asking.refresh_from_db()
        assert asking.state == "closed"

    def test_silence_is_no_and_goes_back_to_the_desk(self, scene):
        asking = ask(scene, scene.opened())
        assert expire_askings() == 0
        with at(asking.until):
            assert expire_askings() == 1
            assert expire_askings() == 0
        asking.refresh_from_db()
        assert asking.state == "expired"
        with pytest.raises(Conflict) as refused:
            answer_asking(asking.pk, False, by=scene.point)
        assert refused.value.code == "late"


class TestTheInbox:
    def waiting(self, scene):
        return work_counts(scene.worker).get(ASK, ("", 0))[1]

    def test_shows_who_was_asked_in_vain_until_somebody_else_is(self, scene):
        wish = scene.opened()
        asking = ask(scene, wish)
        assert self.waiting(scene) == 0
        answer_asking(asking.pk, False, by=scene.point)
        assert self.waiting(scene) == 1
        ask(scene, wish, scene.helper(Tier.POINT, BUILDING))
        assert self.waiting(scene) == 0

    def test_not_once_it_was_offered_further_up(self, scene):
        wish = scene.opened()
        answer_asking(ask(scene, wish).pk, False, by=scene.point)
        scene.act(wish, WishAction.CLIMB)
        assert self.waiting(scene) == 0


def test_who_asks_to_be_forgotten_is_asked_nothing(scene):
    say_how(Wanted(capacity=1), by=scene.point)
    asking = ask(scene, scene.opened())
    erase_person(scene.point.person, by=scene.point)
    asking.refresh_from_db()
    assert asking.state == "closed"
    assert not Readiness.objects.exists()
    assert Asking.objects.count() == 1
