"""Tables to begin with, drawn from the declaration of a list: an empty one, a good one, and one with every fault."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.common.sheets import Column, Sheet

from .writing import new_workbook, sheet_name

BLANK, GOOD, BAD = "blank", "good", "bad"
KINDS = (BLANK, GOOD, BAD)
ROOM = 5_000
"""Rows for which the empty table offers drop-downs."""
_LONGEST_LIST = 255


def draw_sample(sheet: Sheet, kind: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """An .xlsx in the present language. :param rows: good rows, from which the bad ones are made too."""
    target = io.BytesIO()
    book = new_workbook(target)
    page = book.add_worksheet(sheet_name(str(sheet.label)))
    _head(book, page, sheet)
    if kind == GOOD:
        _fill(book, page, sheet, rows)
    elif kind == BAD:
        _spoil(book, page, sheet, rows)
    _choices(book, page, sheet)
    _explain(book, sheet)
    book.close()
    return target.getvalue()


def _head(book: Any, page: Any, sheet: Sheet) -> None:
    must = book.add_format({"bold": True, "bg_color": "#DCEBE4", "border": 1})
    may = book.add_format({"bold": True, "bg_color": "#F1F1EE", "border": 1})
    text, plain = book.add_format({"num_format": "@"}), book.add_format()
    for index, column in enumerate(sheet.columns):
        label = f"{column.label}*" if column.required else str(column.label)
        page.set_column(index, index, max(14, 2 * len(label) + 4), text if column.as_text else plain)
        page.write_string(0, index, label, must if column.required else may)
        if column.help:
            page.write_comment(0, index, str(column.help), {"x_scale": 2})
    page.freeze_panes(1, 0)


def _fill(book: Any, page: Any, sheet: Sheet, rows: Sequence[Mapping[str, str]], *, start: int = 1) -> None:
    text = book.add_format({"num_format": "@"})
    for number, row in enumerate(rows, start=start):
        for index, column in enumerate(sheet.columns):
            if row.get(column.key):
                page.write_string(number, index, row[column.key], text if column.as_text else None)


def _spoil(book: Any, page: Any, sheet: Sheet, rows: Sequence[Mapping[str, str]]) -> None:
    """Each row with one fault of its own; the first two rows are good and alike."""
    good = rows[0]
    _fill(book, page, sheet, [good, good])
    number = 3
    for index, column in enumerate(sheet.columns):
        for spoilt in _spoilt(column):
            _fill(book, page, sheet, [good], start=number)
            page.write_string(number, index, spoilt)
            number += 1
    main = next(index for index, column in enumerate(sheet.columns) if column.required)
    without = {key: value for key, value in good.items() if key != sheet.columns[main].key}
    _fill(book, page, sheet, [without, *[good] * 4], start=number)
    page.write_formula(number + 1, main, "=1/0", None, "")
    page.write_formula(number + 2, main, "=NA()", None, "#N/A")
    page.merge_range(number + 3, main, number + 4, main, good.get(sheet.columns[main].key, ""))


def _spoilt(column: Column) -> list[str]:
    """What people write into such a column and should not."""
    if column.choices is not None:
        return ["？？", f"{column.choices()[0]}x"]
    if column.as_text:
        return ["1.38E+10", "12345"]
    return ["x" * 400] if column.required else []


def _choices(book: Any, page: Any, sheet: Sheet) -> None:
    hidden: Any = None
    for index, column in enumerate(sheet.columns):
        labels = [str(each) for each in column.choices()] if column.choices else []
        if not labels:
            continue
        source: Any = labels
        if sum(len(each) + 1 for each in labels) > _LONGEST_LIST:
            hidden = hidden or _hidden_page(book)
            hidden.write_column(0, index, labels)
            letter = chr(65 + index)
            source = f"=choices!${letter}$1:${letter}${len(labels)}"
        page.data_validation(
            1, index, ROOM, index,
            {"validate": "list", "source": source, "error_title": str(column.label), "error_type": "warning",
             "error_message": _("Choose one from the list.")},
        )  # fmt: skip


def _hidden_page(book: Any) -> Any:
    page = book.add_worksheet("choices")
    page.hide()
    return page


def _explain(book: Any, sheet: Sheet) -> None:
    """In the present language, and then in the others: the file is filled in by somebody else."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    for language in (here, *(code for code, _name in settings.LANGUAGES if code != here)):
        with translation.override(language):
            _explain_columns(book, sheet)


def _explain_columns(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet_name(_("How to fill it in")))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 14)
    page.set_column(2, 3, 50)
    page.write_row(0, 0, [_("Column"), _("Needed?"), _("What belongs there"), _("For example")], bold)
    for number, column in enumerate(sheet.columns, start=1):
        choices = _(", ").join(str(each) for each in column.choices()[:20]) if column.choices else ""
        said = [
            str(column.label),
            _("Yes") if column.required else _("No"),
            str(column.help) or choices,
            column.example,
        ]
        for index, each in enumerate(said):
            page.write_string(number, index, each, wrapped)
