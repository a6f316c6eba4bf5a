"""What the start-up checks say about time."""

from pathlib import Path
from typing import Any

import pytest

from jiayuan.foundation.clock import now
from jiayuan.foundation.clock.checks import check_calendar, check_working_hours

from .moments import moment


def test_ordinary_hours_pass() -> None:
    assert check_working_hours() == []


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "8:30-12:00",
        "08:30-12:00,",
        "12:00-08:30",
        "08:30-08:30",
        "08:30-12:00,11:00-18:00",
        "08:60-12:00",
        "20:00-24:30",
    ],
)
def test_hours_that_cannot_be_read_stop_the_start(settings: Any, hours: str) -> None:
    settings.WORKING_HOURS = hours
    (error,) = check_working_hours()
    assert error.id == "clock.E001"


def test_the_calendar_is_quiet_while_the_year_is_known() -> None:
    with now.at(moment(6, 1)):
        assert check_calendar() == []


def test_the_calendar_warns_at_the_start() -> None:
    with now.at(moment(11, 23)):
        (warning,) = check_calendar()
    assert warning.id == "clock.W001"


def test_a_broken_calendar_file_stops_the_start(settings: Any, tmp_path: Path) -> None:
    settings.CALENDAR_FILE = str(tmp_path / "none.json")
    (error,) = check_calendar()
    assert error.id == "clock.E002"
