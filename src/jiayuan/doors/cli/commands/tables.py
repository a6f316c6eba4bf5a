"""Lists from and to spreadsheets, from the shell."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ..start import with_django

_FAULTS_SHOWN = 20


def _actor(username: str) -> Any:
    """Who does it: their roles decide, as on the page."""
    from jiayuan.foundation.access.actor import Actor
    from jiayuan.foundation.people.models import Person

    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise click.ClickException(f"There is no staff account “{username}”.")
    return Actor(person=person)


def _sheet(name: str) -> Any:
    from jiayuan.foundation.common.registers import registers

    if name not in registers.sheets.names():
        raise click.ClickException(
            f"There is no list “{name}”; there are: {', '.join(registers.sheets.names())}."
        )
    return registers.sheets[name]


@click.command("import")
@click.argument("sheet")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as", "username", required=True, metavar="USER", help="Staff name; their roles decide what they may."
)
@click.option(
    "--good-rows-only", is_flag=True, help="Import the good rows; without it one bad row stops all."
)
@click.option("--dry-run", is_flag=True, help="Check only, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@with_django
def import_table(  # noqa: PLR0917 (click hands over what the command line says)
    sheet: str,
    file: Path,
    username: str,
    good_rows_only: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring FILE (.xlsx, .xls, .ods, .csv) into the list SHEET.

    Exit code 1 if rows are bad and were left out, 2 if nothing could be imported. An import that was killed goes on
    with `jiayuan tables resume`.
    """
    from django.core.files import File

    from jiayuan.foundation.tables.domain import decide
    from jiayuan.foundation.tables.domain.work import work_on
    from jiayuan.foundation.tables.enums import JobState, Mode

    actor = _actor(username)
    with file.open("rb") as opened:
        job = decide.upload(_sheet(sheet), File(opened), name=file.name, by=actor, queue=False)
    work_on(job.pk)
    job.refresh_from_db()
    was_read = bool(job.found)
    if job.state == JobState.PREVIEWED and (dry_run or (job.bad and not good_rows_only) or not job.good):
        decide.cancel(job.pk, by=actor)
    elif job.state == JobState.PREVIEWED:
        decide.confirm(job.pk, Mode.GOOD if job.bad else Mode.ALL, by=actor, queue=False)
        work_on(job.pk)
    job.refresh_from_db()
    _report(job, as_json=as_json, dry_run=dry_run)
    if job.bad or job.failure or not was_read:
        sys.exit(1 if job.written else 2)


def _report(job: Any, *, as_json: bool, dry_run: bool) -> None:
    from jiayuan.foundation.tables.models import Fault

    counts = {key: getattr(job, key) for key in ("total", "new", "changed", "same", "bad", "written")}
    faults = Fault.objects.filter(job=job)
    if as_json:
        rows = list(faults.values("cell", "column", "value", "code", "message", "remedy"))
        facts = {
            "import": job.pk,
            "state": job.state,
            **counts,
            "failure": job.failure or None,
            "faults": rows,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    if job.failure:
        click.echo(f"{job.failure['message']} {job.failure['remedy']}", err=True)
        return
    click.echo(
        f"{job.total} rows: {job.new} new, {job.changed} changed, {job.same} as they are, {job.bad} bad."
    )
    for each in faults[:_FAULTS_SHOWN]:
        click.echo(f"  {each.cell}  {each.value!r}: {each.message} {each.remedy}")
    if faults.count() > _FAULTS_SHOWN:
        click.echo(f"  … and {faults.count() - _FAULTS_SHOWN} more; --json gives all.")
    click.echo("Nothing was written (dry run)." if dry_run else f"{job.written} rows imported.")


@click.command("export")
@click.argument("sheet")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="….xlsx or ….csv"
)
@click.option(
    "--as", "username", required=True, metavar="USER", help="Staff name; their roles decide what they see."
)
@click.option("--reason", default="", help="Take personal data out in full, for this reason; it is recorded.")
@with_django
def export_table(sheet: str, output: Path, username: str, reason: str) -> None:
    """Write the list SHEET to a file. Personal data is masked unless a reason is given and the role needs it."""
    from jiayuan.foundation.tables.domain.take_out import begin_export, write_list

    actor, found = _actor(username), _sheet(sheet)
    kind = output.suffix.lstrip(".").lower()
    export = begin_export(found, kind, by=actor, in_full=bool(reason), reason=reason, queue=False)
    count = write_list(found, actor, output, kind=kind, in_full=export.in_full)
    export.delete()
    click.echo(f"{count} rows written to {output}.")


@click.group("tables")
def tables() -> None:
    """Imports under way."""


@tables.command()
@click.option("--now", "even_held", is_flag=True, help="Also those that somebody may still be working on.")
@with_django
def resume(*, even_held: bool) -> None:
    """Go on with imports whose worker died. No row is taken in twice."""
    from jiayuan.foundation.tables.domain.lease import abandoned, put_back
    from jiayuan.foundation.tables.domain.work import work_on
    from jiayuan.foundation.tables.models import Job

    found = abandoned(even_held=even_held)
    for pk in found:
        put_back(pk, even_held=even_held)
        work_on(pk)
        job = Job.objects.get(pk=pk)
        click.echo(f"Import {pk} ({job.sheet}): {job.state}, {job.written} rows written.")
    click.echo(f"{len(found)} imports taken up.")
