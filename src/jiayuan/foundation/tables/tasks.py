"""Imports and exports in the background."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=5, pause=30)
def run_job(job_id: int) -> None:
    """Take an import as far as it goes without a decision."""
    from .domain.work import work_on

    work_on(job_id)


@task(attempts=3, pause=30)
def write_export(export_id: int) -> None:
    """Write the file of an export."""
    from .domain.take_out import write_file

    write_file(export_id)
