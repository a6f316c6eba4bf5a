"""Many counts by one statement."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted_together(asked: "Mapping[str, QuerySet[Any]]") -> dict[str, int]:
    """How many rows each has, by the same names; one query, none if nothing can be found at all."""
    parts: list[str] = []
    given: list[Any] = []
    for name, rows in asked.items():
        try:
            sql, parameters = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s AS name, COUNT(*) AS many FROM ({sql}) AS counted_{len(parts)}")  # noqa: S608
        given += [name, *parameters]
    found = dict.fromkeys(asked, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            found |= dict(cursor.fetchall())
    return found
