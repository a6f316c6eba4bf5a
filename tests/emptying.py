"""After a test that commits, PostgreSQL's tables are emptied row by row instead of all being made anew.

Django's way is ``TRUNCATE`` of every table: a hundred tables and their indices become some eight hundred new files on
the disk, which takes the server a second and more, whereas such a test leaves a few rows in a few tables.
"""

from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What describes the program rather than a town; ``flush`` writes it anew as it was."""
_PAST_FOREIGN_KEYS_AND_GUARDS = "SET LOCAL session_replication_role = replica"
_EVER_WRITTEN = "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
_flush = TransactionTestCase._fixture_teardown


def install() -> None:
    """From now on, for every test that commits."""
    TransactionTestCase._fixture_teardown = _teardown  # type: ignore[method-assign]


def _teardown(case: TransactionTestCase) -> None:
    names = case._databases_names(include_mirrors=False)  # type: ignore[attr-defined]
    asks_more = case.available_apps is not None or case.serialized_rollback or case.reset_sequences
    if asks_more or not all(_may_pass_the_guards(connections[name]) for name in names):
        _flush(case)
        return
    for name in names:
        empty(name)


def empty(using: str) -> None:
    """No row is left but in ``KEPT``, and what the house puts into a new database is there, as after ``flush``.

    Whoever still writes is waited for, as ``TRUNCATE`` does, so that nothing arrives late in the next test.
    """
    connection = connections[using]
    names = [name for name in connection.introspection.table_names() if name not in KEPT]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_PAST_FOREIGN_KEYS_AND_GUARDS)
        cursor.execute(f"LOCK TABLE {', '.join(map(connection.ops.quote_name, names))} IN EXCLUSIVE MODE")
        cursor.execute(_EVER_WRITTEN)
        written = {name for (name,) in cursor.fetchall()}
        for name in written.intersection(names):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 a table's name
    emit_post_migrate_signal(verbosity=0, interactive=False, db=using)


def _may_pass_the_guards(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row: Any = cursor.fetchone()
    return bool(row and row[0])
