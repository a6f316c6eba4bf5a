"""A list of cases as a table file that a spreadsheet opens safely."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

from ..models import Case


class Echo:
    def write(self, text: str) -> str:
        return text


def headings() -> list[str]:
    return [
        _("Number"), _("Category"), _("What is wrong"), _("Place"), _("Where exactly"), _("State"), _("Unit"),
        _("Reported"), _("Due"), _("Closed"),
    ]  # fmt: skip


def csv_of(cases: Iterable[Case], last: Sequence[str] = ()) -> Iterator[str]:
    """Line by line, with a byte order mark so that spreadsheets read the Chinese. Nothing by which to reach anybody."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(headings())
    for case in cases:
        yield writer.writerow([safe_cell(each) for each in _row(case)])
    if last:
        yield writer.writerow(last)


def _row(case: Case) -> list[Any]:
    return [
        case.number,
        case.version.display_name,
        mask_words(case.words),
        case.place.display_name,
        mask_words(case.address),
        case.get_state_display(),
        case.unit.display_name if case.unit else "",
        *(
            f"{local(each):%Y-%m-%d %H:%M}" if each else ""
            for each in (case.reported_at, case.due_at, case.closed_at)
        ),
    ]
