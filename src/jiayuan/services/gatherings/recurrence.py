"""Rules of recurrence (RFC 5545), bounded: what a neighbourhood needs, answered day by day.

A library that walks from one match to the next walks to the year 9999 where nothing matches, as on the 30th of
February. Here a rule is a question to a single day, so a window of days costs its length and nothing else.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

TWO_YEARS = 731
MOST_OCCURRENCES = 210
"""Twice a week for two years."""
LONGEST_RULE = 200
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALLOWED = {
    "DAILY": {"BYDAY", "BYMONTHDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH"},
}
_FINER = {"HOURLY", "MINUTELY", "SECONDLY"}
_FINER_PARTS = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Rule:
    """A rule that was read. ``days`` are (ordinal in the month or 0, weekday)."""

    frequency: str
    interval: int
    days: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    positions: tuple[int, ...]
    count: int | None
    until: date | None


def read_rule(text: str, first: date, *, field: str = "rule") -> Rule:
    """``FREQ=WEEKLY;BYDAY=FR`` as a rule that begins on ``first``.

    :raises Invalid: naming ``field``; not a rule, finer than days, never or more than 200 times in two years.
    """
    rule = _read(text, field)
    window = [first + timedelta(days=number) for number in range(min(TWO_YEARS, (date.max - first).days + 1))]
    found = sum(1 for day in window if _matches(rule, first, day))
    if not found:
        raise _invalid(_("This repetition never comes round in two years."), field)
    if found > MOST_OCCURRENCES and not (rule.count and rule.count <= MOST_OCCURRENCES):
        raise Invalid(
            _("This repeats too often: %(count)s times in two years.") % {"count": found},
            _("At most %(most)s times are possible, about twice a week.") % {"most": MOST_OCCURRENCES},
            field=field,
        )
    return rule


def days_of(rule: Rule, first: date, since: date, before: date) -> list[date]:
    """The days of the rule in [``since``, ``before``), in order. The window is at most two years long."""
    if rule.until is not None:
        before = min(before - timedelta(days=1), rule.until) + timedelta(days=1)
    start = first if rule.count is not None else max(first, since)
    matched = []
    for number in range(min((before - start).days, 10 * TWO_YEARS)):
        day = start + timedelta(days=number)
        if _matches(rule, first, day):
            matched.append(day)
            if rule.count is not None and len(matched) == rule.count:
                break
    return [day for day in matched if day >= since]


def _matches(rule: Rule, first: date, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.frequency == "DAILY":
        return (day - first).days % rule.interval == 0 and _day_fits(rule, day)
    if rule.frequency == "WEEKLY":
        weeks = (_monday(day) - _monday(first)).days // 7
        wanted = {weekday for _ordinal, weekday in rule.days} or {first.weekday()}
        return weeks % rule.interval == 0 and day.weekday() in wanted
    if rule.frequency == "MONTHLY":
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % rule.interval == 0 and day in _days_in_month(rule, first.day, day.replace(day=1))
    in_month = rule.months or (first.month,)
    years = day.year - first.year
    return (
        years % rule.interval == 0
        and day.month in in_month
        and day in _days_in_month(rule, first.day, day.replace(day=1))
    )


def _day_fits(rule: Rule, day: date) -> bool:
    by_weekday = not rule.days or day.weekday() in {weekday for _ordinal, weekday in rule.days}
    length = calendar.monthrange(day.year, day.month)[1]
    return by_weekday and (
        not rule.month_days or day.day in rule.month_days or day.day - length - 1 in rule.month_days
    )


@lru_cache(maxsize=64)
def _days_in_month(rule: Rule, usual_day: int, month: date) -> list[date]:
    """The days that the rule names in the month that begins on ``month``; ``usual_day`` where it names none."""
    length = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, length + 1)]
    if not rule.days and not rule.month_days:
        return [each for each in days if each.day == usual_day]
    found = [each for each in days if _named_weekday(rule, each, length) and _named_day(rule, each, length)]
    if not rule.positions:
        return found
    return [
        found[position - 1 if position > 0 else position]
        for position in rule.positions
        if abs(position) <= len(found)
    ]


def _named_weekday(rule: Rule, day: date, length: int) -> bool:
    from_start, from_end = (day.day - 1) // 7 + 1, (day.day - length - 1) // 7
    return not rule.days or any(
        weekday == day.weekday() and ordinal in (0, from_start, from_end) for ordinal, weekday in rule.days
    )


def _named_day(rule: Rule, day: date, length: int) -> bool:
    return not rule.month_days or day.day in rule.month_days or day.day - length - 1 in rule.month_days


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _invalid(message: str, field: str) -> Invalid:
    return Invalid(message, _("Choose every week, every two weeks or every month."), field=field)


def _read(text: str, field: str) -> Rule:
    parts = _parts(text, field)
    frequency = parts.pop("FREQ", "")
    if frequency in _FINER or _FINER_PARTS & set(parts):
        raise _invalid(_("A gathering repeats by days, not by hours or minutes."), field)
    if frequency not in _ALLOWED:
        raise _invalid(_("It is not said how often it repeats."), field)
    unknown = set(parts) - _ALLOWED[frequency] - {"INTERVAL", "COUNT", "UNTIL", "WKST"}
    if unknown or parts.get("WKST", "MO") != "MO" or ("COUNT" in parts and "UNTIL" in parts):
        raise _invalid(_("This way of repeating is not known here."), field)
    rule = Rule(
        frequency,
        interval=_numbers(parts.get("INTERVAL", "1"), 1, 366, field)[0],
        days=_weekdays(parts.get("BYDAY", ""), field),
        month_days=_numbers(parts.get("BYMONTHDAY", ""), -31, 31, field),
        months=_numbers(parts.get("BYMONTH", ""), 1, 12, field),
        positions=_numbers(parts.get("BYSETPOS", ""), -31, 31, field),
        count=_numbers(parts["COUNT"], 1, 10_000, field)[0] if "COUNT" in parts else None,
        until=_until(parts["UNTIL"], field) if "UNTIL" in parts else None,
    )
    ordinals = any(ordinal for ordinal, _weekday in rule.days)
    if (ordinals and frequency in ("DAILY", "WEEKLY")) or (
        frequency == "YEARLY" and (rule.days or rule.month_days) and not rule.months
    ):
        raise _invalid(_("This way of repeating is not known here."), field)
    return rule


def _parts(text: str, field: str) -> dict[str, str]:
    plain = text.strip().upper().removeprefix("RRULE:")
    if not plain or len(plain) > LONGEST_RULE or not re.fullmatch(r"[A-Z0-9=;,+-]+", plain):
        raise _invalid(_("This is no rule of repetition."), field)
    pairs = [each.partition("=") for each in plain.rstrip(";").split(";")]
    parts = {name: value for name, _equals, value in pairs}
    if len(parts) != len(pairs) or not all(value for value in parts.values()):
        raise _invalid(_("This is no rule of repetition."), field)
    return parts


def _numbers(text: str, least: int, most: int, field: str) -> tuple[int, ...]:
    if not text:
        return ()
    found = []
    for each in text.split(","):
        if not re.fullmatch(r"[+-]?\d{1,5}", each) or not least <= int(each) <= most or not int(each):
            raise _invalid(_("This is no rule of repetition."), field)
        found.append(int(each))
    return tuple(found)


def _weekdays(text: str, field: str) -> tuple[tuple[int, int], ...]:
    found = []
    for each in text.split(",") if text else ():
        match = _BYDAY.fullmatch(each)
        if match is None:
            raise _invalid(_("This is no rule of repetition."), field)
        found.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(found)


def _until(text: str, field: str) -> date:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?", text)
    try:
        return date(*(int(each) for each in match.groups()[:3])) if match else date(0, 0, 0)
    except ValueError:
        raise _invalid(_("This is no rule of repetition."), field) from None
