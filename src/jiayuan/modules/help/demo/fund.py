"""The community fund of the demonstration: money of two years, and payments in every state."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo

from ..domain.fund import grant_budget, note_donation, reverse_transfer
from ..domain.fund_allot import allot
from ..domain.fund_payments import (
    PURPOSE,
    PaymentDraft,
    approve_payment,
    ask_payment,
    pay,
    refuse_payment,
    withdraw_payment,
)
from ..enums import Tier, WishState
from ..models import Fund, Payment, Wish

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PAPER = (300, 420)
STORY: tuple[tuple[int, str, int, str, str, str, int], ...] = (
    # days ago, kind, fen asked for, payee, what for, how it went, fen paid
    (330, "goods", 36_800, "康乐药房", "急救箱一个、血压计两台", "paid", 35_600),
    (52, "activity", 50_000, "利民食品店", "重阳节陪老人包饺子", "paid", 46_050),
    (20, "goods", 260_000, "文体用品店", "自动麻将桌", "refused", 0),
    (16, "goods", 12_000, "五金店", "备用灯泡", "withdrawn", 0),
    (6, "other", 23_000, "防滑建材店", "楼道台阶防滑条", "approved", 0),
    (1, "goods", 29_900, "康乐药房", "借用轮椅换轮胎", "asked", 0),
)


@dataclass
class Purse:
    context: DemoContext
    community: str
    desk: Actor
    street: Actor
    district: Actor

    def granted(self) -> None:
        """Two years' money, a gift, and one that was entered with a zero too many."""
        for before, amount, words in ((400, 500_000, "首年启动"), (300, 800_000, "年度预算")):
            moment = self.context.now - before * DAY
            with at(moment):
                grant_budget(self.community, amount=amount, year=moment.year, words=words, by=self.street)
        with at(self.context.now - 38 * DAY):
            fund, year = Fund.objects.get(community=self.community), self.context.now.year
            for kind, amount in (
                ("wish", 300_000),
                ("goods", 50_000),
                ("activity", 100_000),
                ("other", 25_000),
            ):
                allot(fund.pk, year=year, kind=kind, amount=amount, by=self.street)
        with at(self.context.now - 40 * DAY):
            wrong = note_donation(self.community, amount=2_000_000, receipt="0351-0017", by=self.desk)
        with at(self.context.now - 39 * DAY):
            reverse_transfer(wrong.pk, words="多写了一个零", by=self.street)
            note_donation(self.community, amount=200_000, receipt="0351-0017", by=self.desk)

    def ask(self, before: timedelta, amount: int, payee: str, words: str, **purpose: Any) -> Payment:
        with at(self.context.now - before):
            return ask_payment(PaymentDraft(amount, payee, words, **purpose), by=self.desk)

    def decide(self, payment: Payment, before: timedelta, how: str, paid: int) -> None:
        """From the request to its end, some hours apart."""
        if how in ("paid", "approved"):
            for hours, by in ((4, self.street), (20, self.district)):
                with at(self.context.now - before + hours * HOUR):
                    approve_payment(payment.pk, by=by)
        with at(self.context.now - before + 23 * HOUR):
            if how == "paid":
                receipt = self._receipt(payment, paid)
                pay(payment.pk, amount=paid, receipt=receipt, by=self.desk)
            elif how == "refused":
                refuse_payment(payment.pk, reason="活动室里已有两张，先修旧的", by=self.street)
            elif how == "withdrawn":
                withdraw_payment(payment.pk, reason="物业送来了", by=self.desk)

    def _receipt(self, payment: Payment, fen: int) -> Photo:
        """A slip of a till, drawn."""
        image = Image.new("RGB", PAPER, "#f7f5ee")
        pen = ImageDraw.Draw(image)
        pen.text((40, 40), f"RECEIPT  {payment.pk:06}", fill="#333333")
        for turn in range(8):
            pen.line(
                (40, 90 + 24 * turn, 140 + 13 * (turn * payment.pk % 9), 90 + 24 * turn),
                fill="#888888",
                width=3,
            )
        pen.text((40, 320), f"TOTAL  {fen / 100:.2f}", fill="#111111")
        kept = io.BytesIO()
        image.save(kept, "JPEG")
        upload = SimpleUploadedFile("receipt.jpg", kept.getvalue(), "image/jpeg")
        photo = accept_photo(upload, by=self.desk, purpose=PURPOSE)
        Photo.objects.filter(pk=photo.pk).update(is_demo=True)
        return photo


def tell_fund(context: DemoContext, community: str) -> None:
    """Last of the chapter: a wish that nobody took on waits on the last tier."""
    desk, street, district = (
        Actor(person=context.people[each]) for each in ("community", "street", "district")
    )
    purse = Purse(context, community, desk, street, district)
    purse.granted()
    for days, kind, amount, payee, words, how, paid in STORY:
        before = days * DAY
        payment = purse.ask(before, amount, payee, words, kind=kind, community=community)
        purse.decide(payment, before, how, paid)
    wish = Wish.objects.within(community).filter(tier=Tier.FUND, state=WishState.OPEN).order_by("pk").first()
    if wish is not None:
        purse.ask(30 * timedelta(minutes=1), 18_000, "五金店", wish.title, wish=wish.pk)
