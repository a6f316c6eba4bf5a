"""The tree of places, from the shell."""

from pathlib import Path

import click

from ..start import with_django

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def places() -> None:
    """District, streets, communities."""


@places.command()
@click.option("--district", metavar="CODE", help="Six digits; JIAYUAN_DISTRICT unless said.")
@click.option("--folder", type=FOLDER, help="Where places_CODE.csv lies, unless it is the list that ships.")
@with_django
def load(district: str | None, folder: Path | None) -> None:
    """Bring streets and communities up to date with the official list. Running it again changes nothing.

    All of the list is loaded or nothing: wrong rows are named with their lines.
    """
    from django.conf import settings

    from jiayuan.foundation.places.domain.facts import FOLDER as SHIPPED
    from jiayuan.foundation.places.domain.load import load_district

    done = load_district(district or settings.DISTRICT, folder=folder or SHIPPED)
    click.echo(f"{done.created} places made, {done.updated} changed, {done.unchanged} as they were.")


@places.command()
@click.argument("code")
@click.argument("file", type=FILE)
@click.option(
    "--datum",
    type=click.Choice(["wgs84", "gcj02"]),
    required=True,
    help="What the file's coordinates are in.",
)
@click.option("--because", default="", metavar="WORDS", help="The grounds; kept in the history.")
@click.option("--dry-run", is_flag=True, help="Only say what the file holds.")
@with_django
def boundary(code: str, file: Path, datum: str, because: str, *, dry_run: bool) -> None:
    """Enter the boundary of a street, community or estate from a GeoJSON file."""
    from jiayuan.foundation.access.actor import SYSTEM
    from jiayuan.foundation.places.domain.boundary import set_boundary, survey_boundary
    from jiayuan.foundation.places.enums import Datum
    from jiayuan.foundation.places.paths import path_of_printed_code

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is not UTF-8 text.") from error
    path = path_of_printed_code(code)
    survey = survey_boundary(path, text, Datum(datum))
    click.echo(f"{survey.place.name}: {survey.points} corners, {survey.hectares} hectares")
    if not survey.middle_inside:
        click.echo("  The middle of the place lies outside.")
    if survey.estates_outside:
        click.echo(f"  {len(survey.estates_outside)} of {survey.estates} estates lie outside.")
    for other, percent in survey.overlaps:
        click.echo(f"  It overlaps {other.name} by {percent} % of the smaller area.")
    if not dry_run:
        set_boundary(path, text, Datum(datum), by=SYSTEM, because=because)
        click.echo("Kept.")
