"""What the fund pays for a wish: it counts as done, and a wish that ends lets go of the money."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.confirming import confirm_silent
from jiayuan.modules.help.domain.forget import erase_help
from jiayuan.modules.help.domain.fund_payments import (
    PaymentDraft,
    ask_payment,
    pay,
)
from jiayuan.modules.help.domain.queries.progress import said_of
from jiayuan.modules.help.enums import ClaimState, WishAction, WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import Payment, TierStay
from tests.modules.help.fund import GRANTED, FundScene
from tests.modules.help.scene import COMMUNITY, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield FundScene()


class TestForAWish:
    def test_paid_it_counts_as_done_and_waits_for_who_wished(self, scene):
        wish = scene.on_the_last_tier(seats=2)
        claim = claim_wish(wish.pk, by=scene.point)
        payment = scene.approved(wish=wish)
        pay(payment.pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
        wish.refresh_from_db()
        claim.refresh_from_db()
        assert (wish.state, claim.state) == (WishState.DONE, ClaimState.RELEASED)
        assert not TierStay.objects.running().filter(wish=wish).exists()
        assert Entry.objects.filter(stream=wish.stream, action="help.fund_done").exists()
        with at(wish.confirm_by + timedelta(minutes=1)):
            assert confirm_silent() == 1

    def test_who_wished_hears_of_it_because_silence_counts_as_yes(self, scene):
        wish = scene.on_the_last_tier()
        pay(scene.approved(wish=wish).pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
        told = Notice.objects.get(person=scene.wisher.person, entry__action="help.fund_done")
        assert told.url == reverse("wish", args=[wish.number])
        wish.refresh_from_db()
        assert "fund paid" in str(said_of(wish))
        assert "who wished is asked" in str(said_of(wish, to_wisher=False))

    def test_what_a_helper_did_after_a_no_is_said_of_the_helper(self, scene):
        wish = scene.on_the_last_tier()
        pay(scene.approved(wish=wish).pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
        wish = scene.act(wish, WishAction.OBJECT, by=scene.wisher, given=_words("装反了"))
        fulfil_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
        wish.refresh_from_db()
        assert "helper says" in str(said_of(wish))
        assert "who wished is asked" in str(said_of(wish, to_wisher=False))

    def test_who_wished_may_say_no_and_it_is_asked_again(self, scene):
        wish = scene.on_the_last_tier()
        payment = scene.approved(wish=wish)
        pay(payment.pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
        wish = scene.act(wish, WishAction.OBJECT, by=scene.wisher, given=_words("装反了"))
        assert wish.state == WishState.OPEN
        assert scene.asked(wish=wish).state == PaymentState.ASKED

    def test_not_before_the_last_tier_and_not_twice(self, scene):
        with pytest.raises(Conflict, match="nobody was found"):
            scene.asked(wish=scene.opened())
        wish = scene.on_the_last_tier()
        scene.asked(wish=wish)
        with pytest.raises(Conflict, match="asked for this wish already"):
            scene.asked(wish=wish, by=scene.colleague)
        assert scene.held() == (GRANTED - 20_000, 20_000, 0)

    def test_the_purpose_and_the_wish_agree(self, scene):
        wish = scene.on_the_last_tier()
        for purpose in ({"wish": wish.pk, "kind": "goods"}, {"community": COMMUNITY, "kind": "wish"}):
            with pytest.raises(Invalid) as caught:
                ask_payment(PaymentDraft(amount=1, payee="店", words="灯", **purpose), by=scene.worker)
            assert caught.value.field == "kind"

    def test_a_wish_that_ends_lets_go_of_the_money(self, scene):
        for end in (WishAction.WITHDRAW, WishAction.GIVE_UP):
            wish = scene.on_the_last_tier()
            payment = scene.approved(wish=wish)
            scene.act(wish, end, given=_words("不用了"))
            payment.refresh_from_db()
            assert payment.state == PaymentState.WITHDRAWN
        assert scene.held() == (GRANTED, 0, 0)

    def test_done_by_a_helper_meanwhile_nothing_is_paid(self, scene):
        wish = scene.on_the_last_tier()
        claim = claim_wish(wish.pk, by=scene.point)
        payment = scene.approved(wish=wish)
        fulfil_claim(claim.pk, by=scene.point)
        with pytest.raises(Conflict, match="Done, says the helper"):
            pay(payment.pk, amount=1, receipt=scene.receipt(), by=scene.worker)
        wish.refresh_from_db()
        with at(wish.confirm_by + timedelta(minutes=1)):
            assert confirm_silent() == 1
        assert scene.held() == (GRANTED, 0, 0)

    def test_forgotten_it_lets_go_and_names_nobody(self, scene):
        wish = scene.on_the_last_tier()
        payment = scene.asked(wish=wish)
        Payment.objects.update(payee=scene.wisher.person.name, words="13800138000")
        erase_help(scene.wisher.person)
        payment.refresh_from_db()
        assert scene.wisher.person.name not in payment.payee
        assert "138" not in payment.words
        assert payment.state == PaymentState.WITHDRAWN
        assert scene.held() == (GRANTED, 0, 0)


def _words(words):
    return Given(words=words)
