"""Lock a row, and only then read it.

What is joined to a row that one had to wait for is as it was before the wait (PostgreSQL, read committed): the row
comes anew, its neighbours from the picture taken when the question was asked. Where the row points elsewhere meanwhile,
the joined question finds nothing at all. So the lock is one question, and what is judged is the next.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lock_rows(model: type[Model], keys: Iterable[Any]) -> None:
    """Lock them in the order of their keys, so that two who want the same wait for one another. In a transaction."""
    rows = model._default_manager.filter(pk__in=set(keys)).order_by("pk")  # noqa: SLF001 (Django's public name)
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def lock_first(rows: QuerySet[Row], pk: Any) -> Row | None:
    """The row of ``rows`` with this key, joined rows and all, as it is once nobody else can change it."""
    lock_rows(rows.model, [pk])
    return rows.filter(pk=pk).first()


def lock_name(name: str, *, shared: bool = False) -> None:
    """Lock something that has no row of its own, until the transaction ends. ``shared`` with others who say so too.
    A database in one file has one writer at a time: there is nothing to lock."""
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    take = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {take}(%s)", [number])
