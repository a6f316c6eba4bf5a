"""Which days are worked."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.clock.calendar import (
    CalendarFileError,
    calendar_warning,
    is_known_year,
    is_working_day,
    read_calendar_file,
    working_day_number,
    working_days_before,
)

DAYS = st.dates(date(1997, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 7), False),  # still the holiday, a Wednesday
        (date(2026, 10, 10), True),  # a Saturday made up for
        (date(2026, 2, 14), True),  # before Spring Festival
        (date(2020, 1, 31), False),  # the holiday prolonged by the epidemic
        (date(2019, 5, 5), True),  # a Sunday made up for
        (date(2027, 1, 1), False),  # of an unknown year
        (date(2027, 1, 2), False),
        (date(2027, 2, 8), True),  # Spring Festival, not announced yet
    ],
)
def test_working_days_follow_the_holiday_calendar(day: date, worked: bool) -> None:
    assert is_working_day(day) is worked


@given(DAYS, st.integers(0, 800))
def test_counting_agrees_with_looking_at_every_day(day: date, length: int) -> None:
    later = day + timedelta(days=length)
    one_by_one = sum(is_working_day(day + timedelta(days=number)) for number in range(length))
    assert working_days_before(later) - working_days_before(day) == one_by_one


@given(DAYS)
def test_a_working_day_is_found_by_its_number(day: date) -> None:
    found = working_day_number(working_days_before(day))
    assert is_working_day(found)
    assert found == day if is_working_day(day) else found > day


def test_the_warning_comes_45_days_before_the_unknown_year() -> None:
    assert calendar_warning(date(2026, 11, 16)) is None
    with translation.override("en"):
        warning = calendar_warning(date(2026, 11, 17))
    assert warning is not None
    assert "2027" in warning
    assert "JIAYUAN_CALENDAR_FILE" in warning


def test_a_calendar_file_teaches_a_new_year(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(
        json.dumps({"2027": {"holidays": ["2027-01-01", "2027-02-08"], "working": ["2027-02-20"]}})
    )
    settings.CALENDAR_FILE = str(file)
    assert calendar_warning(date(2026, 11, 23)) is None
    assert is_known_year(2027)
    assert not is_working_day(date(2027, 2, 8))
    assert is_working_day(date(2027, 2, 20))
    assert is_working_day(date(2027, 2, 9))
    assert not is_working_day(date(2027, 2, 21))


def test_a_calendar_file_overrules_the_library(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps({"2026": {"holidays": ["2026-11-24"], "working": ["2026-11-25"]}}))
    settings.CALENDAR_FILE = str(file)
    assert not is_working_day(date(2026, 11, 24))
    assert is_working_day(date(2026, 11, 25))
    assert is_working_day(date(2026, 10, 1))


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"27": {"holidays": ["2027-01-01"]}}',
        '{"2027": ["2027-01-01"]}',
        '{"2027": {"holidays": []}}',
        '{"2027": {"holidays": ["2027-01-01"], "free": []}}',
        '{"2027": {"holidays": ["2027-02-30"]}}',
        '{"2027": {"holidays": 7}}',
        '{"2027": {"holidays": ["2028-01-01"]}}',
        '{"2027": {"holidays": ["2027-01-02"], "working": ["2027-01-02"]}}',
    ],
)
def test_a_calendar_file_out_of_form_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(text)
    with pytest.raises(CalendarFileError):
        read_calendar_file(str(file))


def test_a_calendar_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileError):
        read_calendar_file(str(tmp_path / "none.json"))
