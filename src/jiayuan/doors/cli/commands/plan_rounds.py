"""Rounds from a file."""

from pathlib import Path
from typing import Any

import click

from .planning import FILE, refuse, say, stand


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The whole plan as one JSON object.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 86_400), default=60.0, show_default=True, help="Time to look."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="For the solver."
)
@click.option("--roads", type=FILE, help="Road network (GraphML or OSM XML) instead of the crow's way.")
@click.option(
    "--cores", type=click.IntRange(1, 64), help="Processes that look at once.  [default: one for each core]"
)
def rounds(
    *, file: Path, as_json: bool, seconds: float, seed: int, roads: Path | None, cores: int | None
) -> None:
    """Which truck calls where, in which order, on which day (docs/engines/rounds.md).

    FILE is a district in JSON, a VRPLIB file (CVRP, VRPTW, MTVRPTWR) or one of Cordeau's periodic files.
    """
    from jiayuan.engines.rounds import Faults, check_plan, on_roads, plan_as_data, read_instance, solve

    try:
        instance = read_instance(_text(file), file.stem)
    except Faults as error:
        refuse(file, error.faults)
    if roads is not None:
        try:
            instance = on_roads(instance, _text(roads))
        except Faults as error:
            refuse(roads, error.faults)
    found = solve(instance, seconds=seconds, seed=seed, workers=cores)
    stand(check_plan(instance, found))
    say(plan_as_data(instance, found)) if as_json else _print(instance, found)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter(f"{file.name} is not text: {error}", param_hint="FILE") from error


def _print(instance: Any, found: Any) -> None:
    from jiayuan.engines.rounds import compare

    for number, route in enumerate(found.routes, 1):
        click.echo(f"{_head(instance, route, number)}: {' '.join(_calls(route))}")
    for each in found.left:
        click.echo(f"Left out: {each.stop}: {each.text}")
    for each in found.notes:
        click.echo(f"Note: {each.where}: {each.text}")
    comparison = compare(instance, found)
    if comparison.today is not None:
        click.echo(f"Today: {_effort(instance, comparison.today)}")
    click.echo(f"Plan:  {_effort(instance, comparison.plan)}")
    bound = "no bound" if found.bound is None else f"at least {found.bound / instance.scale:g}"
    click.echo(f"Cost: {_number(found.cost, instance.scale)}")
    click.echo(f"Routes {len(found.routes)}, {bound}, {found.seconds:.1f} s")


def _head(instance: Any, route: Any, number: int) -> str:
    """“Route #3”, and where there are days or kinds of trucks, which."""
    said = [f"Route #{number}"]
    if len(instance.days) > 1:
        said.append(f"day {instance.days[route.day]}")
    if len(instance.trucks) > 1:
        said.append(route.truck)
    return ", ".join(said)


def _calls(route: Any) -> list[str]:
    calls: list[str] = []
    for number, trip in enumerate(route.trips, 1):
        calls += trip.stops
        if trip.site is not None and (number < len(route.trips) or trip.site):
            calls.append(f"[{trip.site}]")
        if trip.charge is not None:
            calls.append(f"[charged at {trip.charge}]")
    return calls


def _effort(instance: Any, effort: Any) -> str:
    from jiayuan.engines.rounds.model import Measure

    said = f"trucks {effort.trucks}, trips {effort.trips}"
    if instance.roads.measure in {Measure.GROUND, Measure.TABLE}:
        said += f", {effort.driven / 1_000:,.1f} km, {effort.away / 3_600:,.1f} hours"
    if effort.grams:
        said += f", {effort.grams / 1_000:,.1f} kg of CO₂"
    return said + (f", limits not kept {effort.broken}" if effort.broken else "")


def _number(value: int, scale: int) -> str:
    return str(value) if scale == 1 else f"{value / scale:.2f}"
