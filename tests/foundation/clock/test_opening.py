"""When a place is open: said in both languages, judged in words, known at a moment."""

from datetime import time

import pytest
from django.utils import translation

from jiayuan.foundation.clock.opening import Opening, check_openings, open_now, spoken_openings, written
from jiayuan.foundation.clock.weekdays import EVERY_DAY, WORKING_DAYS, mask_of
from jiayuan.foundation.common.errors import Invalid

from .moments import moment

WORKING = Opening(WORKING_DAYS, time(8, 30), time(18))
SATURDAY = Opening(mask_of([5]), time(9), time(12))


def test_both_languages_say_a_week() -> None:
    with translation.override("en"):
        assert spoken_openings([SATURDAY, WORKING]) == "Mon–Fri 8:30–18:00; Sat 9:00–12:00"
        assert spoken_openings([]) == ""
    with translation.override("zh-hans"):
        assert spoken_openings([SATURDAY, WORKING]) == "周一至周五 8:30–18:00；周六 9:00–12:00"
        assert spoken_openings([Opening(EVERY_DAY, time(7), time(9))]) == "每天 7:00–9:00"


def test_records_say_it_in_no_language() -> None:
    assert written([WORKING, SATURDAY]) == "12345 8:30–18:00; 6 9:00–12:00"


def test_what_is_kept_comes_back() -> None:
    assert Opening.of(WORKING.kept) == WORKING
    assert WORKING.kept == [31, "08:30", "18:00"]


@pytest.mark.parametrize(
    ("day", "hour", "minute", "open_"),
    [
        (23, 8, 29, False),
        (23, 8, 30, True),
        (23, 17, 59, True),
        (23, 18, 0, False),
        (28, 11, 0, True),
        (29, 11, 0, False),
    ],
)
def test_whether_it_is_open(day: int, hour: int, minute: int, open_: bool) -> None:
    found = open_now([WORKING, SATURDAY], moment(11, day, hour, minute))
    assert (found is not None) is open_


def test_a_public_holiday_is_closed_unless_it_is_said_otherwise() -> None:
    national_day = moment(10, 1, 10)
    assert open_now([Opening(EVERY_DAY, time(8), time(18))], national_day, on_holidays=False) is None
    assert open_now([Opening(EVERY_DAY, time(8), time(18))], national_day) is not None


@pytest.mark.parametrize(
    ("openings", "field"),
    [
        ([Opening(0, time(8), time(9))], "opening1"),
        ([WORKING, Opening(1, time(9), time(8))], "opening2"),
        ([WORKING, SATURDAY, Opening(mask_of([4, 6]), time(17, 30), time(19))], "opening3"),
    ],
)
def test_what_cannot_be_is_named_by_its_line(openings: list[Opening], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_openings(openings)
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_break_at_noon_is_no_overlap() -> None:
    check_openings(
        [Opening(31, time(8), time(12)), Opening(31, time(12), time(18)), Opening(64, time(8), time(18))]
    )
