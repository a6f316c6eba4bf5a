"""The sessions of a series, some weeks ahead: each occurrence once, whatever became of the one that was made."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jiayuan.foundation.clock.calendar import DayKind, is_working_day, kind_of_day
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.one_by_one import one_by_one

from ..enums import HolidayPolicy
from ..models import Series, Session
from ..models.common import about_of
from ..recurrence import days_of, read_rule
from .plan import make_session

LONGEST_HOLIDAY = 30


def generate_all() -> int:
    """For every series that goes on; how many sessions were made. One that fails does not keep the others from theirs:
    the duty is reported as failed when all had their turn."""
    keys = list(Series.objects.going_on().order_by("pk").values_list("pk", flat=True))
    return one_by_one(keys, generate_sessions, what="series")


def generate_sessions(series_id: int) -> int:
    """Make what is missing of the next weeks; how many. Safe to run twice at once."""
    with transaction.atomic():
        series = Series.objects.select_for_update(no_key=True).get(pk=series_id)
        if series.ended_at is not None or series.paused_at is not None:
            return 0
        wanted = dict(occurrences(series, today(), today() + timedelta(weeks=series.weeks_ahead, days=1)))
        known = Session.objects.filter(series=series, occurrence__in=wanted)
        there = set(known.values_list("occurrence", flat=True))
        made = 0
        for occurrence, day in wanted.items():
            starts_at = moment_of(day, series)
            if occurrence in there or starts_at <= now():
                continue
            fields = about_of(series)
            fields |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=series.minutes)}
            make_session(
                fields,
                series.roles,
                by=None,
                action="gatherings.generate",
                series=series,
                occurrence=occurrence,
            )
            made += 1
    return made


def occurrences(series: Series, since: date, before: date) -> Iterator[tuple[date, date]]:
    """(occurrence, the day it is held) for the days that the rule means in [``since``, ``before``).

    A holiday's is left out, or moved to the next working day unless the series has that day already; make-up days of
    the holiday calendar are working days.
    """
    rule = read_rule(series.rule, series.first_on)
    # The last day may be the last of the calendar, to which none can be added.
    end = min(before - timedelta(days=1), series.until) + timedelta(days=1) if series.until else before
    meant = days_of(rule, series.first_on, since, end)
    taken = set(meant)
    for day in meant:
        held = _held_on(day, series.holidays)
        if held is None or (held != day and held in taken):
            continue
        taken.add(held)
        yield day, held


def moment_of(day: date, series: Series) -> datetime:
    """When it begins on this day, in the district's time."""
    return timezone.make_aware(datetime.combine(day, series.starts), timezone.get_default_timezone())


def _held_on(day: date, policy: str) -> date | None:
    if policy == HolidayPolicy.KEEP or kind_of_day(day) != DayKind.HOLIDAY:
        return day
    if policy == HolidayPolicy.SKIP:
        return None
    later = (day + timedelta(days=number) for number in range(1, LONGEST_HOLIDAY))
    return next((each for each in later if is_working_day(each)), None)
