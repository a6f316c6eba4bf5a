"""What has to happen by the clock, until there is a scheduler (ADR 0006)."""

import os
import signal
import threading

import click

from ..start import with_django


@click.command()
@click.option(
    "--once", is_flag=True, help="Do everything now, once, and end. Exit code 1 if something failed."
)
@click.option(
    "--every", type=click.IntRange(1), default=60, show_default=True, help="Seconds between rounds."
)
@click.option("--with-parent", type=int, hidden=True, help="End when this process is gone.")
@with_django
def tick(*, once: bool, every: int, with_parent: int | None) -> None:
    """Escalate, seal, tidy up: what has to happen by the clock.

    Each duty is tried on its own, so that one failure stops none of the others. `serve` runs this beside the
    server; where several machines serve one district each duty still runs once, whoever comes first.
    """
    from ..duties import run_duties

    if once:
        failed = [done for done in run_duties(all_of_them=True, say=click.echo) if not done.ok]
        raise SystemExit(1 if failed else 0)
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    while not stopping.is_set():
        run_duties()
        for _second in range(every):
            if stopping.wait(1) or (with_parent and os.getppid() != with_parent):
                return
