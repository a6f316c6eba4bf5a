"""Which months can be frozen, and when."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from jiayuan.foundation.clock.calendar import working_day_number, working_days_before
from jiayuan.foundation.clock.now import now

from ...enums import Stage
from ...models import ScoreMonth, StageRun

FREEZE_ON = 5
"""The working day of the next month at whose beginning a month is frozen: time for ratings to come in."""
LOOKED_BACK = 12
"""Where nothing was frozen before, so many months are made good at once."""


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date, steps: int = 1) -> date:
    count = month.year * 12 + month.month - 1 - steps
    return date(count // 12, count % 12 + 1, 1)


def begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of the month, and that of the next."""
    return begins(month), begins(month_after(month))


def freezes_at(month: date) -> datetime:
    first = month_after(month)
    return begins(working_day_number(working_days_before(first) + FREEZE_ON - 1))


def hold_frozen() -> None:
    """Whoever freezes a month and whoever corrects a line wait for one another: what a month publishes and what its
    hash is taken over are the same. The earliest month is the one row that all find, whatever is frozen meanwhile;
    before there is one, there is nothing to correct. Call it in a transaction, before anything of a line is read."""
    ScoreMonth.objects.select_for_update().order_by("month").values_list("pk").first()


def last_frozen_at() -> datetime | None:
    return ScoreMonth.objects.order_by("-month").values_list("frozen_at", flat=True).first()


def months_due() -> Iterator[date]:
    """Those that are over and not frozen, the earliest first; all that an outage left out."""
    month = _first_open()
    while month is not None and freezes_at(month) <= now():
        yield month
        month = month_after(month)


def _first_open() -> date | None:
    last = ScoreMonth.objects.order_by("-month").values_list("month", flat=True).first()
    if last is not None:
        return month_after(last)
    closings = StageRun.objects.filter(stage=Stage.CLOSING, ended_at__isnull=False)
    earliest = closings.order_by("ended_at").values_list("ended_at", flat=True).first()
    if earliest is None:
        return None
    begun = timezone.localtime(earliest, timezone.get_default_timezone()).date().replace(day=1)
    return max(begun, month_before(timezone.localtime(now()).date().replace(day=1), LOOKED_BACK))
