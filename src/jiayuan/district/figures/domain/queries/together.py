"""Many counts by one statement."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from jiayuan.foundation.common.counted import joined, statement


def counted_together(asked: "Mapping[str, QuerySet[Any]]") -> dict[str, int]:
    """How many rows each has, by the same names; one query, none if nothing can be found at all."""
    counts = []
    for name, rows in asked.items():
        if (found := statement(rows.order_by().values("pk"))) is not None:
            sql, parameters = found
            count = f"SELECT %s AS name, COUNT(*) AS many FROM ({sql}) AS counted"  # noqa: S608
            counts.append((count, (name, *parameters)))
    many, (sql, given) = dict.fromkeys(asked, 0), joined(counts)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            many |= dict(cursor.fetchall())
    return many
