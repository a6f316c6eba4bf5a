"""Many counts and totals by one statement."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from jiayuan.foundation.common.counted import Statement, joined, statement
from jiayuan.foundation.common.figures import Figure, Scope, Total


def measured_together(figures: Sequence[Figure], scope: Scope) -> dict[str, int]:
    """The values of plain figures by their ids; one query, none if nothing can be found at all."""
    parts = [part for each in figures if (part := _measured(each, scope)) is not None]
    found, (sql, given) = {each.id: 0 for each in figures}, joined(parts)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found |= {name: int(value) for name, value in cursor.fetchall()}
    return found


def _measured(figure: Figure, scope: Scope) -> Statement | None:
    """Beside the key, or a field that is the same in several rows would be lost where the rows are distinct."""
    rows, measure, reckoned = figure.rows(scope).order_by(), figure.measure, "COUNT(*)"
    if isinstance(measure, Total):
        rows, reckoned = rows.annotate(summed=F(measure.field)), "COALESCE(SUM(summed), 0)"
        rows = rows.values("pk", "summed")
    else:
        rows = rows.values("pk")
    if (found := statement(rows)) is None:
        return None
    sql, given = found
    return f"SELECT %s AS name, {reckoned} AS value FROM ({sql}) AS measured", (figure.id, *given)  # noqa: S608
