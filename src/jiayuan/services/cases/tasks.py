"""What cases leave to the background."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=3, pause=30)
def run_dry(run_id: int) -> None:
    """Try a draft of dispatch rules on past cases."""
    from .domain.dispatch.dry_run import carry_out

    carry_out(run_id)


@task(attempts=3, pause=30)
def write_dossier(dossier_id: int) -> None:
    """Make a proof file."""
    from .domain.dossier.build import write_dossier_file

    write_dossier_file(dossier_id)
