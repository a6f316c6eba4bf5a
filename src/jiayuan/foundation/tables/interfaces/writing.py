"""Tables written so that a spreadsheet shows them and runs nothing that stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from jiayuan.foundation.common.cells import text_of

BYTE_ORDER_MARK = "\ufeff"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_LONGEST = 32_767
"""The most characters a cell of a spreadsheet takes."""


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_STARTS_FORMULA) else text


def cut_line(shown: int, total: int) -> Sequence[str]:
    """The last line of a file that does not hold all rows; none where it does."""
    if total <= shown:
        return []
    said = _("Only the first %(shown)s of %(total)s rows. Narrow the list and take it out in parts.")
    return [said % {"shown": shown, "total": total}]


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """With a byte order mark, so that spreadsheets read the Chinese. How many rows; they are streamed."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTE_ORDER_MARK)
        writer = csv.writer(file)
        writer.writerow([safe_cell(each) for each in header])
        for row in rows:
            writer.writerow([safe_cell(text_of(each)) for each in row])
            count += 1
    return count


def new_workbook(target: Path | io.BytesIO, *, in_steps: bool = False) -> Any:
    """A workbook that takes no text for a formula, a link or a number.

    :param in_steps: rows are written from the first to the last and leave memory at once.
    """
    options = {
        "constant_memory": in_steps, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "in_memory": False, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    return xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)


def write_xlsx(
    path: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, widths: Sequence[int] = ()
) -> int:
    """Every cell as text. How many rows; they are streamed in constant memory."""
    book = new_workbook(path, in_steps=True)
    sheet = book.add_worksheet(sheet_name(name))
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for index, _heading in enumerate(header):
        sheet.set_column(index, index, widths[index] if index < len(widths) else 18, text)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            written = text_of(value)[:_LONGEST]
            if written:
                sheet.write_string(count, index, written, text)
    book.close()
    return count


def sheet_name(text: str) -> str:
    """A name that a worksheet may have."""
    return "".join(each for each in text if each not in "[]:*?/\\'")[:31] or "1"
