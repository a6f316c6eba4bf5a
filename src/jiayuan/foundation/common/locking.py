"""Lock a row, and only then read it.

What is joined to a row that one had to wait for is as it was before the wait (PostgreSQL, read committed): the row
comes anew, its neighbours from the picture taken when the question was asked. Where the row points elsewhere meanwhile,
the joined question finds nothing at all. So the lock is one question, and what is judged is the next.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

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
