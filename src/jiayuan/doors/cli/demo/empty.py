"""Emptying the demonstration's database."""

from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from jiayuan.foundation.evidence.models import Photo

KEPT = ("django_migrations", "django_content_type", "auth_permission")


def empty() -> None:
    """Remove every row, count from one again, and remove the photos once that is certain.

    The ledger with it: a demonstration may be forgotten. Call inside a transaction. Readers on SQLite go on seeing
    what was there until it commits; on PostgreSQL they wait for it.
    """
    connection.check_constraints()  # PostgreSQL empties no table that has checks outstanding
    files = [name for pair in Photo.objects.values_list("file", "thumbnail") for name in pair if name]
    tables = [
        name for name in connection.introspection.django_table_names(only_existing=True) if name not in KEPT
    ]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[str]) -> None:
    for name in files:
        default_storage.delete(name)
