"""The tree of places, from the shell."""

import click

from ..start import with_django


@click.group()
def places() -> None:
    """District, streets, communities."""


@places.command()
@click.option("--district", metavar="CODE", help="Six digits; JIAYUAN_DISTRICT unless said.")
@with_django
def load(district: str | None) -> None:
    """Bring streets and communities up to date with the shipped facts. Running it again changes nothing."""
    from django.conf import settings

    from jiayuan.foundation.places.domain.load import load_district

    done = load_district(district or settings.DISTRICT)
    click.echo(f"{done.created} places made, {done.updated} changed, {done.unchanged} as they were.")
