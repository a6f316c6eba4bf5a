"""A wish from being posted to its one end."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, note_contact, return_claim
from jiayuan.modules.help.domain.confirming import confirm_silent
from jiayuan.modules.help.domain.forget import erase_help
from jiayuan.modules.help.domain.personal_data import export_help
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.domain.queries.progress import history
from jiayuan.modules.help.enums import ENDS, ClaimState, Tier, WishAction, WishState
from jiayuan.modules.help.models import Claim, ServiceRecord, TierStay, Wish, WishContact
from tests.factories import CategoryVersionFactory, ConsentFactory, PersonFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield Scene()


def actions(wish):
    return list(Entry.objects.filter(stream=wish.stream).order_by("pk").values_list("action", flat=True))


@pytest.mark.usefixtures("scene")
class TestPosting:
    def test_without_an_account_the_token_opens_it(self):
        posted = post_wish(
            WishDraft(words="纱窗坏了，打13800138000", place_path=COMMUNITY, contact_phone="138 0013 8000"),
            by=Actor(),
        )
        wish = posted.wish
        assert WishContact.objects.get().phone.endswith("13800138000")
        assert "138" not in wish.public_words
        stranger, holder = Actor(), Actor(tokens=frozenset({hash_token(posted.token)}))
        assert list(Wish.objects.visible_to(stranger)) == []
        assert list(Wish.objects.visible_to(holder)) == [wish]

    def test_sent_twice_it_is_one(self):
        draft = WishDraft(words="借轮椅", place_path=COMMUNITY)
        first, second = (post_wish(draft, by=Actor(), nonce="n1") for _turn in range(2))
        assert (first.wish, first.token, second.is_new) == (second.wish, second.token, False)

    def test_somebody_elses_consent_is_none(self, scene):
        consent = ConsentFactory()
        with pytest.raises(Refused):
            post_wish(WishDraft(words="借轮椅", place_path=COMMUNITY, consent=consent), by=scene.worker)

    def test_on_behalf_it_is_theirs(self, scene):
        consent = ConsentFactory(helper=scene.worker.person, beneficiary=PersonFactory())
        wish = post_wish(
            WishDraft(words="借轮椅", place_path=COMMUNITY, consent=consent), by=scene.worker
        ).wish
        assert wish.wisher == consent.beneficiary
        assert Entry.objects.get(stream=wish.stream).on_behalf_of == consent.beneficiary

    @pytest.mark.parametrize(
        ("field", "value"),
        [("words", ""), ("words", "很" * 1001), ("place_path", ""), ("place_path", "140106"), ("kind", "wealth"),
         ("urgency", "now"), ("concern", "king"), ("skills", ("magic",)), ("contact_phone", "123")],
    )  # fmt: skip
    def test_what_will_not_do_is_named(self, field, value):
        given = {"words": "借轮椅", "place_path": COMMUNITY} | {field: value}
        with pytest.raises(Invalid) as caught:
            post_wish(WishDraft(**given), by=Actor())
        assert caught.value.field in (field, "phone")
        assert not Wish.objects.exists()


class TestSorting:
    def test_taken_up_it_is_offered_to_the_building(self, scene):
        wish = scene.opened()
        assert (wish.state, wish.tier) == (WishState.OPEN, "point")
        assert wish.climbs_at > now()
        assert TierStay.objects.running().get().tier == "point"

    def test_not_taken_up_says_why_and_is_over(self, scene):
        with pytest.raises(Invalid):
            scene.act(scene.posted(), WishAction.DECLINE)
        wish = scene.act(scene.posted(), WishAction.DECLINE, given=Given(words="这是买卖，不是心愿"))
        assert (wish.state, wish.reason) == (WishState.DECLINED, "这是买卖，不是心愿")
        assert wish.ended_at is not None

    def test_a_report_is_the_wishers_own(self, scene):
        version = CategoryVersionFactory()
        given = Given(words="这是公共设施", category_code=version.category_id)
        wish = scene.act(scene.posted(), WishAction.MOVE, given=given)
        assert (wish.state, wish.case.reporter, wish.case.token_hash) == (
            WishState.MOVED, scene.wisher.person, wish.token_hash,
        )  # fmt: skip
        assert wish.case.words == wish.words

    def test_residents_do_not_sort(self, scene):
        with pytest.raises(Refused):
            scene.act(scene.posted(), WishAction.OPEN, by=scene.wisher, given=Given(title="修纱窗"))

    def test_a_page_out_of_date_overwrites_nothing(self, scene):
        wish = scene.opened()
        with pytest.raises(Conflict) as caught:
            scene.act(wish, WishAction.AMEND, given=Given(title="换纱窗"), revision=wish.revision - 1)
        assert caught.value.code == "stale"

    def test_the_form_sent_twice_counts_once(self, scene):
        wish = scene.posted()
        for _turn in range(2):
            scene.act(wish, WishAction.OPEN, given=Given(title="修纱窗"), nonce="n2")
        assert actions(wish) == ["help.post", "help.open"]


class TestHelping:
    def test_taken_on_done_and_confirmed(self, scene):
        claim = scene.claimed()
        assert claim.wish.state == WishState.CLAIMED
        assert not TierStay.objects.running().exists()
        note_contact(claim.pk, by=scene.point)
        done = fulfil_claim(claim.pk, words="换了新纱", by=scene.point)
        assert (done.state, done.wish.state) == (ClaimState.DONE, WishState.DONE)
        wish = scene.act(done.wish, WishAction.CONFIRM, by=scene.wisher)
        assert (wish.state, wish.climbs_at) == (WishState.FULFILLED, None)
        assert actions(wish) == [
            "help.post", "help.open", "help.claim", "help.contact", "help.fulfil", "help.confirm",
        ]  # fmt: skip

    def test_silence_is_yes(self, scene):
        claim = fulfil_claim(scene.claimed().pk, by=scene.point)
        assert confirm_silent() == 0
        with at(claim.wish.confirm_by + timedelta(minutes=1)):
            assert (confirm_silent(), confirm_silent()) == (1, 0)
        assert Wish.objects.get().state == WishState.FULFILLED

    def test_not_done_others_are_asked(self, scene):
        claim = fulfil_claim(scene.claimed().pk, by=scene.point)
        wish = scene.act(claim.wish, WishAction.OBJECT, by=scene.wisher, given=Given(words="又掉下来了"))
        claim.refresh_from_db()
        assert (wish.state, claim.state) == (WishState.OPEN, ClaimState.RETURNED)
        assert wish.climbs_at is not None

    def test_given_back_it_is_open_again(self, scene):
        claim = return_claim(scene.claimed().pk, reason="家里有事", by=scene.point)
        assert (claim.state, claim.wish.state) == (ClaimState.RETURNED, WishState.OPEN)
        assert claim_wish(claim.wish_id, by=scene.point).seat == 1

    def test_several_share_one_wish(self, scene):
        wish = scene.opened(seats=2, urgency="calm")
        scene.act(wish, WishAction.CLIMB)
        first = claim_wish(wish.pk, by=scene.point)
        assert first.wish.state == WishState.OPEN
        second = claim_wish(wish.pk, by=scene.team)
        assert (second.seat, second.wish.state) == (2, WishState.CLAIMED)
        fulfil_claim(first.pk, by=scene.point)
        assert Wish.objects.get().state == WishState.CLAIMED
        fulfil_claim(second.pk, by=scene.team)
        assert Wish.objects.get().state == WishState.DONE

    def test_why_a_helper_gave_up_is_for_the_community(self, scene):
        claim = return_claim(scene.claimed().pk, reason="她家太乱了", by=scene.point)
        second = claim_wish(claim.wish_id, by=scene.point)
        fulfil_claim(second.pk, words="换了新纱窗", by=scene.point)
        told = [each.words for each in history(claim.wish, scene.wisher)]
        assert "换了新纱窗" in told
        assert "她家太乱了" not in told
        assert "她家太乱了" in [each.words for each in history(claim.wish, scene.worker)]

    def test_what_the_desk_noted_of_its_call_is_for_the_community(self, scene):
        claim = fulfil_claim(scene.claimed().pk, by=scene.point)
        wish = scene.act(claim.wish, WishAction.CONFIRM, given=Given(words="听着有点糊涂"))
        assert "听着有点糊涂" not in [each.words for each in history(wish, scene.wisher)]
        assert "听着有点糊涂" in [each.words for each in history(wish, scene.worker)]

    def test_who_wished_reads_their_own_words_again(self, scene):
        claim = fulfil_claim(scene.claimed().pk, by=scene.point)
        wish = scene.act(claim.wish, WishAction.OBJECT, by=scene.wisher, given=Given(words="又掉下来了"))
        assert "又掉下来了" in [each.words for each in history(wish, scene.wisher)]

    def test_fewer_seats_than_were_looked_for_are_done(self, scene):
        wish = scene.opened(seats=3, urgency="calm")
        claims = [claim_wish(wish.pk, by=scene.helper(Tier.POINT, BUILDING)) for _turn in range(3)]
        return_claim(claims[0].pk, by=scene.worker)
        for claim in claims[1:]:
            fulfil_claim(claim.pk, by=Actor(person=claim.person))
        with pytest.raises(Conflict):
            scene.act(wish, WishAction.AMEND, given=Given(seats=1))
        wish = scene.act(wish, WishAction.AMEND, given=Given(seats=2))
        assert (wish.state, wish.climbs_at) == (WishState.DONE, None)
        assert wish.confirm_by is not None
        assert set(Claim.objects.taking().values_list("seat", flat=True)) == {1, 2}
        assert Notice.objects.filter(person=scene.wisher.person, kind="help.answered").last().words
        assert scene.act(wish, WishAction.CONFIRM, by=scene.wisher).state == WishState.FULFILLED

    def test_fewer_seats_may_be_those_that_are_taken(self, scene):
        wish = scene.opened(seats=2)
        claim_wish(wish.pk, by=scene.point)
        assert scene.act(wish, WishAction.AMEND, given=Given(seats=1)).state == WishState.CLAIMED
        assert scene.act(wish, WishAction.AMEND, given=Given(seats=2)).state == WishState.OPEN

    def test_nobody_takes_on_their_own(self, scene):
        wish = scene.opened()
        scene.wisher = scene.point
        with pytest.raises(Refused):
            claim_wish(scene.opened().pk, by=scene.point)
        assert claim_wish(wish.pk, by=scene.point).seat == 1

    def test_five_on_hand_are_enough(self, scene):
        for _turn in range(5):
            scene.claimed()
        with pytest.raises(Conflict) as caught:
            scene.claimed()
        assert caught.value.code == "enough"

    def test_withdrawn_the_helper_need_not_go(self, scene):
        claim = scene.claimed()
        scene.act(claim.wish, WishAction.WITHDRAW, by=scene.wisher)
        claim.refresh_from_db()
        assert claim.state == ClaimState.RELEASED
        with pytest.raises(Conflict):
            fulfil_claim(claim.pk, by=scene.point)

    def test_who_was_quicker_is_said(self, scene):
        wish = scene.opened()
        scene.act(wish, WishAction.CLIMB)
        claim_wish(wish.pk, by=scene.point)
        with pytest.raises(Conflict) as caught:
            claim_wish(wish.pk, by=scene.team)
        assert caught.value.code == "taken"

    def test_the_same_tap_twice_is_one_claim(self, scene):
        wish = scene.opened()
        first, second = (claim_wish(wish.pk, by=scene.point, nonce="tap") for _turn in range(2))
        assert first == second
        assert Claim.objects.count() == 1


class TestForgetting:
    def test_all_that_is_held_is_handed_out(self, scene):
        wish = scene.opened()
        claim_wish(wish.pk, by=scene.point)
        assert export_help(scene.wisher.person)["wishes"][0]["words"] == "纱窗坏了"
        held = export_help(scene.point.person)
        assert (held["taken_on"][0]["wish"], held["helps_in"][0]["role"]) == (wish.number, "helper")

    def test_the_wish_stays_counted_and_the_person_goes(self, scene):
        done = scene.claimed()
        fulfil_claim(done.pk, by=scene.point)
        needs = Wish.objects.needs(today()).within(COMMUNITY)
        stays, counted = TierStay.objects.count(), needs.count()
        erase_help(scene.wisher.person)
        wish = Wish.objects.get()
        assert (wish.wisher, wish.kind, wish.place_id, wish.state) == (
            None,
            "repair",
            BUILDING,
            WishState.FULFILLED,
        )
        assert (counted, needs.count(), TierStay.objects.count()) == (1, 1, stays)
        row = ServiceRecord.objects.standing().get()
        assert (row.claim, row.people, row.kind) == (done, 1, "repair")

    def test_what_still_runs_is_withdrawn(self, scene, django_capture_on_commit_callbacks):
        claim = scene.claimed()
        with django_capture_on_commit_callbacks(execute=True):
            erase_help(scene.wisher.person)
        wish = Wish.objects.get()
        claim.refresh_from_db()
        assert (wish.wisher, wish.address, wish.state, claim.state) == (
            None,
            "",
            WishState.WITHDRAWN,
            "released",
        )

    def test_what_the_helper_had_on_hand_goes_back(self, scene, django_capture_on_commit_callbacks):
        scene.claimed()
        with django_capture_on_commit_callbacks(execute=True):
            erase_help(scene.point.person)
        assert Wish.objects.get().state == WishState.OPEN


def test_every_end_is_one_of_six():
    assert set(ENDS) == {"fulfilled", "withdrawn", "declined", "moved", "unmet", "partly"}
