"""Moments and lengths of time as people say them, in the active language."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .now import now as present
from .now import today

MINUTES_A_DAY = 24 * 60
DAYS_A_WEEK = 7
DAYS_WITHOUT_HOURS = 3


def local(moment: datetime) -> datetime:
    """``moment`` in the district's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def clock_time(moment: datetime) -> str:
    """``15:10``"""
    return local(moment).strftime("%H:%M")


def day(given: date) -> str:
    """``3月2日``, ``2 March``; with the year when it is not the present one."""
    if given.year == today().year:
        return date_format(given, pgettext("date format", "j F"))
    return date_format(given, pgettext("date format", "j F Y"))


def weekday(given: date) -> str:
    """``周五``, ``Fri``"""
    names = [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]
    return names[given.weekday()]


def day_with_weekday(given: date) -> str:
    """``11月20日（周五）``, ``Fri 20 November``."""
    return _("%(weekday)s %(day)s") % {"weekday": weekday(given), "day": day(given)}


def days(first: date, last: date) -> str:
    """``10月1日至8日``, ``1–8 October``; one day alone if they are the same."""
    if first == last:
        return day(first)
    if (first.year, first.month) != (last.year, last.month):
        return _("%(first)s–%(last)s") % {"first": day(first), "last": day(last)}
    if first.year == today().year:
        start = date_format(first, pgettext("date format, first of a span inside a month", "j"))
        end = date_format(last, pgettext("date format, last of a span inside a month", "j F"))
    else:
        start = date_format(
            first, pgettext("date format, first of a span inside a month of another year", "j")
        )
        end = date_format(
            last, pgettext("date format, last of a span inside a month of another year", "j F Y")
        )
    return _("%(first)s–%(last)s") % {"first": start, "last": end}


def moment_in_full(moment: datetime) -> str:
    """``11月20日（周五）15:10``"""
    return _("%(day)s %(time)s") % {"day": day_with_weekday(local(moment).date()), "time": clock_time(moment)}


def when(moment: datetime) -> str:
    """``今天 17:00``, ``明天 09:00``, ``周五 18:00`` within the coming week, else ``3月2日 09:00``."""
    return _when(moment, today(), get_language())


@lru_cache(maxsize=8_192)
def _when(moment: datetime, present_day: date, _language: str | None) -> str:
    """The same few moments stand on page after page."""
    given = local(moment).date()
    away = (given - present_day).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if away in near:
        spoken = near[away]
    elif 1 < away < DAYS_A_WEEK:
        spoken = weekday(given)
    else:
        spoken = day(given)
    return f"{spoken} {clock_time(moment)}"


def remaining(due: datetime, now: datetime | None = None) -> str:
    """``剩 2 小时 10 分`` or ``超时 1 天``: time on the wall clock, in at most two units, rounded down."""
    seconds = int((due - (now or present())).total_seconds())
    if seconds >= 0:
        return _("%(length)s left") % {"length": length(seconds // 60)}
    return _("%(length)s overdue") % {"length": length(-seconds // 60)}


def length(minutes: int) -> str:
    """``3 天``, ``1 天 2 小时``, ``2 小时 10 分``, ``0 分``. Hours go once there are three days."""
    return _length(minutes, get_language())


@lru_cache(maxsize=8_192)
def _length(minutes: int, _language: str | None) -> str:
    days_, rest = divmod(minutes, MINUTES_A_DAY)
    hours, minutes = divmod(rest, 60)
    parts = []
    if days_:
        parts.append(ngettext("%(count)s day", "%(count)s days", days_) % {"count": days_})
    if hours and days_ < DAYS_WITHOUT_HOURS:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if not days_ and (minutes or not hours):
        parts.append(_("%(count)s min") % {"count": minutes})
    return " ".join(parts)
