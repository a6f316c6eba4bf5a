"""When a place is open in a week: days and hours as data, so that every language says them and a page knows whether
somebody is there now. A span never crosses midnight."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.common.errors import Invalid

from .calendar import DayKind, kind_of_day
from .spoken import local
from .weekdays import EVERY_DAY, bit_of, numbers_of
from .weekdays import spoken as spoken_days

_HOUR = re.compile(r"(\d{1,2})[:：](\d{2})(?::\d{2})?")


class Span(Protocol):
    """``weekdays`` as bits (:mod:`.weekdays`); the closing hour itself is outside."""

    @property
    def weekdays(self) -> int: ...
    @property
    def opens_at(self) -> time: ...
    @property
    def closes_at(self) -> time: ...


@dataclass(frozen=True)
class Opening:
    """A span that is kept as plain data beside what it belongs to."""

    weekdays: int
    opens_at: time
    closes_at: time

    @property
    def kept(self) -> list[int | str]:
        """``[31, "08:30", "18:00"]``"""
        return [self.weekdays, f"{self.opens_at:%H:%M}", f"{self.closes_at:%H:%M}"]

    @classmethod
    def of(cls, kept: Sequence[int | str]) -> "Opening":
        days, opens, closes = kept
        return cls(int(days), time.fromisoformat(str(opens)), time.fromisoformat(str(closes)))


def read_hour(text: str, field: str) -> time:
    """``7:30``. :raises Invalid: it is no hour of the day, naming the field."""
    found = _HOUR.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Invalid(_("This is no hour of the day."), _("Write it as 7:30."), field=field)
    return time(int(found[1]), int(found[2]))


def check_openings(openings: Sequence[Opening], *, field: str = "opening") -> None:
    """:raises Invalid: no day is chosen, it closes before it opens, or two spans of a day overlap. The number of the
    span, from 1, is written after ``field``."""
    for number, each in enumerate(openings, 1):
        here = f"{field}{number}"
        if not 0 < each.weekdays <= EVERY_DAY:
            raise Invalid(
                _("No day of the week is chosen."), _("Choose at least one, or empty the hours."), field=here
            )
        if each.closes_at <= each.opens_at:
            raise Invalid(_("It closes before it opens."), _("Put the earlier hour first."), field=here)
        for before in openings[: number - 1]:
            overlap = each.opens_at < before.closes_at and before.opens_at < each.closes_at
            if each.weekdays & before.weekdays and overlap:
                raise Invalid(
                    _("These hours overlap others on the same day."),
                    _("Join them into one line, or let one end before the other begins."),
                    field=here,
                )


def spoken_span(span: Span) -> str:
    """``Mon–Fri 8:30–18:00``, ``周一至周五 8:30–18:00``"""
    hours = f"{_hour(span.opens_at)}–{_hour(span.closes_at)}"
    return pgettext("opening hours", "%(days)s %(hours)s") % {
        "days": spoken_days(span.weekdays),
        "hours": hours,
    }


def spoken_openings(spans: Iterable[Span]) -> str:
    """All of a week, ``Mon–Fri 8:30–18:00; Sat 9:00–12:00``; empty where nothing is known."""
    ordered = sorted(spans, key=lambda each: (each.weekdays & -each.weekdays, each.opens_at))
    return pgettext("between opening hours", "; ").join(spoken_span(each) for each in ordered)


def written(spans: Sequence[Span]) -> str:
    """For records, the same in every language, Monday as 1: ``12345 8:30–18:00; 6 9:00–12:00``."""
    days = ("".join(str(number + 1) for number in numbers_of(each.weekdays)) for each in spans)
    hours = (f"{_hour(each.opens_at)}–{_hour(each.closes_at)}" for each in spans)
    return "; ".join(f"{which} {when}" for which, when in zip(days, hours, strict=True))


def _hour(given: time) -> str:
    return f"{given.hour}:{given:%M}"


S = TypeVar("S", bound=Span)


def open_now(spans: Iterable[S], moment: datetime, *, on_holidays: bool = True) -> S | None:
    """The span that holds at this moment. ``on_holidays``: public holidays are days like others."""
    here = local(moment)
    if not on_holidays and kind_of_day(here.date()) == DayKind.HOLIDAY:
        return None
    today, hour = bit_of(here.date()), here.time()
    return next(
        (each for each in spans if each.weekdays & today and each.opens_at <= hour < each.closes_at), None
    )
