"""What stood on an earlier day, drawn from the stages that each case went through.

The row of a case holds its present; reopening forgets when it was closed before. Its stages forget nothing: every state
but the last has one, and none is ever deleted.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ...enums import Stage, State
from ...models import Pause, StageRun

_OF_THE_CASE = {"case_id": OuterRef("pk")}


def open_at(moment: datetime) -> Q:
    """Neither closed nor declined at that moment. ``reported_at`` is not asked."""
    return Q(Exists(_running(moment)))


def late_at(moment: datetime) -> Q:
    """Open then, its stage past its promise and its clock not standing still.

    Time that was granted later counts as granted from the beginning.
    """
    standing = Pause.objects.filter(
        Q(until=None) | Q(until__gt=moment), run_id=OuterRef("pk"), since__lte=moment
    )
    return Q(Exists(_running(moment).filter(~Exists(standing), due_at__lt=moment)))


def closed_between(since: datetime | None, until: datetime, *, is_live: bool) -> Q:
    """Closed in that time and still closed at the end of it. :param is_live: the end is the present."""
    last = Q(state=State.CLOSED, closed_at__lte=until)
    if since is not None:
        last &= Q(closed_at__gte=since)
    if is_live:
        return last
    closing = StageRun.objects.filter(stage=Stage.CLOSING, ended_at__lte=until, **_OF_THE_CASE)
    if since is not None:
        closing = closing.filter(ended_at__gte=since)
    reopened = StageRun.objects.filter(since__gt=until, round__gt=1, **_OF_THE_CASE)
    return last | Q(Exists(closing)) & Q(Exists(reopened)) & ~open_at(until)


def first_in(stage: Stage, since: datetime | None, until: datetime) -> Q:
    """Came into ``stage`` for the first time within that time."""
    runs = StageRun.objects.filter(stage=stage, **_OF_THE_CASE)
    within = Q(Exists(runs.filter(since__lte=until)))
    return within if since is None else within & ~Q(Exists(runs.filter(since__lt=since)))


def _running(moment: datetime) -> "QuerySet[StageRun]":
    return StageRun.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=moment), since__lte=moment, **_OF_THE_CASE
    )
