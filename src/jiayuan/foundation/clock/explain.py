"""Why a deadline is when it is, in words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .calendar import DayKind, is_known_year, is_working, kind_of_day
from .deadline import Pause, deadline, merge_pauses
from .hours import next_working_moment
from .now import today
from .spoken import day_with_weekday, days, local, moment_in_full
from .term import Term, TermUnit

MOST_PAUSES_NAMED = 3


def explain(start: datetime, term: Term, pauses: Sequence[Pause] = (), extra_days: int = 0) -> str:
    """One sentence in the active language: from when, what does not count, what does after all, until when.

    ``2 个工作日：从 11月20日（周五）15:10 起算，周六、周日不计，到 11月24日（周二）15:10``

    The same deadlines are explained on every list. With a pause that is still open the sentence changes by the minute.
    """
    if any(until is None for _since, until in pauses):
        return _explained(start, term, tuple(pauses), extra_days)
    shaped_by = (get_language(), today().year, settings.CALENDAR_FILE, settings.WORKING_HOURS)
    return _kept_explanation(shaped_by, start, term, tuple(pauses), extra_days)


@lru_cache(maxsize=8_192)
def _kept_explanation(
    _shaped_by: tuple[Any, ...], start: datetime, term: Term, pauses: tuple[Pause, ...], extra_days: int
) -> str:
    """``_shaped_by``: what else the sentence follows from."""
    return _explained(start, term, pauses, extra_days)


def _explained(start: datetime, term: Term, pauses: Sequence[Pause], extra_days: int) -> str:
    due = deadline(start, term, pauses, extra_days)
    parts = [_("counted from %(moment)s") % {"moment": moment_in_full(start)}, *_clock(start, term)]
    if extra_days:
        parts.append(_extra(extra_days))
    if term.unit != TermUnit.URGENT_HOURS or extra_days:
        parts += _days_between(local(start).date(), local(due).date())
    parts += _pauses(start, due, pauses)
    parts.append(_("until %(moment)s") % {"moment": moment_in_full(due)})
    return _("%(term)s: %(parts)s") % {
        "term": spoken_term(term),
        "parts": pgettext("between clauses", ", ").join(parts),
    }


def spoken_term(term: Term) -> str:
    """``2 个工作日``, ``4 working hours``, ``2 小时``."""
    count = {"count": term.amount}
    if term.unit == TermUnit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", term.amount) % count
    if term.unit == TermUnit.WORKING_HOURS:
        return ngettext("%(count)s working hour", "%(count)s working hours", term.amount) % count
    return ngettext("%(count)s hour", "%(count)s hours", term.amount) % count


def _clock(start: datetime, term: Term) -> Iterator[str]:
    if term.unit == TermUnit.URGENT_HOURS:
        yield _("around the clock")
        return
    opening = next_working_moment(start)
    if opening != start:
        yield _("the clock starts at the opening on %(moment)s") % {"moment": moment_in_full(opening)}
    if term.unit == TermUnit.WORKING_HOURS:
        hours = settings.WORKING_HOURS.replace("-", "–").replace(",", pgettext("between items", ", "))
        yield _("only %(hours)s count") % {"hours": hours}


def _extra(extra_days: int) -> str:
    text = ngettext(
        "%(count)s working day granted on top", "%(count)s working days granted on top", extra_days
    )
    return text % {"count": extra_days}


def _days_between(first: date, last: date) -> Iterator[str]:
    """What of the days from ``first`` to ``last`` is out of the ordinary, weekends first."""
    all_days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    free_runs = [
        list(run) for worked, run in groupby(all_days, lambda day: is_working(kind_of_day(day))) if not worked
    ]
    holidays = [run for run in free_runs if any(kind_of_day(day) == DayKind.HOLIDAY for day in run)]
    if len(holidays) < len(free_runs):
        yield _("Saturdays and Sundays do not count")
    for run in holidays:
        yield _("the holiday %(days)s does not count") % {"days": days(run[0], run[-1])}
    for day in all_days:
        if kind_of_day(day) == DayKind.MAKE_UP:
            yield _("%(day)s is a make-up working day and counts") % {"day": day_with_weekday(day)}
    for year in sorted({day.year for day in all_days}):
        if not is_known_year(year):
            yield _("the holidays of %(year)s are not announced yet, so this is provisional") % {"year": year}


def _pauses(start: datetime, due: datetime, pauses: Sequence[Pause]) -> Iterator[str]:
    stops = [stop for stop in merge_pauses(start, pauses) if stop[0] < due]
    if len(stops) > MOST_PAUSES_NAMED:
        yield _("paused %(count)s times, which does not count") % {"count": len(stops)}
        return
    still_open = any(until is None for _since, until in pauses)
    for since, until in stops:
        if still_open and (since, until) == stops[-1]:
            yield _("paused since %(since)s and still so") % {"since": moment_in_full(since)}
        else:
            span = {"since": moment_in_full(since), "until": moment_in_full(until)}
            yield _("the pause from %(since)s to %(until)s does not count") % span
