"""Backing up and restoring a house on SQLite. For PostgreSQL see docs/operation.md."""

from pathlib import Path

import click

from ..start import prepare_database, with_django


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-secret-key", is_flag=True, help="Put the secret key in too; keep such a file like the key itself."
)
@with_django
def backup(*, file: Path, with_secret_key: bool) -> None:
    """Write database and photos into FILE (a tar archive). The house may go on working meanwhile."""
    from ..archive import write_archive

    written = write_archive(file, with_secret_key=with_secret_key)
    click.echo(
        f"{file}: {written.entries} ledger entries, {written.photos} photo files, {written.bytes / 1e6:.1f} MB"
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Even if there is a database; it is set aside, not deleted.")
@with_django
def restore(*, file: Path, force: bool) -> None:
    """Put back what `backup` wrote, then verify the ledger. Stop the server first."""
    from jiayuan.foundation.ledger.domain.verify import verify

    from ..archive import read_archive

    aside = read_archive(file, force=force)
    if aside:
        click.echo(f"What was there is now in {aside}")
    prepare_database()
    report = verify()
    click.echo(f"Restored. The ledger: {report.entries} entries, {report.fault_count} faults.")
    if not report.ok:
        raise click.ClickException("The restored ledger is not as it was written; see: jiayuan ledger verify")
