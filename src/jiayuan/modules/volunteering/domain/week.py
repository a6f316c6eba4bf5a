"""The week of the charity hour: published on Thursday, held on Friday after work, moved by the holiday calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.calendar import DayKind, is_working_day, kind_of_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Invalid

PUBLISH_AT, WEEK_BEGINS_AT = time(10), time(9)
FRIDAY, A_WEEK = timedelta(days=4), timedelta(days=7)
EARLIEST, LATEST = 2015, 2100


@dataclass(frozen=True)
class Week:
    """``held_on``: the day it is held, None where holidays leave no day for it before the next Friday."""

    monday: date
    held_on: date | None

    @property
    def friday(self) -> date:
        return self.monday + FRIDAY

    @property
    def before(self) -> date:
        return self.monday - A_WEEK

    @property
    def after(self) -> date:
        return self.monday + A_WEEK

    @property
    def is_shifted(self) -> bool:
        return self.held_on != self.friday

    @property
    def publish_by(self) -> datetime | None:
        """Ten o'clock on the last working day before it is held: Thursday, as a rule."""
        if self.held_on is None:
            return None
        days = (self.held_on - timedelta(days=number) for number in range(1, 31))
        return _moment(next(each for each in days if is_working_day(each)), PUBLISH_AT)

    @property
    def begins_at(self) -> datetime:
        """From when the light for publishing is counted."""
        return _moment(self.monday, WEEK_BEGINS_AT)

    @property
    def reason(self) -> str:
        """Why it is not held on Friday; empty where it is."""
        if not self.is_shifted:
            return ""
        said = {"friday": day_with_weekday(self.friday)}
        if self.held_on is None:
            return (
                _(
                    "%(friday)s is a holiday, and so is every working day before the next Friday: none this week."
                )
                % said
            )
        return _("%(friday)s is a holiday; held on the next working day, %(day)s.") % {
            **said,
            "day": day_with_weekday(self.held_on),
        }


def week_of(day: date) -> Week:
    """The week in which ``day`` lies."""
    monday = day - timedelta(days=day.weekday())
    friday = monday + FRIDAY
    if kind_of_day(friday) != DayKind.HOLIDAY:
        return Week(monday, friday)
    later = (friday + timedelta(days=number) for number in range(1, 7))
    return Week(monday, next((each for each in later if is_working_day(each)), None))


def this_week() -> Week:
    return week_of(today())


def week_named(text: str) -> Week:
    """The week that an address names by one of its days; the present one where it names none.

    :raises Invalid: no day.
    """
    if not text.strip():
        return this_week()
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise Invalid(_("This is no week."), _("Write a day in it, as 2026-03-02."), field="week")
    return week_of(day)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
