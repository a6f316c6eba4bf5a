"""The demonstration's stations: today's wishes in every state, told through the doors in use."""

import pytest

from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.modules.help.enums import TIERS, ClaimState, WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import (
    CallBack,
    Claim,
    Payment,
    PostMember,
    ServiceRecord,
    SpecialService,
    Station,
    Swap,
    Transfer,
    Visit,
    Wish,
    WishPhoto,
)
from tests.demo import small_demo, small_town  # noqa: F401 fixtures
from tests.modules.help.fund import balances_equal_transfers

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("small_demo")
class TestToday:
    def test_wishes_stand_in_every_state_and_on_every_tier(self):
        assert set(Wish.objects.values_list("state", flat=True)) == set(WishState.values)
        assert set(Wish.objects.filter(state=WishState.OPEN).values_list("tier", flat=True)) == set(TIERS)
        assert set(Claim.objects.values_list("state", flat=True)) == set(ClaimState.values) - {"released"}
        assert not Wish.objects.filter(is_demo=False).exists()

    def test_every_fulfilled_seat_is_counted(self):
        done = Claim.objects.filter(state=ClaimState.DONE, wish__state=WishState.FULFILLED)
        assert done.exists()
        assert not done.filter(service=None).exists()
        assert ServiceRecord.objects.filter(claim__isnull=False).count() == done.count()

    def test_photos_hang_and_wait_and_calls_are_heard_and_wait(self):
        assert WishPhoto.objects.up().exists()
        assert WishPhoto.objects.to_look_at().exists()
        assert WishPhoto.objects.filter(helper_yes_at=None).exists()
        assert set(CallBack.objects.values_list("really_done", flat=True)) == {True, False, None}

    def test_chains_hold(self):
        streams = [each.stream for each in (*Wish.objects.all(), *Station.objects.all())]
        assert verify(streams).ok


@pytest.mark.usefixtures("small_demo")
def test_the_fund_has_payments_in_every_state_and_its_book_agrees():
    assert set(Payment.objects.values_list("state", flat=True)) == set(PaymentState.values)
    assert Payment.objects.filter(wish__isnull=False, state=PaymentState.ASKED).exists()
    assert Transfer.objects.filter(reverses__isnull=False).count() == 1
    assert balances_equal_transfers()


def test_the_accounts_have_their_parts(small_demo):  # noqa: F811
    mine = Wish.objects.filter(wisher=small_demo["resident"].person, state=WishState.DONE)
    assert mine.count() == 1
    member = PostMember.objects.verified().get(person=small_demo["volunteer"].person, post__tier="point")
    assert Wish.objects.offered_to(member.person_id).exists()
    assert Wish.objects.filter(wisher=small_demo["elder"].person, consent__isnull=False).exists()


def test_elders_are_visited_and_nobody_waits_in_vain(small_demo):  # noqa: F811
    done = Visit.objects.filter(state="done")
    assert done.count() > 10
    assert done.filter(record=None).count() == 0
    assert Visit.objects.filter(state="missed", settled_at__isnull=False).count() == 1
    assert Swap.objects.filter(state="agreed").count() == 1
    assert Visit.objects.planned().filter(person=small_demo["volunteer"].person).exists()
    assert verify([each.stream for each in SpecialService.objects.all()]).ok
