"""What of a fund waits in whose inbox: the same that its rules allow."""

import pytest

from jiayuan.modules.help.domain.fund_payments import approve_payment, pay
from jiayuan.modules.help.domain.queries.work import work_counts, work_items
from jiayuan.modules.help.domain.queries.work_fund import APPROVE, FUND, PAY
from jiayuan.modules.help.models import Wish
from tests.modules.help.fund import FundScene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return FundScene()


def kinds(actor):
    items = [each.kind for each in work_items(actor, 20)]
    assert {kind: many for kind, (_label, many) in work_counts(actor).items()} == {
        kind: items.count(kind) for kind in items
    }
    return sorted(items)


def test_a_wish_on_the_last_tier_waits_for_the_communitys_own(scene):
    wish = scene.on_the_last_tier()
    (item,) = work_items(scene.worker, 20)
    assert (item.kind, wish.number in item.url) == (FUND, True)
    assert kinds(scene.officer) == [], "the street asks nothing of the fund"
    Wish.objects.update(climbs_at=None)
    assert kinds(scene.worker) == ["wish-top"], "not twice"


def test_a_request_waits_for_the_others(scene):
    payment = scene.asked(wish=scene.on_the_last_tier())
    assert kinds(scene.worker) == [], "who asked does not approve, and the wish is asked for"
    (item,) = work_items(scene.colleague, 20)
    assert (item.kind, item.url) == (APPROVE, f"/console/funds/payments/{payment.pk}/")
    assert "¥200.00" in item.where
    approve_payment(payment.pk, by=scene.colleague)
    assert kinds(scene.colleague) == [], "nobody approves twice"
    assert kinds(scene.officer) == [APPROVE]


def test_after_the_streets_word_any_other_may_follow(scene):
    payment = scene.asked()
    approve_payment(payment.pk, by=scene.officer)
    assert kinds(scene.officer) == []
    assert kinds(scene.colleague) == kinds(scene.chief) == [APPROVE]


def test_the_second_of_the_community_is_not_asked(scene):
    payment = scene.asked()
    approve_payment(payment.pk, by=scene.colleague)
    third = scene.third_of_the_community()
    assert kinds(third) == []
    assert kinds(scene.chief) == [APPROVE]


def test_what_is_approved_waits_for_its_receipt(scene):
    payment = scene.approved()
    assert kinds(scene.worker) == kinds(scene.colleague) == [PAY]
    assert kinds(scene.officer) == []
    pay(payment.pk, amount=100, receipt=scene.receipt(), by=scene.worker)
    assert kinds(scene.worker) == []
