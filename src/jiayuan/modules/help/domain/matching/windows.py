"""From the habits of a week to times with a date: when somebody can, in minutes from now."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jiayuan.engines.matching.model import Window
from jiayuan.foundation.clock.working import is_working_day

DAYS = 14
"""So far ahead one looks."""
HABITS = {"weekday": (True, 9, 17), "evening": (True, 18, 21), "weekend": (False, 9, 20)}
"""By the codes of ``Ability.times``: on working days or on free ones (holidays too), from and to which hour."""


def dated(times: Iterable[str], moment: datetime) -> tuple[Window, ...] | None:
    """None: they did not say when, so any time."""
    habits = [HABITS[each] for each in times if each in HABITS]
    if not habits:
        return None
    first = timezone.localdate(moment)
    days = [(day, is_working_day(day)) for day in (first + timedelta(days=turn) for turn in range(DAYS))]
    found = [
        _window(day, since, until, moment)
        for day, works in days
        for on_work, since, until in habits
        if on_work is works
    ]
    return tuple(sorted(each for each in found if each[1] > 0))


def _window(day: date, since: int, until: int, moment: datetime) -> Window:
    return max(_minutes(day, since, moment), 0), _minutes(day, until, moment)


def _minutes(day: date, hour: int, moment: datetime) -> int:
    then = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
    return int((then - moment).total_seconds() // 60)
