"""Rows that are written once: the first of three guards (then triggers, then hashes; see ADR 0003)."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def refuse() -> NoReturn:
    raise TypeError("The ledger is append-only: reverse with a new entry instead.")


class FrozenQuerySet(models.QuerySet[Row]):
    """Reads and inserts, nothing else."""

    def update(self, **_kwargs: Any) -> NoReturn:
        refuse()

    def delete(self) -> NoReturn:
        refuse()

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse()

    def update_or_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse()


class Frozen(models.Model):
    """A row that can be inserted and never saved again or deleted."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding or kwargs.get("force_update") or kwargs.get("update_fields") is not None:
            refuse()
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse()
