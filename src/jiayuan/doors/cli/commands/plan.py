"""Plans from a file: the engines, without the pages."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from .plan_rounds import rounds
from .planning import FILE, refuse, say, stand


@click.group()
def plan() -> None:
    """Ask an engine for a plan. Nothing is stored; files in, text or JSON out."""


plan.add_command(rounds)


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
        refuse(file, error.faults)
    stand(check_plan(instance, found))
    if as_json:
        say(plan_as_data(found) | _difference(changed))
        return
    _print(found, changed)


@plan.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The whole answer as one JSON object.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=60.0, show_default=True, help="Time to look."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="For the solver."
)
@click.option("--wish", metavar="ID", help="Only propose helpers for this wish.")
@click.option(
    "--most", type=click.IntRange(1, 100), default=5, show_default=True, help="Helpers to propose for it."
)
def matching(*, file: Path, as_json: bool, seconds: float, seed: int, wish: str | None, most: int) -> None:
    """Which helper takes which wish (docs/engines/matching.md)."""
    from jiayuan.engines.matching import (
        Faults,
        check_plan,
        check_proposal,
        plan_as_data,
        proposal_as_data,
        propose,
        read_instance,
        solve,
    )  # fmt: skip

    try:
        instance = read_instance(_json(file))
    except Faults as error:
        refuse(file, error.faults)
    if wish is not None:
        row = next((each for each in instance.wishes if each.id == wish), None)
        if row is None:
            raise click.BadParameter(f"There is no “{wish}”.", param_hint="--wish")
        proposal = propose(instance, row, most=most)
        stand(check_proposal(instance, proposal))
        say(proposal_as_data(proposal)) if as_json else _print_proposal(proposal)
        return
    found = solve(instance, seconds=seconds, seed=seed)
    stand(check_plan(instance, found))
    say(plan_as_data(found)) if as_json else _print_matches(found)


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


def _parts(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value)


def _print_matches(found: Any) -> None:
    for each in found.matches:
        other = each.next_best
        instead = "nobody else can" if other is None else f"next best {other.helper} {other.extra:+} m"
        click.echo(f"{each.wish:<16} {each.helper:<16} {each.cost:>6} m  {instead:<28} {_parts(each.parts)}")
    for left in found.unserved:
        click.echo(f"{left.wish:<16} nobody: {left.reason} (able {left.able}; {_parts(left.fell)})")
    gap = "proven" if found.status == "optimal" else f"at most {found.gap:.2%} above the best"
    said = found.service
    click.echo(
        f"{said.served:.1%} of the wishes served, {said.in_time:.1%} in time, {said.mean_metres:.0f} m on average, "
        f"{said.far_metres:,} m for nine of ten"
    )
    click.echo(f"{len(found.matches)} pairs, {found.cost:,} m, {gap}, {found.seconds:.1f} s")


def _print_proposal(found: Any) -> None:
    for each in found.offers:
        click.echo(f"{each.helper:<16} {each.cost:>6} m  {_parts(each.parts)}")
    for left in found.left_out:
        click.echo(f"{left.helper:<16} {left.metres:>6} m away, left out: {', '.join(left.rules)}")
    enough = "" if found.is_enough else "; too few"
    click.echo(f"{len(found.offers)} proposed of {found.able} who can{enough}")
