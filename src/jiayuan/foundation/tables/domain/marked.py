"""The same table with a column that says what to correct."""

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.joined import told_of

from ..interfaces.writing import write_csv, write_xlsx
from ..models import Fault, Job
from ..reading.stage import read_staged
from ..rules import OWN
from .files import staged_rows_of


def marked_table(job: Job, *, by: Actor) -> tuple[str, bytes]:
    """(``csv`` or ``xlsx``, content) of the uploaded table, each bad row with its faults in the last column.

    :raises Refused: somebody else's. :raises Missing: the file was forgotten.
    """
    gate(by, OWN, job)
    if not job.file:
        raise Missing(_("The file of this import is not kept any more."), _("Choose the file again."))
    header = [*job.found["header"], _("What to correct")]
    kind = "csv" if job.found["kind"] == "csv" else "xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"marked.{kind}"
        rows = _rows(job, len(job.found["header"]))
        if kind == "csv":
            write_csv(path, header, rows)
        else:
            write_xlsx(path, str(job.declared.label), header, rows)
        return kind, path.read_bytes()


def _rows(job: Job, width: int) -> Iterator[list[Any]]:
    faults = groupby(
        Fault.objects.filter(job=job).order_by("row", "pk").iterator(), key=lambda each: each.row
    )
    number, said = _next(faults)
    for row, cells, _marks in read_staged(staged_rows_of(job)):
        while number is not None and number < row:
            number, said = _next(faults)
        words = said if number == row else ""
        yield [*cells[:width], *[""] * (width - len(cells)), words]


def _next(faults: Any) -> tuple[int | None, str]:
    for row, found in faults:
        return row, " / ".join(told_of(each.cell, " ".join(each.said)).strip() for each in found)
    return None, ""
