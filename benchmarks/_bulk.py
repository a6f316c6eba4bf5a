"""Writing millions of rows: COPY on PostgreSQL, one prepared statement on SQLite, indexes built at the end."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction


def _kept_index(name: str) -> bool:
    return name.endswith("_pkey") or name.startswith("sqlite_autoindex")


def _indexes(tables: Iterable[str]) -> list[tuple[str, str]]:
    """(name, how to make it) of every index that no constraint owns."""
    names = list(tables)
    marks = ",".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                f" AND tbl_name IN ({marks})",
                names,
            )
        else:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                f" AND tablename IN ({marks}) AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                names,
            )
        return [(name, sql) for name, sql in cursor.fetchall() if not _kept_index(name)]


@contextmanager
def unguarded(*tables: type[models.Model]) -> Iterator[None]:
    """Meanwhile nothing checks what is written to ``tables`` and no index is kept up; both are back afterwards."""
    names = [each._meta.db_table for each in tables]
    quote = connection.ops.quote_name
    found = _indexes(names)
    before, after = (
        (
            (
                "PRAGMA foreign_keys = OFF",
                "PRAGMA synchronous = OFF",
                "PRAGMA cache_size = -400000",
                "PRAGMA journal_mode = OFF",
            ),
            ("PRAGMA journal_mode = WAL",),
        )
        if connection.vendor == "sqlite"
        else (
            (
                "SET session_replication_role = replica",
                "SET synchronous_commit = off",
                "SET maintenance_work_mem = '512MB'",
            ),
            ("RESET session_replication_role",),
        )
    )
    with connection.cursor() as cursor:
        for statement in (*before, *(f"DROP INDEX {quote(name)}" for name, _sql in found)):
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in (*(sql for _name, sql in found), *after):
            cursor.execute(statement)
        for statement in connection.ops.sequence_reset_sql(_no_style(), list(tables)):
            cursor.execute(statement)
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


def copy_blocks(shifted: dict[str, dict[str, str]], block: int, blocks: int, distance: timedelta) -> None:
    """Copy all rows of the tables ``blocks`` - 1 times, each copy ``distance`` later and its keys ``block`` farther.

    :param shifted: table -> column -> ``number``, ``key`` (ten a number), ``hash``, ``uuid``, ``stream`` or ``time``.
    """
    if blocks < 2:
        return
    is_lite, quote = connection.vendor == "sqlite", connection.ops.quote_name
    far, many = (
        int(distance.total_seconds()),
        f"SELECT 1 AS k UNION ALL SELECT k + 1 FROM turns WHERE k < {blocks - 1}",
    )
    prefix = "printf('%%08x', k)" if is_lite else "lpad(to_hex(k), 8, '0')"
    ways = {
        "number": f"{{0}} + k * {block}",
        "key": f"{{0}} + k * {block * 10}",
        "hash": f"{prefix} || substr({{0}}, 9)",
        "stream": f"'case/' || (CAST(substr({{0}}, 6) AS integer) + k * {block})",
        "uuid": f"{prefix} || substr({{0}}, 9)"
        if is_lite
        else f"({prefix} || substr(replace({{0}}::text, '-', ''), 9))::uuid",
        "time": f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {{0}}, '+' || (k * {far}) || ' seconds')"
        if is_lite
        else f"{{0}} + k * interval '{far} seconds'",
    }
    with connection.cursor() as cursor:
        for table, changes in shifted.items():
            ours = [f"{quote(name)} LIKE 'case/%'" for name, way in changes.items() if way == "stream"]
            cursor.execute(
                f"CREATE TEMPORARY TABLE told AS SELECT * FROM {quote(table)} WHERE {' AND '.join(ours) or '1 = 1'}"
            )
            model = next(each for each in apps.get_models() if each._meta.db_table == table)
            columns = [each.column for each in model._meta.concrete_fields if not each.generated]
            values = [
                ways[changes[each]].format(quote(each)) if each in changes else quote(each)
                for each in columns
            ]
            cursor.execute(
                f"WITH RECURSIVE turns AS ({many}) INSERT INTO {quote(table)} ({', '.join(map(quote, columns))})"
                f" SELECT {', '.join(values)} FROM turns CROSS JOIN told ORDER BY k",
                [],
            )
            cursor.execute("DROP TABLE told")
            print(f"  {table} is there", flush=True)


class Rows:
    """Rows of one table on their way. What a row does not say is what the model's fields have by themselves."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [each for each in model._meta.concrete_fields if not each.generated]
        self.table = model._meta.db_table
        self.columns = [each.column for each in fields]
        self.places = {each.attname: at for at, each in enumerate(fields)}
        self.plain = [_plain(each) for each in fields]
        self.spelled = [(at, spell) for at, each in enumerate(fields) if (spell := _spelling(each))]
        self.waiting: list[list[Any]] = []
        self.written = 0

    def add(self, **values: Any) -> None:
        row = self.plain.copy()
        for name, value in values.items():
            row[self.places[name]] = value
        for at, spell in self.spelled:
            if row[at] is not None:
                row[at] = spell(row[at])
        self.waiting.append(row)

    def flush(self) -> None:
        quote = connection.ops.quote_name
        into = f"{quote(self.table)} ({', '.join(map(quote, self.columns))})"
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", self.waiting)
            else:
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in self.waiting:
                        copy.write_row(row)
        self.written += len(self.waiting)
        self.waiting = []


def _plain(field: Any) -> Any:
    value = field.get_default()
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    return None if value == "" and field.null else value


def _spelling(field: Any) -> Callable[[Any], Any] | None:
    """How SQLite, which has neither, is given a moment and a UUID."""
    if connection.vendor != "sqlite":
        return None
    field = getattr(field, "target_field", field)
    if isinstance(field, models.DateTimeField):
        return lambda moment: str(moment.replace(tzinfo=None))
    return (lambda key: key.hex) if isinstance(field, models.UUIDField) else None
