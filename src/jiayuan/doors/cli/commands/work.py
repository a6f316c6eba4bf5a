"""Background tasks in a process of their own."""

import click

from ..start import with_django


@click.command()
@click.option("--once", is_flag=True, help="Work off what is ready, and end.")
@with_django
def work(*, once: bool) -> None:
    """Work off background tasks, beside or instead of `tick`; as many of these may run as there is work for.

    A stop lets the task under way finish. A task whose worker was killed is taken up by another within minutes.
    """
    from jiayuan.foundation.duties.domain.work import Labourer

    from ..clockwork import stop_on_signals

    labourer = Labourer()
    stop_on_signals(labourer.stopping)
    if once:
        click.echo(f"{labourer.work_off()} tasks")
    else:
        labourer.work_for_ever()
