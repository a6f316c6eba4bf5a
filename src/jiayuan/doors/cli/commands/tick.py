"""What has to happen by the clock, and what waits for somebody to work it off."""

import click

from ..start import with_django


@click.command()
@click.option(
    "--once", is_flag=True, help="Do every duty now, once, and end. Exit code 1 if something failed."
)
@click.option("--due", is_flag=True, help="Do what is due, once, and end: for cron. Exit code as for --once.")
@click.option(
    "--work/--no-work", "with_work", default=True, help="Work off background tasks too (the default)."
)
@click.option("--with-parent", type=int, hidden=True, help="End when this process is gone.")
@with_django
def tick(*, once: bool, due: bool, with_work: bool, with_parent: int | None) -> None:
    """Escalate, seal, tidy up, send messages, work off background tasks.

    `serve` runs this beside the server. Each duty is tried on its own, so that one failure stops none of the others;
    where several machines serve one district each duty still runs once a period, whoever comes first.
    """
    from jiayuan.foundation.duties.domain.run import run_all, run_due

    from ..clockwork import Clockwork

    if once or due:
        done = run_all() if once else run_due()
        for each in done:
            click.echo(f"{each.name}: {each.result}")
        raise SystemExit(0 if all(each.ok for each in done) else 1)
    Clockwork(with_work=with_work, parent=with_parent).run()
