"""Numbers from the shell, and holding them against a list."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from jiayuan.foundation.common.errors import DomainError

from ..reference.markdown import CODES
from ..start import with_django

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CHECK = "Compare with a CSV: columns id, value, and perhaps bound, unit, as_of, scope. Ends with 1 where one differs."


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help="A JSON list: id, value, unit, definition, records and more."
)
@click.option(
    "--place", metavar="CODE", default="", help="A place by code or whole name; else the whole district."
)
@click.option(
    "--as-of", metavar="DATE", default="", help="The end of a day (2026-03-02), month or year; else now."
)
@click.option("--since", metavar="DATE", default="", help="The first day that counts for events; else all.")
@click.option("--only", metavar="PREFIX", default="", help="Only figures whose id begins so, such as cases.")
@click.option("--check", "list_file", metavar="FILE.csv", type=FILE, help=CHECK)
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of names."
)
@with_django
def figures(
    *, as_json: bool, place: str, as_of: str, since: str, only: str, list_file: Path | None, language: str
) -> None:
    """Every declared figure of a place on a day, with the records behind it."""
    from django.conf import settings
    from django.utils import translation

    from jiayuan.district.figures.domain.queries.ask import answers, place_called, scope_for
    from jiayuan.district.figures.domain.queries.compare import compare
    from jiayuan.district.figures.interfaces.expected import read_expected

    day, first = _day(as_of, "--as-of"), _day(since, "--since")
    where = _understood(lambda: place_called(place or settings.DISTRICT), "--place")
    scope = _understood(lambda: scope_for(where, day=day, since=first), "--as-of")
    with translation.override(CODES[language]):
        if list_file is None:
            found = answers(scope, prefix=only)
            _print([_said(each) for each in found], as_json=as_json)
            return
    expected = [
        each for each in _understood(lambda: read_expected(list_file), "--check") if each.id.startswith(only)
    ]
    compared = _understood(lambda: compare(expected, place=where, day=day, since=first), "--check")
    with translation.override(CODES[language]):
        _print([_held(each) for each in compared if each.answer is not None], as_json=as_json)
    differing = [each for each in compared if each.problem]
    for each in differing:
        click.echo(f"{list_file.name}:{each.expected.line}: {each.expected.id}: {each.problem}", err=True)
    click.echo(f"{len(compared) - len(differing)} of {len(compared)} agree.", err=True)
    sys.exit(1 if differing else 0)


def _understood(ask: Callable[[], Any], option: str) -> Any:
    """What was asked for; said as a mistake of the command line (status 2) where it cannot be."""
    try:
        return ask()
    except DomainError as error:
        raise click.BadParameter(f"{error.message} {error.remedy}".strip(), param_hint=option) from error


def _day(text: str, option: str) -> date | None:
    from jiayuan.district.figures.interfaces.expected import day_of

    found: date | None = _understood(lambda: day_of(text), option) if text else None
    return found


def _said(found: Any) -> dict[str, Any]:
    from jiayuan.district.figures.interfaces.shown import plain
    from jiayuan.foundation.clock.spoken import local

    figure, scope = found.figure, found.scope
    return {
        "id": figure.id,
        "name": str(figure.name),
        "value": plain(found.value),
        "unit": figure.unit,
        "definition": str(figure.definition),
        "limits": "" if scope.is_live else str(figure.limits),
        "place": scope.path,
        "as_of": scope.day.isoformat(),
        "since": None if scope.since is None else local(scope.since).date().isoformat(),
        "records": figure.records(scope),
    }


def _held(compared: Any) -> dict[str, Any]:
    from jiayuan.district.figures.interfaces.shown import plain

    expected = compared.expected
    said = {"expected": plain(expected.value), "bound": expected.bound, "agrees": not compared.problem}
    return _said(compared.answer) | said


def _print(said: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for each in said:
        value = "–" if each["value"] is None else each["value"]
        click.echo(f"{each['id']:<34} {value:>12} {each['unit']:<14} {each['name']}")
