"""The book of a fund: its lines and sums, the statement as a file, and undoing what was entered wrongly."""

import io
from datetime import timedelta
from itertools import accumulate
from urllib.parse import unquote

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain.fund import note_donation, reverse_transfer
from jiayuan.modules.help.domain.fund_payments import pay
from jiayuan.modules.help.domain.queries.fund_statement import Period, line_of, rows_of, statement
from jiayuan.modules.help.models import Transfer
from jiayuan.modules.help.templatetags.help_money import yuan
from tests.modules.help.fund import GRANTED, FundScene
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, Role, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Granted, a gift that was entered wrongly and undone, and a wish that was paid for."""
    with at(MONDAY):
        found = FundScene()
        wrong = note_donation(COMMUNITY, amount=88_000, receipt="NO.17", by=found.worker)
        reverse_transfer(wrong.pk, words="多写了一个零", by=found.officer)
        note_donation(COMMUNITY, amount=8_800, receipt="NO.17", by=found.worker)
        payment = found.approved(wish=found.on_the_last_tier())
        pay(payment.pk, amount=15_000, receipt=found.receipt(), by=found.worker)
        yield found


def page(actor, name, *args, **asked):
    return signed_in(actor).get(reverse(name, args=args), asked)


def test_lines_make_the_sums_of_every_month(scene):
    told = statement(scene.fund, 2026, 11)
    lines = [line_of(each) for each in rows_of(scene.fund, Period(2026, 11))]
    assert [(each.income, each.spending) for each in lines] == [
        (GRANTED, 0), (88_000, 0), (-88_000, 0), (8_800, 0), (0, 15_000),
    ]  # fmt: skip
    assert (told.income, told.spent) == (
        sum(each.income for each in lines),
        sum(each.spending for each in lines),
    )
    assert told.closing == told.opening + told.income - told.spent == sum(scene.held()[:2])
    before, following = statement(scene.fund, 2026, 10), statement(scene.fund, 2026, 12)
    assert (before.closing, following.opening, statement(scene.fund, 2027).opening) == (
        0,
        told.closing,
        told.closing,
    )


def test_each_line_opens_to_its_payment_and_wish(scene):
    shown = page(scene.worker, "console-fund-book", scene.fund.pk).content.decode()
    payment = scene.fund.payments.get()
    assert reverse("console-fund-payment", args=[payment.pk]) in shown
    assert reverse("console-wish", args=[payment.wish.number]) in shown
    assert "¥150.00" in shown
    assert "已冲销" in shown


def test_the_statement_as_a_workbook_adds_up(scene):
    answer = page(scene.worker, "console-fund-sheet", scene.fund.pk, year=2026)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    lines, sums = rows[1:6], [row[4] for row in rows[7:11]]
    assert sum(row[4] or 0 for row in lines) == sums[1] == 1088
    assert sum(row[5] or 0 for row in lines) == sums[2] == 150
    assert sums[0] + sums[1] - sums[2] == sums[3] == 938


def test_the_statement_on_paper(scene):
    for asked in ({"year": 2026, "month": 11}, {"year": 2026, "month": 10}):
        answer = page(scene.officer, "console-fund-paper", scene.fund.pk, **asked)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_who_may_reverses_and_who_may_not_reads_why(scene):
    gift = Transfer.objects.filter(receipt="NO.17", reverses=None).last()
    address = reverse("console-fund-transfer", args=[gift.pk])
    assert "请街道或区里" in signed_in(scene.worker).get(address).content.decode()
    assert signed_in(scene.worker).post(address, {"words": "错了"}).status_code == 403
    officer = signed_in(scene.officer)
    assert officer.post(address, {"words": ""}).status_code == 422
    assert officer.post(address, {"words": "重复登记"}).status_code == 302
    assert statement(scene.fund, 2026).donated == 0
    again = officer.post(address, {"words": "重复登记"})
    assert again.status_code == 422
    assert Transfer.objects.filter(reverses=gift).count() == 1


def test_others_see_no_book_and_no_entry(scene):
    other, row = holder(Role.COMMUNITY_WORKER, NEIGHBOUR), Transfer.objects.first()
    for name in ("console-fund-book", "console-fund-sheet", "console-fund-paper"):
        assert page(other, name, scene.fund.pk).status_code == 404
    assert page(other, "console-fund-transfer", row.pk).status_code == 404
    assert page(scene.worker, "console-fund-book", scene.fund.pk, month=13).status_code == 404


def test_a_receipt_that_is_still_to_come_is_listed(scene):
    assert "票据还没交" not in page(scene.worker, "console-fund", scene.fund.pk).content.decode()
    scene.approved(amount=700)
    assert "票据还没交" in page(scene.worker, "console-fund", scene.fund.pk).content.decode()


def test_everybody_reads_the_year_of_the_fund_without_a_name(client, scene):
    shown = client.get(reverse("help-station", args=[scene.station.pk])).content.decode()
    assert "¥938.00" in shown
    assert "¥150.00" in shown
    assert "五金店" not in shown


def test_the_book_is_in_the_order_of_time_and_tells_what_is_held(scene):
    """What is entered later for an earlier moment stands where it belongs, and every balance follows from it."""
    with at(MONDAY - timedelta(hours=1)):
        note_donation(COMMUNITY, amount=20_000, receipt="NO.9", by=scene.worker)
    shown = page(scene.worker, "console-fund-book", scene.fund.pk, year=2026)
    lines = [line for line, _name, _what in shown.context["lines"]]
    moments = [line.transfer.at for line in lines]
    assert moments == sorted(moments)
    assert (lines[0].transfer.receipt, lines[0].held) == ("NO.9", 20_000)
    held = list(accumulate(line.income - line.spending for line in lines))
    assert [line.held for line in lines] == held
    assert held[-1] == statement(scene.fund, 2026).closing
    assert "−¥880.00" in shown.content.decode(), "the sign stands before the currency"
    assert "¥-" not in shown.content.decode()


def test_the_next_page_goes_on_with_the_balance(scene, monkeypatch):
    monkeypatch.setattr("jiayuan.modules.help.views.console_fund_book.A_PAGE", 2)
    first = page(scene.worker, "console-fund-book", scene.fund.pk, year=2026)
    cursor = first.context["page"].next_cursor
    second = page(scene.worker, "console-fund-book", scene.fund.pk, year=2026, after=cursor)
    (*_before, last), (following, *_rest) = first.context["lines"], second.context["lines"]
    assert following[0].held == last[0].held + following[0].income - following[0].spending


def test_the_files_have_the_balance_and_say_what_they_are(scene):
    answer = page(scene.worker, "console-fund-sheet", scene.fund.pk, year=2026, month=11)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[5][6] == rows[10][4] == 938
    for name in ("console-fund-sheet", "console-fund-paper"):
        told = unquote(
            page(scene.worker, name, scene.fund.pk, year=2026, month=11).headers["Content-Disposition"]
        )
        assert str(scene.fund.community) in told
        assert "收支" in told
        assert "2026-11" in told


def test_an_amount_below_nothing_has_its_sign_first():
    assert yuan(-2_000_000) == "−¥20,000.00"
    assert (yuan(150), yuan(None)) == ("¥1.50", "")
