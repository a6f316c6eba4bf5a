"""The board of the charity hour as a table file that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

from ..domain.queries.rhythm import WeekLine


def headings() -> list[str]:
    return [
        _("Street"), _("Community"), _("Code"), _("Week beginning on"), _("State"), _("Charity hour"), _("Begins"),
        _("Where exactly"), _("Signed up"), _("Were there"), _("Hours to confirm"), _("What came of it"),
        pgettext("board", "Deadline"),
    ]  # fmt: skip


def csv_of_week(lines: Iterable[WeekLine]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _written(headings())
    for line in lines:
        yield _written([safe_cell(each) for each in _row(line)])


def _written(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _row(line: WeekLine) -> list[Any]:
    place, session = line.place, line.session
    known, came = [""] * 6, _(", ").join(f"{amount} {unit}" for amount, unit in line.amounts)
    if session is not None:
        begins = f"{local(session.starts_at):%Y-%m-%d %H:%M}"
        known = [
            session.display_title,
            begins,
            session.where,
            session.taken,
            session.came,
            session.open_hours,
        ]
    return [
        place.parent or "", place, place.code, line.week.monday.isoformat(), line.step.label, *known, came,
        line.deadline,
    ]  # fmt: skip
