"""The statement of a fund as a workbook and on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.documents.glyphs import spell_missing
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.tables.interfaces.writing import new_workbook, safe_cell, sheet_name

from ..domain.queries.fund_statement import Period, Statement, StatementLine, lines_of, rows_of, statement
from ..fund_enums import SOURCES
from ..models import Fund, Transfer

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "statement.typ"
WIDTHS = (12, 26, 40, 14, 14, 14, 14)


def headings() -> list[str]:
    return [
        pgettext("fund", "Day"), pgettext("fund", "Entry"), _("What for"), pgettext("fund", "Receipt or wish"),
        pgettext("fund", "Income"), pgettext("fund", "Spending"), pgettext("fund", "Balance"),
    ]  # fmt: skip


def name_of(row: Transfer) -> str:
    """What a row is, in words."""
    if row.reverses_id is not None:
        return _("Reversed: entry %(number)s") % {"number": row.reverses_id}
    if row.origin.kind in SOURCES:
        return str(row.origin.get_kind_display())
    return str(row.payment.get_kind_display()) if row.payment is not None else ""


def what_for(row: Transfer) -> str:
    return mask_words(row.words or (row.payment.words if row.payment is not None else ""))


def paper_of(row: Transfer) -> str:
    """By what it is proved: the number of a receipt, or that of the wish."""
    wish = row.payment.wish if row.payment is not None else None
    return row.receipt or (wish.number if wish is not None else "")


def day_of(row: Transfer) -> str:
    return f"{timezone.localtime(row.at, timezone.get_default_timezone()):%Y-%m-%d}"


def all_lines(fund: Fund, told: Statement) -> Iterator[StatementLine]:
    return lines_of(rows_of(fund, told.period), told.opening)


def file_name(fund: Fund, period: Period, ending: str) -> str:
    """What it is, of whom and when, also among a hundred other downloads."""
    return f"{_('Statement of the community fund')} {fund.community} {period}.{ending}"


def sums_of(told: Statement) -> list[tuple[str, int]]:
    return [
        (pgettext("fund", "At the beginning"), told.opening),
        (pgettext("fund", "Income"), told.income),
        (pgettext("fund", "Spending"), told.spent),
        (pgettext("fund", "At the end"), told.closing),
    ]


def write_statement(path: Path, fund: Fund, period: Period) -> None:
    """A sheet: the lines, then opening + income − spending = closing. Amounts are numbers, all else is text."""
    book = new_workbook(path, in_steps=True)
    sheet = book.add_worksheet(sheet_name(f"{fund} {period}"))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, headings(), bold)
    last, told = 0, statement(fund, period.year, period.month)
    for last, line in enumerate(all_lines(fund, told), start=1):
        row = line.transfer
        for column, text in enumerate((day_of(row), name_of(row), what_for(row), paper_of(row))):
            sheet.write_string(last, column, safe_cell(text))
        for column, fen in ((4, line.income), (5, line.spending)):
            if fen:
                sheet.write_number(last, column, fen / 100, money)
        sheet.write_number(last, 6, line.held / 100, money)
    for at, (label, fen) in enumerate(sums_of(told), start=last + 2):
        sheet.write_string(at, 3, label, bold)
        sheet.write_number(at, 4, fen / 100, money)
    book.close()


def draw_statement(fund: Fund, period: Period) -> bytes:
    """The same as a PDF to sign, in the active language."""
    data = spell_missing(_paper(fund, period))
    return draw_pdf(TEMPLATE, data, title=data["title"], language=get_language() or "zh-hans")


def _paper(fund: Fund, period: Period) -> dict[str, Any]:
    told = statement(fund, period.year, period.month)
    return {
        "title": _("Statement of the community fund"),
        "of": f"{fund} · {period}",
        "house": pgettext("name of the platform", "Jiayuan"),
        "printed": _("Printed %(moment)s") % {"moment": moment_in_full(now())},
        "heads": headings(),
        "lines": [_cells(each) for each in all_lines(fund, told)],
        "sums": [[label, yuan(fen)] for label, fen in sums_of(told)],
        "nothing": _("Nothing came in and nothing was paid."),
        "signed": [_("Made out by"), _("Checked by"), pgettext("fund", "Day")],
    }


def _cells(line: StatementLine) -> list[str]:
    row = line.transfer
    amounts = [yuan(each) if each else "" for each in (line.income, line.spending)]
    return [day_of(row), name_of(row), what_for(row), paper_of(row), *amounts, yuan(line.held)]


def yuan(fen: int) -> str:
    return f"{'−' if fen < 0 else ''}{abs(fen) / 100:,.2f}"
