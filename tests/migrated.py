"""An empty migrated database, made once and copied: by every worker, every pass, every later run.

Migrating takes some fourteen seconds of the processor; a copy takes a moment. The name of what is kept carries a hash
of all migrations and of the locked requirements. After a copy ``migrate`` runs all the same: it finds nothing left to
apply, or applies what is left, and the house puts into the database what it puts into every new one. Whatever goes
wrong with a copy, the database is migrated from nothing, as without this file.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from django.core import management
from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".tests" / "migrated"
KEPT_ON_THE_SERVER = 4
_create = BaseDatabaseCreation.create_test_db


@cache
def fingerprint() -> str:
    """Of what a migrated database is made from."""
    found = hashlib.sha256()
    for path in sorted(
        [*(ROOT / "src").rglob("migrations/*.py"), *(ROOT / "requirements").glob("*.txt")], key=str
    ):
        found.update(path.relative_to(ROOT).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def file() -> Path:
    return FOLDER / f"{fingerprint()}.sqlite3"


def install() -> None:
    """From now on, for every test database."""
    BaseDatabaseCreation.create_test_db = _create_test_db  # type: ignore[method-assign]


@contextmanager
def alone(name: str) -> Iterator[None]:
    """While one worker makes what is to be copied, the others wait for it instead of making it too."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _create_test_db(creation: BaseDatabaseCreation, *args: Any, **kwargs: Any) -> str:
    kept = _Kept(creation.connection)
    command = management.call_command

    def call(name: str, *names: Any, **options: Any) -> Any:
        if name == "migrate":
            kept.fill()
        return command(name, *names, **options)

    with alone(creation.connection.vendor):
        with mock.patch.object(management, "call_command", call):
            made = _create(creation, *args, **kwargs)
        if not kept.was_there:
            kept.keep()
    return made


class _Kept:
    """The copy of one kind of database. ``was_there``: the test database began as a copy of it."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.was_there = False
        self.on_server = f"jiayuan_migrated_{fingerprint()}"

    def fill(self) -> None:
        if self.connection.vendor == "sqlite":
            self._read_file()
        elif self.connection.vendor == "postgresql":
            self._on_server(self._copy_from)

    def keep(self) -> None:
        if self.connection.vendor == "sqlite":
            self._write_file()
        elif self.connection.vendor == "postgresql":
            self.connection.close()
            self._on_server(self._copy_to)

    def _read_file(self) -> None:
        if not file().exists():
            return
        self.connection.ensure_connection()
        with closing(sqlite3.connect(file())) as source:
            source.backup(self.connection.connection)
        self.was_there = True

    def _write_file(self) -> None:
        unfinished = file().with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            self.connection.connection.backup(target)
        unfinished.rename(file())

    def _on_server(self, act: Any) -> None:
        try:
            with self.connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
                act(cursor, self.connection.ops.quote_name)
        except Error:
            return

    def _copy_from(self, cursor: Any, quote: Any) -> None:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.on_server])
        if cursor.fetchone() is None:
            return
        name = quote(self.connection.settings_dict["NAME"])
        cursor.execute(f"DROP DATABASE {name}")
        try:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {quote(self.on_server)}")
            self.was_there = True
        except Error:  # somebody is looking at what is to be copied
            cursor.execute(f"CREATE DATABASE {name}")

    def _copy_to(self, cursor: Any, quote: Any) -> None:
        """And older ones go; one that is being copied just now stays."""
        name = quote(self.connection.settings_dict["NAME"])
        cursor.execute(f"CREATE DATABASE {quote(self.on_server)} TEMPLATE {name}")
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'jiayuan_migrated_%%' ORDER BY oid DESC OFFSET %s",
            [KEPT_ON_THE_SERVER],
        )
        for (old,) in cursor.fetchall():
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(old)}")
