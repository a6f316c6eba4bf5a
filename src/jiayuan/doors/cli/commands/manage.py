"""Django's own commands."""

import sys

import click

from ..start import prepare_database, with_django


@click.command()
@with_django
def migrate() -> None:
    """Bring the database up to this version. Safe to run again; `serve` does it too."""
    prepare_database()
    click.echo("The database is up to date.")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_django
def manage(arguments: tuple[str, ...]) -> None:
    """Pass a command on to Django, such as `jiayuan manage shell`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line([f"{sys.argv[0]} manage", *(arguments or ("help",))])
