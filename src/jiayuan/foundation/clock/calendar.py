"""Which days are worked: China's holiday calendar with its make-up days.

Knowledge comes from the ``chinesecalendar`` library, which is released anew each autumn, and from the file
named by ``JIAYUAN_CALENDAR_FILE``, which overrides it year by year::

    {"2027": {"holidays": ["2027-01-01", ...], "working": ["2027-01-30", ...]}}

A year that neither knows is computed provisionally: Monday to Friday, New Year's Day off. Whoever shows a
result from such a year says so (:func:`..explain.explain`), and :func:`calendar_warning` warns in time.
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path

from chinese_calendar import constants
from django.conf import settings
from django.utils.translation import gettext as _

WARNING_DAYS = 45
ANCHOR_YEAR = 2000
SATURDAY = 5
KNOWN_MINIMUM = 10
"""A year with fewer free days than this in the library is one whose notice it has not seen."""


class DayKind(Enum):
    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class YearDays:
    """One year's days by day of the year, first of January at 0."""

    kinds: tuple[DayKind, ...]
    before: tuple[int, ...]
    """How many working days of the year lie before each day; one longer than ``kinds``."""
    is_known: bool


class CalendarFileError(ValueError):
    """The calendar file is not there or not in its format; the message names the year or day at fault."""


def is_working(kind: DayKind) -> bool:
    return kind in (DayKind.WORKING, DayKind.MAKE_UP)


@lru_cache(maxsize=4)
def read_calendar_file(name: str) -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """Year -> (free days, make-up days). :raises CalendarFileError: if it cannot be read."""
    if not name:
        return {}
    try:
        content = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CalendarFileError(str(error)) from error
    if not isinstance(content, dict):
        raise CalendarFileError("not an object of years")
    return {_year_number(year): _days_of_file(year, days) for year, days in content.items()}


def _year_number(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text):
        raise CalendarFileError(f"not a year: {text!r}")
    return int(text)


def _days_of_file(year: str, days: object) -> tuple[frozenset[date], frozenset[date]]:
    if not isinstance(days, dict) or not days.get("holidays") or set(days) - {"holidays", "working"}:
        raise CalendarFileError(f"{year}: expected the keys 'holidays' (not empty) and 'working'")
    free, worked = (_dates(year, days.get(key, [])) for key in ("holidays", "working"))
    if free & worked:
        raise CalendarFileError(f"{year}: both free and worked: {min(free & worked).isoformat()}")
    return free, worked


def _dates(year: str, given: object) -> frozenset[date]:
    try:
        found = frozenset(date.fromisoformat(each) for each in given)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise CalendarFileError(f"{year}: {error}") from error
    if any(day.year != int(year) for day in found):
        raise CalendarFileError(f"{year}: a day of another year")
    return found


@lru_cache(maxsize=1)
def _library_years() -> frozenset[int]:
    counts = Counter(day.year for day in constants.holidays)
    return frozenset(year for year, count in counts.items() if count >= KNOWN_MINIMUM)


def is_known_year(year: int) -> bool:
    """Does the library or the calendar file know this year's holidays?"""
    return year in read_calendar_file(settings.CALENDAR_FILE) or year in _library_years()


@lru_cache(maxsize=256)
def _year(year: int, calendar_file: str) -> YearDays:
    given = read_calendar_file(calendar_file).get(year)
    known = given is not None or year in _library_years()
    if given is not None:
        free, worked = given
    elif known:
        free, worked = frozenset(constants.holidays), frozenset(constants.workdays)
    else:
        free, worked = frozenset([date(year, 1, 1)]), frozenset()
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1)]
    kinds = tuple(_kind(day, free, worked) for day in days)
    before = [0]
    for kind in kinds:
        before.append(before[-1] + is_working(kind))
    return YearDays(kinds, tuple(before), known)


def _kind(day: date, free: frozenset[date], worked: frozenset[date]) -> DayKind:
    if day in worked:
        return DayKind.MAKE_UP if day.weekday() >= SATURDAY else DayKind.WORKING
    if day in free:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING


def year_days(year: int) -> YearDays:
    return _year(year, settings.CALENDAR_FILE)


def kind_of_day(day: date) -> DayKind:
    return year_days(day.year).kinds[day.timetuple().tm_yday - 1]


def is_working_day(day: date) -> bool:
    """Is ``day`` worked? Make-up Saturdays and Sundays are; holidays are not."""
    return is_working(kind_of_day(day))


@lru_cache(maxsize=512)
def _days_before_year(year: int, calendar_file: str) -> int:
    if year == ANCHOR_YEAR:
        return 0
    if year > ANCHOR_YEAR:
        return sum(_year(each, calendar_file).before[-1] for each in range(ANCHOR_YEAR, year))
    return -sum(_year(each, calendar_file).before[-1] for each in range(year, ANCHOR_YEAR))


def working_days_before(day: date) -> int:
    """How many working days lie from 1 January 2000 to the day before ``day``; negative earlier."""
    return (
        _days_before_year(day.year, settings.CALENDAR_FILE)
        + year_days(day.year).before[day.timetuple().tm_yday - 1]
    )


def working_day_number(number: int) -> date:
    """The working day with exactly ``number`` working days before it (:func:`working_days_before`)."""
    year = ANCHOR_YEAR + number // 252
    while _days_before_year(year, settings.CALENDAR_FILE) > number:
        year -= 1
    while _days_before_year(year + 1, settings.CALENDAR_FILE) <= number:
        year += 1
    inside = number - _days_before_year(year, settings.CALENDAR_FILE)
    # The first day that leaves more than ``inside`` working days behind it is the one looked for.
    return date(year, 1, 1) + timedelta(days=bisect_left(year_days(year).before, inside + 1) - 1)


def calendar_warning(today: date) -> str | None:
    """What to say as soon as the next 45 days touch a year whose holidays are not known; else None."""
    unknown = [year for year in _years_ahead(today) if not is_known_year(year)]
    if not unknown:
        return None
    return _(
        "The holidays of %(year)s are not known yet. Deadlines that reach into it are provisional: "
        "Monday to Friday, 1 January free. Update the package chinesecalendar, or name a file in "
        "JIAYUAN_CALENDAR_FILE."
    ) % {"year": unknown[0]}


def _years_ahead(today: date) -> range:
    return range(today.year, (today + timedelta(days=WARNING_DAYS)).year + 1)
