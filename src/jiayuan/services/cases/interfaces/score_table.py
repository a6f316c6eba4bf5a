"""The lines of a month as a workbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.tables.interfaces.writing import write_xlsx

from ..domain.scores.corrections import state_of
from ..models import ScoreLine


def headings() -> list[str]:
    return [
        _("Number"), _("Round"), _("Category"), _("Place"), _("Unit"), _("With the unit since"), _("Due"), _("Done"),
        _("Closed"), _("Minutes not counted"), _("Working days granted"), _("In time"), _("Ratings"),
        _("Stars together"), _("In the score"), _("As it stands now"),
    ]  # fmt: skip


def write_lines(path: Path, lines: "QuerySet[ScoreLine]") -> int:
    """Every cell as text, so that no spreadsheet reckons or runs anything. How many there are."""
    return write_xlsx(path, _("Lines"), headings(), _rows(lines))


def _rows(lines: "QuerySet[ScoreLine]") -> Iterator[list[Any]]:
    for line in lines.iterator(chunk_size=500):
        present = state_of(line)
        changed = present is not line
        yield [
            line.case.number,
            line.round,
            line.version.display_name,
            line.place.display_name,
            line.unit.display_name,
            *(
                f"{local(each):%Y-%m-%d %H:%M}"
                for each in (line.since, line.due_at, line.done_at, line.closed_at)
            ),
            line.paused_minutes,
            line.extra_days,
            _("late") if line.is_late else _("in time"),
            line.rated,
            line.stars,
            line.get_why_display(),
            str(_spoken(present)) if changed else "",
        ]


def _spoken(present: Any) -> str:
    said = _("late") if present.is_late else _("in time")
    return f"{present.get_why_display()} · {said} · {present.rated} / {present.stars}"
