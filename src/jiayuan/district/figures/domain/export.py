"""The rows behind a number, taken out of the house."""

import csv
import io
from datetime import date

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.figures import Figure, Scope
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, cut_line, safe_cell

MOST = 20_000


def rows_as_csv(figure: Figure, scope: Scope, *, by: Actor) -> str:
    """As the page lists them, at most :data:`MOST`; where there are more the last line says so. Who took how many is
    recorded."""
    rows = figure.listed(scope)
    found = list(rows.order_by("-pk")[:MOST])
    total = len(found) if len(found) < MOST else rows.count()
    record(
        f"person/{by.pk}",
        "figures.export",
        by=by.person,
        after={
            "figure": figure.id, "rows": len(found), "of": total, "place": scope.path,
            "day": scope.day.isoformat(),
        },
        place_path=scope.path,
    )  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Record"), _("What it is"), _("Particulars")])
    for row in found:
        line = figure.shape.line(row, scope.is_public)
        reference = f"{figure.shape.prefix}/{row.pk}"
        writer.writerow([safe_cell(each) for each in (reference, line.title, line.meta)])
    writer.writerows([each] for each in cut_line(len(found), total))
    return BYTE_ORDER_MARK + text.getvalue()


def file_name(figure: Figure, scope: Scope) -> str:
    day: date = scope.day
    return f"{figure.id}-{scope.path}-{day:%Y%m%d}.csv"
