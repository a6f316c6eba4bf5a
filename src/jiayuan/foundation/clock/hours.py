"""The hours worked on a working day, and a working-time axis that turns deadlines into addition.

``axis(moment)`` is the working time between an anchor day and ``moment`` in microseconds, a whole number; it
stands still outside working hours. A deadline is then a sum on the axis, turned back into a moment. No loop
over minutes or days.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from .calendar import is_working_day, working_day_number, working_days_before

MINUTE = 60_000_000
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class WorkingHours:
    """Periods of a day as (opening, closing) in microseconds since midnight, in order."""

    periods: tuple[tuple[int, int], ...]

    @property
    def per_day(self) -> int:
        return sum(closing - opening for opening, closing in self.periods)

    def passed(self, since_midnight: int) -> int:
        """Working time of the day that lies before this time of day."""
        return sum(
            min(max(since_midnight - opening, 0), closing - opening) for opening, closing in self.periods
        )

    def earliest(self, passed: int) -> int:
        """The first time of day with this much working time behind it: a closing, not the next opening."""
        for opening, closing in self.periods:
            if passed <= closing - opening:
                return opening + passed
            passed -= closing - opening
        raise AssertionError("more working time than a day has")

    def latest(self, passed: int) -> int:
        """The last time of day with this much working time behind it: an opening, not the closing before."""
        for opening, closing in self.periods:
            if passed < closing - opening:
                return opening + passed
            passed -= closing - opening
        raise AssertionError("more working time than a day has")


@lru_cache(maxsize=8)
def parse_working_hours(text: str) -> WorkingHours:
    """``08:30-12:00,14:30-18:00``.

    :raises ValueError: if it is not a list of rising periods inside one day.
    """
    periods: list[tuple[int, int]] = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d\d):([0-5]\d)-(\d\d):([0-5]\d)\s*", part)
        if not found:
            raise ValueError(f"not a period of working hours: {part.strip()!r}")
        hours = [int(each) for each in found.groups()]
        opening, closing = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if closing > DAY_MINUTES or opening >= closing:
            raise ValueError(f"not a period of working hours: {part.strip()!r}")
        if periods and opening * MINUTE <= periods[-1][1]:
            raise ValueError(f"this period does not come after the one before it: {part.strip()!r}")
        periods.append((opening * MINUTE, closing * MINUTE))
    return WorkingHours(tuple(periods))


def working_hours() -> WorkingHours:
    return parse_working_hours(settings.WORKING_HOURS)


def _local(moment: datetime) -> datetime:
    # The district's zone, whatever zone the present request shows times in.
    return timezone.localtime(moment, timezone.get_default_timezone())


def _since_midnight(local: datetime) -> int:
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond


def axis(moment: datetime) -> int:
    """Working microseconds between the anchor and ``moment`` (aware). Never falls as ``moment`` rises."""
    return _axis(moment, settings.WORKING_HOURS, settings.CALENDAR_FILE)


@lru_cache(maxsize=16_384)
def _axis(moment: datetime, _hours: str, _calendar: str) -> int:
    """The same few moments (when a stage began, when it is due) stand on page after page."""
    local, hours = _local(moment), working_hours()
    passed = hours.passed(_since_midnight(local)) if is_working_day(local.date()) else 0
    return working_days_before(local.date()) * hours.per_day + passed


def earliest_at(position: int) -> datetime:
    """The first moment at this position of the axis; may be a closing time, which counts as worked."""
    hours = working_hours()
    day, rest = divmod(position, hours.per_day)
    if rest == 0:
        day, rest = day - 1, hours.per_day
    return _moment(day, hours.earliest(rest))


def latest_at(position: int) -> datetime:
    """The last moment at this position of the axis; may be an opening time."""
    hours = working_hours()
    day, rest = divmod(position, hours.per_day)
    return _moment(day, hours.latest(rest))


def _moment(day_number: int, since_midnight: int) -> datetime:
    midnight = datetime.combine(
        working_day_number(day_number), time(), tzinfo=timezone.get_default_timezone()
    )
    return midnight + timedelta(microseconds=since_midnight)


def next_working_moment(moment: datetime) -> datetime:
    """``moment`` itself inside working hours; otherwise the next opening. A closing time is outside."""
    return latest_at(axis(moment))


def working_minutes(a: datetime, b: datetime) -> int:
    """Whole working minutes from ``a`` to ``b``, seconds ignored; negative when ``b`` comes first.

    Additive: ``working_minutes(a, b) + working_minutes(b, c) == working_minutes(a, c)``.
    """
    return axis(b) // MINUTE - axis(a) // MINUTE
