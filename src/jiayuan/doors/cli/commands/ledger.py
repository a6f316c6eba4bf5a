"""The ledger, from the shell."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from ..start import with_django


@click.group()
def ledger() -> None:
    """The append-only record of everything that changed."""


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--stream", "streams", multiple=True, metavar="NAME", help="Only this stream, such as case/42.")
@with_django
def verify(as_json: bool, streams: tuple[str, ...]) -> None:
    """Walk the ledger and name every changed, missing or reordered entry. Exit code 1 if there is one.

    The outcome for the whole ledger is kept in it and shown in the console and by `jiayuan doctor`.
    """
    from jiayuan.foundation.ledger.domain.verify import verify as walk

    report = walk(streams or None)
    if not streams:
        _keep(report)
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(
            f"{report.entries} entries in {report.streams} streams, {report.seals} seals, {report.seconds:.1f} s: "
            + ("all as it was written." if report.ok else f"{report.fault_count} faults.")
        )
        for fault in report.faults:
            click.echo(f"  {fault.stream or 'seal'} #{fault.number or fault.entry or ''}: {fault.words}")
    sys.exit(0 if report.ok else 1)


def _keep(report: Any) -> None:
    """A copy that can only be read is verified as well; then nothing is kept, and that is said."""
    from django.db import DatabaseError

    from jiayuan.foundation.ledger.domain.queries import SHELL, record_verification

    try:
        record_verification(report, door=SHELL)
    except DatabaseError as error:
        click.echo(f"The outcome could not be kept: {error}", err=True)


@ledger.command("verify-file")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--here",
    is_flag=True,
    help="Ask this district's own ledger, too: are its entries there, and the files as made?",
)
@with_django
def verify_file(path: Path, here: bool) -> None:
    """Check a proof file from the file alone: its files against their sums, and the chain of its entries.

    That shows damage. Whoever changes a file on purpose can write new sums; that the files are the ones that were made
    only the district's own ledger knows (`--here`). Exit code 1 if anything is not as it should be.
    """
    from jiayuan.foundation.common.errors import DomainError
    from jiayuan.foundation.documents.archive import check_archive
    from jiayuan.foundation.ledger.domain.chain_file import check_chain

    try:
        checked = check_archive(path)
        chains = [json.loads(checked.files[name])["entries"] for name in _chain_files(checked.files)]
        reports = [check_chain(each) for each in chains]
    except (DomainError, KeyError, TypeError, ValueError) as error:
        raise click.ClickException(str(error) or "No chain of the ledger is in this file.") from error
    for what in ("changed", "missing", "unlisted"):
        for name in getattr(checked, what):
            click.echo(f"  {name}: {what}")
    for fault in (fault for report in reports for fault in report.faults):
        click.echo(f"  {fault.stream} #{fault.number}: {fault.words}")
    entries = sum(report.entries for report in reports)
    ok = checked.ok and all(report.ok and report.entries for report in reports)
    verdict = "all agree with one another." if ok else "they do not agree with one another."
    click.echo(f"{len(checked.files)} files, {entries} entries: {verdict}")
    if ok:
        for each in chains:
            click.echo(f"Last entry of {each[-1]['stream_id']}: {each[-1]['hash']}")
    if ok and here:
        ok = _is_known_here(chains, checked.files)
    elif ok:
        click.echo(
            "Whether these are the files that were made, only the ledger of the district knows: --here."
        )
    sys.exit(0 if ok else 1)


def _is_known_here(chains: Sequence[Sequence[Any]], files: Mapping[str, bytes]) -> bool:
    """Both are asked, and each is said."""
    from jiayuan.foundation.ledger.domain.chain_file import is_in_this_ledger
    from jiayuan.services.cases.domain.dossier.known import was_made_here

    held = all(is_in_this_ledger(each) for each in chains)
    click.echo("The ledger here holds the entries." if held else "The ledger here does not hold the entries.")
    made = was_made_here(chains[0][-1]["stream_id"], files)
    click.echo(
        "Every file is as it was made here."
        if made
        else "The files are not those of any proof file that the ledger here knows: "
        "changed, or made before it kept their sums."
    )
    return held and made


def _chain_files(names: Iterable[str]) -> list[str]:
    """The chain of the case, and after it one of each part that the case was divided in."""
    return ["ledger.json", *sorted(name for name in names if fnmatchcase(name, "ledger-*.json"))]


@ledger.command()
@with_django
def seal() -> None:
    """Fingerprint all entries since the last seal. Write the root down outside this machine."""
    from jiayuan.foundation.ledger.domain.seal import seal as make_seal

    made = make_seal()
    click.echo(f"{made.entries} entries up to {made.up_to}: {made.root}" if made else "Nothing new to seal.")
