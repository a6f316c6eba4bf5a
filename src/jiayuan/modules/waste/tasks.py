"""Work in the background: take ids, call the domain, nothing else."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=3, pause=30)
def tell_shift(entry_pk: int) -> None:
    """Tell the readers of all its places that collection is moved."""
    from .shift_notices import tell_readers

    tell_readers(entry_pk)


@task(attempts=2, pause=5, priority=50)
def draw_rounds(plan_id: int) -> None:
    """Draw the rounds of a day, or of what is left of it."""
    from .domain.planning.draw import work_out

    work_out(plan_id)


@task(attempts=2, pause=5, priority=40)
def draw_week(plan_id: int) -> None:
    """Draw the days of a week."""
    from .domain.planning.week_draw import work_out_week

    work_out_week(plan_id)


@task(attempts=3, pause=30)
def tell_week(entry_pk: int) -> None:
    """Tell each estate whose days change."""
    from .week_notices import tell_estates

    tell_estates(entry_pk)
