"""Moving a house from one database to another, row by row and bit by bit.

Fixtures (``dumpdata``) will not do: they round times to milliseconds, and the ledger would no longer verify.
"""
# ruff: noqa: SLF001 (Django documents _meta and _base_manager)

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy

import environ
from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from jiayuan.foundation.common.errors import Conflict, Invalid

TARGET = "copy-target"
LEFT_BEHIND = {"contenttypes", "sessions"}
"""What the new database makes for itself, and what need not come along: everybody signs in again."""
LEFT_BEHIND_MODELS = {"auth.Permission"}
FILLED_ALONE = {
    "help.Ladder",
    "help.LadderRule",
    "volunteering.ActivityKind",
    "volunteering.Skill",
}
"""Tables that a new database fills with what comes with the product; what comes along takes its place."""
CHUNK = 500
SCHEMES = ("postgres://", "postgresql://", "sqlite:///")


def copied_models() -> list[type[models.Model]]:
    """Every table that comes along, those of many-to-many relations included."""
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_BEHIND
        and model._meta.label not in LEFT_BEHIND_MODELS
    ]


@contextmanager
def opened(address: str) -> Iterator[str]:
    """The database at ``address`` under an alias of its own, with the settings of the present one."""
    if not address.startswith(SCHEMES):
        raise Invalid("This is not the address of a database.", "Such as postgres://user@host/name.")
    given = environ.Env.db_url_config(address)
    connections.databases[TARGET] = {**_defaults(), **given}
    try:
        yield TARGET
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.databases[TARGET]


def _defaults() -> dict[str, object]:
    kept = deepcopy(connections.databases["default"])
    return {**kept, "OPTIONS": {}, "CONN_MAX_AGE": 0, "TEST": kept.get("TEST", {})}


def copy_rows(alias: str, say: Callable[[str], object]) -> int:
    """Copy everything into the migrated, empty database ``alias`` in one transaction; how many rows.

    :raises Conflict: there are rows already.
    """
    chosen = copied_models()
    for model in chosen:
        if model._meta.label not in FILLED_ALONE and model._base_manager.using(alias).exists():
            raise Conflict(f"There are rows in {model._meta.db_table} already.", "Choose an empty database.")
    total = 0
    with (
        transaction.atomic(),
        transaction.atomic(using=alias),
        connections[alias].constraint_checks_disabled(),
    ):
        for model in chosen:
            if model._meta.label in FILLED_ALONE:
                model._base_manager.using(alias).all().delete()
            rows = _copy(model, alias)
            total += rows
            if rows:
                say(f"{model._meta.db_table}: {rows}")
        _continue_numbers(alias, chosen)
    return total


def _copy(model: type[models.Model], alias: str) -> int:
    count = 0
    for row in model._base_manager.using("default").order_by("pk").iterator(CHUNK):
        row.save_base(raw=True, force_insert=True, using=alias)
        count += 1
    return count


def _continue_numbers(alias: str, chosen: list[type[models.Model]]) -> None:
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), chosen):
            cursor.execute(statement)
