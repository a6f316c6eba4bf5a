"""Coverage as a table file that a spreadsheet opens safely: a row for each estate and stream."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

from ..domain.queries.coverage import Cell, EstateLine
from ..enums import Stream


def headings() -> list[str]:
    return [
        _("Community"), _("Estate"), _("Code"), pgettext("waste", "Stream"), pgettext("waste", "Colour"), _("Bins"),
        _("Litres"), _("Collection days"), _("Drop points"), _("Opening hours"), _("Pilot estate"),
        _("What is missing"),
    ]  # fmt: skip


def csv_of_coverage(lines: Iterable[EstateLine]) -> Iterator[str]:
    known = list(lines)
    communities = Place.objects.only("path", "name", "pinyin").in_bulk(
        {each.estate.path[:12] for each in known}
    )
    yield BYTE_ORDER_MARK + _written(headings())
    for line in known:
        around = communities.get(line.estate.path[:12], "")
        for cell in line.cells.values():
            yield _written([safe_cell(each) for each in [around, *_row(line, cell)]])


def _row(line: EstateLine, cell: Cell) -> list[Any]:
    between = _(", ")
    gaps = [*cell.gaps, *line.other_gaps]
    return [
        line.estate, line.estate.code, Stream(cell.stream).label, cell.facts.colour_name, cell.count,
        between.join(f"{each.count}×{each.litres}" for each in cell.bins),
        between.join(f"{spoken(each.weekdays)} {each.at:%H:%M}" for each in cell.days),
        len(line.points), between.join(f"{spoken(mask)} {hours}" for mask, hours in line.spoken_hours),
        pgettext("answer", "Yes") if line.is_pilot else "", between.join(each.label for each in gaps),
    ]  # fmt: skip


def _written(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
