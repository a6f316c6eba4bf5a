"""Who took a wish on, or was asked, hears when it goes on without them: once, in their language, without a name."""

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.asking import ask_helper
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.fund_payments import pay
from jiayuan.modules.help.enums import Tier, WishAction
from tests.factories import CategoryVersionFactory
from tests.modules.help.fund import FundScene
from tests.modules.help.scene import BUILDING, MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def told(actor):
    return Notice.objects.filter(kind="help.helping", person=actor.person)


def english(actor):
    actor.person.language = "en"
    actor.person.save()
    return actor


class TestWithdrawn:
    def test_who_has_it_and_who_was_asked_are_told_once(self, scene):
        english(scene.point)
        other = scene.helper(Tier.POINT, BUILDING)
        wish = scene.opened(seats=2)
        claim_wish(wish.pk, by=scene.point)
        ask_helper(wish.pk, other.pk, by=scene.worker)
        scene.act(wish, WishAction.WITHDRAW, by=scene.wisher)
        assert told(scene.point).get().title == "The wish was withdrawn"
        assert told(other).count() == 1
        assert "2单元501" not in told(scene.point).get().words

    def test_forgotten_with_who_wished(self, scene):
        wish = scene.opened()
        claim_wish(wish.pk, by=scene.point)
        erase_person(scene.wisher.person, by=scene.wisher)
        assert told(scene.point).count() == 1

    def test_nobody_has_it_nobody_is_told(self, scene):
        scene.act(scene.opened(), WishAction.WITHDRAW, by=scene.wisher)
        assert not Notice.objects.filter(kind="help.helping").exists()


def test_not_done_yet_says_who_wished(scene):
    claim = claim_wish(scene.opened().pk, by=english(scene.point))
    fulfil_claim(claim.pk, by=scene.point)
    scene.act(claim.wish, WishAction.OBJECT, by=scene.wisher, given=Given(words="还在漏风"))
    notice = told(scene.point).get()
    assert notice.title == "Not done yet, says who wished"
    assert "漏风" not in notice.words


def test_a_wish_with_one_of_two_seats_taken_becomes_a_report(scene):
    wish = scene.opened(seats=2)
    claim_wish(wish.pk, by=english(scene.point))
    given = Given(words="物业的事", category_code=CategoryVersionFactory().category.code)
    scene.act(wish, WishAction.MOVE, given=given)
    assert told(scene.point).get().title == "An office sees to it now"


def test_the_fund_paid_for_it():
    with at(MONDAY):
        scene = FundScene()
        wish = scene.on_the_last_tier(seats=2)
        claim_wish(wish.pk, by=english(scene.point))
        pay(scene.approved(wish=wish).pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
    assert told(scene.point).get().title == "The community fund paid for it"
