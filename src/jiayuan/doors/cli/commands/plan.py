"""Plans from a file: the engines, without the pages."""

import json
import sys
from pathlib import Path
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def plan() -> None:
    """Ask an engine for a plan. Nothing is stored; files in, text or JSON out."""


@plan.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The whole plan as one JSON object.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=60.0, show_default=True, help="Time to look."
)
@click.option("--fix", metavar="ORGANISATION=COMMUNITY", multiple=True, help="What if this pair had to be?")
@click.option(
    "--forbid", metavar="ORGANISATION=COMMUNITY", multiple=True, help="What if this pair could not be?"
)
def pairing(
    *, file: Path, as_json: bool, seconds: float, fix: tuple[str, ...], forbid: tuple[str, ...]
) -> None:
    """Which organisation serves which community this season (docs/engines/pairing.md)."""
    from jiayuan.engines.pairing import Faults, check_plan, plan_as_data, read_instance, solve, what_if

    try:
        instance = read_instance(_json(file))
        found = solve(instance, seconds=seconds)
        changed = None
        if fix or forbid:
            more = read_instance(
                _json(file) | {"fixed": _pairs(fix, "--fix"), "forbidden": _pairs(forbid, "--forbid")}
            )
            changed = what_if(instance, found, fixed=more.fixed, forbidden=more.forbidden, seconds=seconds)
    except Faults as error:
        for fault in error.faults:
            click.echo(f"{file.name}: {fault.where}: {fault.text}", err=True)
        sys.exit(2)
    faults = check_plan(instance, found)
    if faults:
        raise click.ClickException(f"The plan does not stand the check: {faults}")
    if as_json:
        click.echo(json.dumps(plan_as_data(found) | _difference(changed), ensure_ascii=False, indent=2))
        return
    _print(found, changed)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise click.BadParameter(f"{file.name} is not JSON: {error}", param_hint="FILE") from error


def _pairs(given: tuple[str, ...], option: str) -> list[list[str]]:
    wrong = next((each for each in given if each.count("=") != 1), None)
    if wrong is not None:
        raise click.BadParameter(f"“{wrong}” is not ORGANISATION=COMMUNITY.", param_hint=option)
    return [each.split("=") for each in given]


def _difference(changed: Any) -> dict[str, Any]:
    if changed is None:
        return {}
    said = {
        "extra": changed.extra,
        "gone": [list(each) for each in changed.gone],
        "come": [list(each) for each in changed.come],
    }
    return {"what_if": said | {"status": changed.plan.status}}


def _print(found: Any, changed: Any) -> None:
    for each in found.pairs:
        other = each.next_best
        kept = "kept" if each.continued else "new"
        instead = "nobody else can" if other is None else f"next best {other.organisation} {other.extra:+} m"
        who = f"{each.community:<16} {each.organisation:<16} {each.metres:>6} m"
        click.echo(f"{who}  {kept:<5} {instead:<28} {', '.join(each.meets)}".rstrip())
    gap = "proven" if found.status == "optimal" else f"at most {found.gap:.2%} above the best"
    click.echo(f"{len(found.pairs)} pairs, {found.cost:,} m, {gap}, {found.seconds:.1f} s")
    if changed is not None:
        click.echo(f"What if: {changed.extra:+,} m")
        for ids, word in [(ids, "gone") for ids in changed.gone] + [(ids, "come") for ids in changed.come]:
            click.echo(f"  {word}  {ids[0]} + {ids[1]}")
