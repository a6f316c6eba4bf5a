"""Work in the background: take ids, call the domain, nothing else."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=3, pause=10)
def match_wishes(run_id: int) -> None:
    """Ask the engine about all open wishes of a place."""
    from .domain.match_runs import work_out

    work_out(run_id)
