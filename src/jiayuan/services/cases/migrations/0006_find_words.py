"""An index for words inside texts, where the database has one to offer (PostgreSQL's ``pg_trgm``).

It answers for three characters and more; shorter words, and SQLite, are read through as before. Who may not create the
extension goes on without: a search is then slower, and nothing is missing.
"""

import logging

from django.db import DatabaseError, migrations, transaction

COLUMNS = ("words", "address", "public_words")
logger = logging.getLogger("jiayuan.migrations")


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for column in COLUMNS:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS cases_find_{column} ON cases_case"
                    f" USING gin (upper({column}::text) gin_trgm_ops)"
                )
    except DatabaseError as error:
        logger.warning("Words are searched without an index (pg_trgm): %s", str(error).splitlines()[0])


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for column in COLUMNS:
                cursor.execute(f"DROP INDEX IF EXISTS cases_find_{column}")


class Migration(migrations.Migration):

    dependencies = [("cases", "0005_hold_whole_life")]

    operations = [migrations.RunPython(make_index, drop_index)]
