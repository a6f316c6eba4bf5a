"""Waking Django for a command, and bringing the database and static files up to date."""

import hashlib
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

Given = ParamSpec("Given")
Result = TypeVar("Result")


def with_django(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a command with Django ready, speaking English, recorded as done by the system."""

    @wraps(command)
    def ready(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
        django.setup()
        from django.utils import translation

        from jiayuan.foundation.common.source import Source, coming_from

        with translation.override("en"), coming_from(Source.SYSTEM):
            return command(*args, **kwargs)

    return ready


def prepare_database() -> None:
    """Apply what migrations are missing, and make the shared cache's table."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        click.echo(f"  Database: {len(missing)} migrations …", nl=False)
        call_command("migrate", verbosity=0, interactive=False)
        click.echo(" done")
    else:
        executor.check_replacements()
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Gather static files where the server reads them, unless nothing changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / ".gathered-from", _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    click.echo("  Static files …", nl=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="ascii")
    click.echo(" done")


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return total.hexdigest()
