"""The demonstration district, from the shell."""

import os
import sys
import time

import click

from ..start import prepare_database, with_django
from ..telling import Telling


@click.command()
@click.option("--if-missing", is_flag=True, help="Do nothing if the demonstration is there already.")
@click.option("--seed", metavar="WORD", help="The same seed on the same day tells the same story.")
@click.option("--reset", is_flag=True, help="Throw the present demonstration away and build anew.")
def demo(*, if_missing: bool, seed: str | None, reset: bool) -> None:
    """Build the demonstration district: real streets and communities, invented people and cases."""
    os.environ["JIAYUAN_DEMO"] = "1"
    _build(if_missing=if_missing, seed=seed, reset=reset)


@with_django
def _build(*, if_missing: bool, seed: str | None, reset: bool) -> None:
    from jiayuan.doors.cli import demo as builder

    begun = time.monotonic()
    click.echo("Demonstration district")
    prepare_database()
    if builder.is_built() and not reset:
        if not if_missing:
            raise click.ClickException("It is there already. Build it anew with: jiayuan demo --reset")
        click.echo("  is there")
        return
    telling = Telling(sys.stdout)
    try:
        builder.build(seed=seed or builder.SEED, progress=telling)
    finally:
        telling.done()
    click.echo(f"  Ready after {time.monotonic() - begun:.1f} s")
