"""Thanks with the yes: kept off the ledger and the card, told to who did it, forgotten with the person."""

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import fulfil_claim
from jiayuan.modules.help.domain.wall import note_wisher_yes
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.models import Wish
from jiayuan.services.voice.models import Rating
from tests.factories import PlaceFactory, RoleGrantFactory
from tests.modules.help.scene import COMMUNITY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def done(scene):
    claim = scene.claimed()
    fulfil_claim(claim.pk, by=scene.point)
    return claim.wish


def test_a_yes_alone_is_enough(scene, done):
    scene.act(done, WishAction.CONFIRM, by=scene.wisher)
    assert Wish.objects.get().state == WishState.FULFILLED
    assert not Rating.objects.exists()
    assert not Notice.objects.filter(kind="help.thanked").exists()


def test_stars_and_a_word(scene, done):
    scene.act(
        done, WishAction.CONFIRM, by=scene.wisher, given=Given(score=5, thanks="太好了，电话13812345678")
    )
    rating = Rating.objects.get()
    assert (rating.subject, rating.score, rating.rated_by) == (done.stream, 5, scene.wisher.person)
    assert "138" not in rating.words
    assert Wish.objects.get().reason == ""
    assert "太好了" not in str(list(Entry.objects.values_list("payload", flat=True)))
    assert Notice.objects.filter(kind="help.thanked", person=scene.point.person).count() == 1


def test_asked_by_telephone_it_is_still_the_wishers(scene, done):
    scene.act(done, WishAction.CONFIRM, by=scene.worker, given=Given(score=4))
    assert Rating.objects.get().rated_by == scene.wisher.person


@pytest.mark.parametrize("action", [WishAction.CONFIRM, WishAction.OBJECT])
def test_a_worker_who_did_it_does_not_answer_for_who_wished(scene, done, action):
    RoleGrantFactory(
        person=scene.point.person, role=Role.COMMUNITY_WORKER, place=PlaceFactory(path=COMMUNITY)
    )
    helper = Actor(person=scene.point.person)
    with pytest.raises(Refused):
        scene.act(
            done, action, by=helper, given=Given(words="好了", score=5 if action == "confirm" else None)
        )
    with pytest.raises(Refused):
        note_wisher_yes(done.pk, by=helper)
    assert (Wish.objects.get().state, Rating.objects.count()) == (WishState.DONE, 0)


@pytest.mark.parametrize(
    "given", [Given(thanks="谢谢"), Given(score=0), Given(score=6), Given(score=5, thanks="长" * 201)]
)
def test_what_will_not_do_leaves_it_as_it_was(scene, done, given):
    with pytest.raises(Invalid):
        scene.act(done, WishAction.CONFIRM, by=scene.wisher, given=given)
    assert Wish.objects.get().state == WishState.DONE
    assert not Rating.objects.exists()


def test_forgotten_with_the_person(scene, done):
    scene.act(done, WishAction.CONFIRM, by=scene.wisher, given=Given(score=5, thanks="谢谢你"))
    erase_person(scene.wisher.person, by=scene.wisher)
    rating = Rating.objects.get()
    assert (rating.score, rating.words, rating.rated_by) == (5, "", None)
