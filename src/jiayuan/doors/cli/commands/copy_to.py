"""Moving to another database."""

import os
import subprocess
import sys

import click

from ..start import with_django


@click.command("copy-to")
@click.argument("address", metavar="DATABASE_URL")
@with_django
def copy_to(address: str) -> None:
    """Copy this house into another, empty database, such as postgres://user:password@host/name.

    Stop the server first. The ledger is verified over there; what is here stays as it is. Photos are files and stay
    where they are.
    """
    from ..relocate import copy_rows, opened

    _over_there(address, "migrate")
    with opened(address) as alias:
        rows = copy_rows(alias, lambda line: click.echo(f"  {line}"))
    click.echo(f"{rows} rows copied. The ledger over there:")
    _over_there(address, "ledger", "verify")


def _over_there(address: str, *arguments: str) -> None:
    """Run a command of ours in a process whose database is the other one."""
    command = [sys.executable, "-m", "jiayuan.doors.cli.main", *arguments]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False)  # noqa: S603 our own
    if done.returncode:
        raise click.ClickException(f"jiayuan {' '.join(arguments)} failed over there.")
