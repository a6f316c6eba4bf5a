"""The week of the charity hour under the holiday calendar of 2026."""

from datetime import date

import pytest

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Invalid
from jiayuan.modules.volunteering.domain.week import week_named, week_of


@pytest.mark.parametrize(
    ("day", "held", "publish"),
    [
        ("2026-03-04", "2026-03-06", "2026-03-05 10:00"),  # an ordinary week
        ("2026-03-08", "2026-03-06", "2026-03-05 10:00"),  # its Sunday
        ("2026-10-02", "2026-10-08", "2026-09-30 10:00"),  # National Day: the Thursday after, told before it
        ("2026-02-20", "2026-02-24", "2026-02-14 10:00"),  # Spring Festival: published on a make-up Saturday
    ],
)
def test_held_on_friday_or_the_next_working_day(day, held, publish):
    week = week_of(date.fromisoformat(day))
    assert (str(week.held_on), f"{local(week.publish_by):%Y-%m-%d %H:%M}") == (held, publish)
    assert bool(week.reason) == (week.held_on != week.friday)


def test_a_week_whose_holidays_reach_to_the_next_friday_has_none():
    week = week_of(date(2021, 10, 1))  # off until Thursday the 7th: the next working day is the next Friday
    assert (week.held_on, week.publish_by) == (None, None)
    assert "none this week" in week.reason


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "0001-01-01", "9999-12-31", "20260302x"])
def test_what_is_no_week_is_said(text):
    with pytest.raises(Invalid):
        week_named(text)
