"""The pages of the funds: who sees which, and the whole way of a payment from the wish to the receipt."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.enums import WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import Payment
from tests.modules.help.fund import GRANTED, FundScene
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return FundScene()


def photo():
    kept = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(kept, "JPEG")
    return SimpleUploadedFile("receipt.jpg", kept.getvalue(), "image/jpeg")


def page(client, name, *args, **asked):
    return client.get(reverse(name, args=args), asked)


def act(client, payment, action, **fields):
    return client.post(reverse("console-fund-act", args=[payment.pk, action]), fields, follow=True)


def test_from_the_wish_to_the_receipt(scene, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    wish = scene.on_the_last_tier()
    worker, colleague, officer = (signed_in(each) for each in (scene.worker, scene.colleague, scene.officer))
    address = reverse("console-fund-wish", args=[wish.number])
    assert "申请微基金" in worker.get(address).content.decode()
    worker.post(address, {"amount": "68.50", "payee": "五金店", "words": "纱窗"})
    payment = Payment.objects.get()
    assert payment.amount == 6850
    assert "这笔用款是您自己申请的" in page(worker, "console-fund-payment", payment.pk).content.decode()
    assert "纱窗" in page(officer, "console-funds").content.decode()
    assert "还需另一人批准" in act(colleague, payment, "approve").content.decode()
    second = act(officer, payment, "approve").content.decode()
    assert "两人已批准" in second
    assert "由本社区工作者付款" in second
    sent = act(worker, payment, "pay", amount="60", receipt=photo())
    payment.refresh_from_db()
    assert (sent.status_code, payment.state, payment.paid_amount) == (200, PaymentState.PAID, 6000)
    wish.refresh_from_db()
    assert wish.state == WishState.DONE
    shown = page(officer, "console-fund", scene.fund.pk).content.decode()
    assert "¥940.00" in shown
    assert officer.get(reverse("photo", args=[payment.receipt_id, "full"])).status_code == 200


def test_others_see_neither_the_fund_nor_its_payments(scene):
    payment = scene.asked()
    other = signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
    assert page(other, "console-fund", scene.fund.pk).status_code == 404
    assert page(other, "console-fund-payment", payment.pk).status_code == 404
    assert act(other, payment, "approve").status_code == 404
    assert page(signed_in(holder(Role.GRID_WORKER, COMMUNITY)), "console-funds").status_code == 403


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("abc", "这不是金额"),
        ("1.234", "这不是金额"),
        ("0", "金额须大于零"),
        ("5000", "余额不足"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(scene, given, words):
    address = reverse("console-fund-ask", args=[scene.fund.pk])
    sent = {"kind": "goods", "amount": given, "payee": "五金店", "words": "急救箱"}
    answer = signed_in(scene.worker).post(address, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "急救箱" in shown
    assert scene.held() == (GRANTED, 0, 0)


def test_paid_without_a_receipt_it_asks_for_one(scene):
    payment = scene.approved()
    answer = act(signed_in(scene.worker), payment, "pay", amount="10")
    assert answer.status_code == 422
    assert "缺少票据照片" in answer.content.decode()


def test_the_street_grants_and_the_community_notes_gifts(scene):
    officer = signed_in(scene.chief)
    assert "拨入预算" in page(officer, "console-funds").content.decode()
    grant = {"community": COMMUNITY, "amount": "1,000", "year": "2026", "words": ""}
    officer.post(reverse("console-funds"), grant | {"year": str(scene.fund.since.year)})
    assert scene.held() == (GRANTED + 100_000, 0, 0)
    worker = signed_in(scene.worker)
    assert "拨入预算" not in page(worker, "console-funds").content.decode()
    worker.post(reverse("console-fund-donation", args=[scene.fund.pk]), {"amount": "88", "receipt": "17"})
    assert scene.held() == (GRANTED + 108_800, 0, 0)


def test_a_wrong_donation_comes_back_open_and_begins_where_it_is_wrong(scene):
    worker = signed_in(scene.worker)
    wrong = worker.post(
        reverse("console-fund-donation", args=[scene.fund.pk]), {"amount": "88", "receipt": ""}
    )
    drawn = wrong.content.decode()
    fold = next(each for each in drawn.split("<details")[1:] if "donation_receipt" in each)
    assert (wrong.status_code, fold.partition(">")[0].endswith(" open")) == (422, True)
    (begins,) = re.findall(r"<input[^>]* autofocus[^>]*>", drawn)
    assert 'id="donation_receipt"' in begins
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))


def test_refused_with_a_reason_and_withdrawn_by_who_asked(scene):
    refused, withdrawn = scene.asked(), scene.asked()
    officer = signed_in(scene.officer)
    assert act(officer, refused, "refuse", reason="").status_code == 422
    assert "商户可以" in act(officer, refused, "refuse", reason="商户可以").content.decode()
    assert act(officer, withdrawn, "withdraw").status_code == 403
    assert act(signed_in(scene.worker), withdrawn, "withdraw").status_code == 200
    assert scene.held() == (GRANTED, 0, 0)


def test_more_payments_need_no_more_questions(scene, django_assert_max_num_queries):
    client = signed_in(scene.officer)
    for _turn in range(12):
        scene.asked(amount=100)
    with django_assert_max_num_queries(30):
        page(client, "console-fund", scene.fund.pk)
    with django_assert_max_num_queries(30):
        page(client, "console-funds")
