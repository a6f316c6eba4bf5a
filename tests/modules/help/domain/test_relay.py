"""Writing to the other side: who may, while when, what of it is kept; and who is told of what."""

import pytest

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, return_claim
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.domain.relay import write_as_helper, write_as_wisher
from jiayuan.modules.help.enums import ClaimState, PostRole, Tier, WishAction
from jiayuan.modules.help.models import RelayLine, Wish
from tests.factories import PostFactory, PostMemberFactory
from tests.modules.help.scene import BUILDING, ESTATE, NEIGHBOUR, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


class TestWriting:
    def test_the_helpers_first_line_counts_as_being_in_touch(self, scene):
        claim = scene.claimed()
        write_as_wisher(claim.pk, "什么时候来？", by=scene.wisher)
        claim.refresh_from_db()
        assert claim.state == ClaimState.HELD
        write_as_helper(claim.pk, "明天上午", by=scene.point)
        claim.refresh_from_db()
        assert claim.state == ClaimState.CONTACTED

    def test_numbers_are_left_out(self, scene):
        line = write_as_helper(scene.claimed().pk, "打我电话13812345678，晋A12345", by=scene.point)
        assert "138" not in line.words
        assert "12345" not in line.words
        assert line.words.startswith("打我电话")

    def test_sent_twice_is_one_line(self, scene):
        claim = scene.claimed()
        for _ in range(2):
            write_as_helper(claim.pk, "明天来", by=scene.point, nonce="n" * 20)
        write_as_wisher(claim.pk, "好", by=scene.wisher, nonce="n" * 20)
        assert list(RelayLine.objects.values_list("words", flat=True)) == ["明天来", "好"]

    def test_nothing_is_said_to_the_ledger(self, scene):
        write_as_helper(scene.claimed().pk, "家里的猫叫咪咪", by=scene.point)
        assert "咪咪" not in str(list(Entry.objects.values_list("payload", flat=True)))

    def test_only_the_two_sides(self, scene):
        claim = scene.claimed()
        for who in (scene.team, scene.worker, scene.wisher):
            with pytest.raises(Refused):
                write_as_helper(claim.pk, "我", by=who)
        for who in (scene.team, scene.worker, scene.point, Actor()):
            with pytest.raises(Refused):
                write_as_wisher(claim.pk, "我", by=who)
        assert not RelayLine.objects.exists()

    @pytest.mark.parametrize("words", ["", " ", "长" * 301])
    def test_what_will_not_do(self, scene, words):
        with pytest.raises(Invalid):
            write_as_helper(scene.claimed().pk, words, by=scene.point)

    def test_while_held_and_just_done_and_not_longer(self, scene):
        claim = scene.claimed()
        fulfil_claim(claim.pk, by=scene.point)
        write_as_wisher(claim.pk, "谢谢", by=scene.wisher)
        scene.act(claim.wish, WishAction.CONFIRM, by=scene.wisher)
        for write, by in ((write_as_wisher, scene.wisher), (write_as_helper, scene.point)):
            with pytest.raises(Conflict):
                write(claim.pk, "还有一句", by=by)

    def test_not_after_it_was_given_back(self, scene):
        claim = scene.claimed()
        return_claim(claim.pk, by=scene.point)
        with pytest.raises(Conflict):
            write_as_wisher(claim.pk, "怎么不来了", by=scene.wisher)

    def test_a_slip_is_enough(self, scene):
        posted = post_wish(
            WishDraft(words="纱窗坏了", place_path=BUILDING, kind="repair", contact_phone="13800138000"),
            by=Actor(),
        )
        scene.act(posted.wish, WishAction.OPEN, given=Given(title="修纱窗"))
        claim = claim_wish(posted.wish.pk, by=scene.point)
        by_slip = Actor(tokens=frozenset({hash_token(posted.token)}))
        assert write_as_wisher(claim.pk, "好", by=by_slip).from_wisher
        write_as_helper(claim.pk, "明天来", by=scene.point)
        told_by_number = Notice.objects.filter(phone="+8613800138000").order_by("pk")
        assert [each.kind for each in told_by_number] == ["help.answered", "help.relay"]
        assert Delivery.objects.filter(way="sms", address="+8613800138000").count() == 2

    def test_whoever_is_forgotten_takes_their_words_along(self, scene):
        claim = scene.claimed()
        write_as_helper(claim.pk, "我带了梯子", by=scene.point)
        write_as_wisher(claim.pk, "王阿姨在家等您", by=scene.wisher)
        erase_person(scene.wisher.person, by=scene.wisher)
        assert list(RelayLine.objects.values_list("words", flat=True)) == ["我带了梯子", "＊＊＊"]


class TestTelling:
    def test_each_side_is_told_of_the_others_lines_without_their_words(self, scene):
        claim = scene.claimed()
        write_as_helper(claim.pk, "明天带纱来", by=scene.point)
        write_as_wisher(claim.pk, "好的等您", by=scene.wisher)
        assert told(scene.wisher.person) == ["help.answered", "help.relay"]
        assert told(scene.point.person) == ["help.relay"]
        for said in Notice.objects.values_list("title", "words"):
            assert "明天带纱来" not in "".join(said)
            assert "好的等您" not in "".join(said)

    def test_who_wished_is_told_that_it_is_done_once_every_seat_is(self, scene):
        wish, other = scene.opened(seats=2), scene.helper(Tier.POINT, BUILDING)
        claims = [(claim_wish(wish.pk, by=each), each) for each in (scene.point, other)]
        done = Notice.objects.filter(person=scene.wisher.person, entry__action="help.fulfil")
        for (claim, by), count in zip(claims, (0, 1), strict=True):
            fulfil_claim(claim.pk, by=by)
            assert done.count() == count

    def test_keepers_hear_when_it_comes_to_their_tier_and_once(self, scene):
        point, team, other = (
            PostMemberFactory(
                post=PostFactory(station=scene.station, tier=tier, place_id=path), role=PostRole.KEEPER
            )
            for tier, path in ((Tier.POINT, BUILDING), (Tier.TEAM, ESTATE), (Tier.POINT, NEIGHBOUR))
        )
        wish = scene.opened()
        assert wish.tier == Tier.POINT
        assert (told(point.person), told(team.person)) == (["help.offered"], [])
        scene.act(wish, WishAction.CLIMB)
        assert Wish.objects.get().tier == Tier.TEAM
        assert (told(point.person), told(team.person)) == (["help.offered"], ["help.offered"])
        assert told(other.person) == []
        assert told(scene.point.person) == []
