"""Budgets of purposes: who sets them, what is used of them, and who is warned."""

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.modules.help.domain.fund_allot import allot
from jiayuan.modules.help.domain.fund_payments import pay, refuse_payment
from jiayuan.modules.help.domain.queries.allotments import uses_of
from jiayuan.modules.help.domain.queries.fund_statement import statement
from jiayuan.modules.help.models import Allotment
from tests.modules.help.fund import FundScene
from tests.modules.help.scene import MONDAY

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        found = FundScene()
        allot(found.fund.pk, year=2026, kind="goods", amount=50_000, by=found.officer)
        yield found


def use(scene):
    (found,) = uses_of(scene.fund, statement(scene.fund, 2026))
    return found.used, found.share, found.is_near, found.is_over


def test_used_is_what_was_paid_and_what_is_asked_for(scene):
    assert use(scene) == (0, 0, False, False)
    pay(scene.approved(amount=20_000).pk, amount=18_000, receipt=scene.receipt(), by=scene.worker)
    asked = scene.asked(amount=22_000)
    assert use(scene) == (40_000, 80, True, False)
    scene.asked(amount=10_001)
    assert use(scene) == (50_001, 100, False, True)
    refuse_payment(asked.pk, reason="先借", by=scene.officer)
    assert use(scene) == (28_001, 56, False, False)


def test_the_community_sets_none_itself_and_nothing_takes_it_away(scene):
    with pytest.raises(Refused):
        allot(scene.fund.pk, year=2026, kind="goods", amount=1, by=scene.worker)
    with pytest.raises(Invalid) as caught:
        allot(scene.fund.pk, year=2031, kind="goods", amount=1, by=scene.officer)
    assert caught.value.field == "year"
    assert allot(scene.fund.pk, year=2026, kind="goods", amount=0, by=scene.officer, nonce="n") is None
    allot(scene.fund.pk, year=2026, kind="goods", amount=0, by=scene.officer, nonce="n")
    assert not Allotment.objects.exists()


def test_who_asks_for_more_is_warned_and_not_hindered(scene):
    worker = signed_in(scene.worker)
    sent = {"kind": "goods", "amount": "450", "payee": "五金店", "words": "急救箱"}
    shown = worker.post(reverse("console-fund-ask", args=[scene.fund.pk]), sent, follow=True)
    assert "已所剩不多或已用完" in shown.content.decode()
    assert scene.fund.payments.count() == 1


def test_the_street_sets_it_on_its_page(scene):
    address = reverse("console-fund-uses", args=[scene.fund.pk])
    officer = signed_in(scene.officer)
    assert officer.post(address, {"kind": "activity", "amount": "abc"}).status_code == 422
    officer.post(address, {"kind": "activity", "amount": "1000"})
    assert Allotment.objects.get(kind="activity").amount == 100_000
    assert "¥1,000.00" in officer.get(address).content.decode()
    shown = signed_in(scene.worker).get(address).content.decode()
    assert "社区不能给自己拨款" in shown
    assert signed_in(scene.worker).post(address, {"kind": "goods", "amount": "1"}).status_code == 403
