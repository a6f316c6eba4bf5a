"""Moments as people say them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from jiayuan.foundation.clock import now
from jiayuan.foundation.clock.spoken import days, length, remaining, when

from .moments import moment

NOON = moment(11, 23, 12)


@pytest.mark.parametrize(
    ("given", "chinese", "english"),
    [
        (moment(11, 23, 17), "今天 17:00", "today 17:00"),
        (moment(11, 24, 9), "明天 09:00", "tomorrow 09:00"),
        (moment(11, 22, 9), "昨天 09:00", "yesterday 09:00"),
        (moment(11, 27, 18), "周五 18:00", "Fri 18:00"),
        (moment(11, 30, 18), "11月30日 18:00", "30 November 18:00"),
        (moment(3, 2, 9), "3月2日 09:00", "2 March 09:00"),
        (moment(3, 2, 9, year=2027), "2027年3月2日 09:00", "2 March 2027 09:00"),
    ],
)
def test_when(given: datetime, chinese: str, english: str) -> None:
    with now.at(NOON):
        with translation.override("zh-hans"):
            assert when(given) == chinese
        with translation.override("en"):
            assert when(given) == english


def test_times_are_the_districts_whatever_zone_is_active() -> None:
    with now.at(NOON), timezone.override("America/New_York"), translation.override("en"):
        assert when(moment(11, 23, 17)) == "today 17:00"


@pytest.mark.parametrize(
    ("left", "chinese", "english"),
    [
        (timedelta(hours=2, minutes=10), "剩 2 小时 10 分", "2 hours 10 min left"),
        (timedelta(minutes=59, seconds=59), "剩 59 分", "59 min left"),
        (timedelta(0), "剩 0 分", "0 min left"),
        (timedelta(hours=1), "剩 1 小时", "1 hour left"),
        (timedelta(days=1, hours=3, minutes=5), "剩 1 天 3 小时", "1 day 3 hours left"),
        (timedelta(days=5, hours=3), "剩 5 天", "5 days left"),
        (-timedelta(days=1), "超时 1 天", "1 day overdue"),
        (-timedelta(minutes=5), "超时 5 分", "5 min overdue"),
    ],
)
def test_remaining(left: timedelta, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert remaining(NOON + left, NOON) == chinese
    with translation.override("en"):
        assert remaining(NOON + left, NOON) == english


def test_remaining_from_now() -> None:
    with now.at(NOON), translation.override("en"):
        assert remaining(NOON + timedelta(minutes=5)) == "5 min left"


def test_length_of_two_days_and_of_three() -> None:
    with translation.override("en"):
        assert length(2 * 1440 + 61) == "2 days 1 hour"
        assert length(3 * 1440 + 61) == "3 days"


def test_spans_of_days() -> None:
    with now.at(NOON), translation.override("en"):
        assert days(date(2026, 5, 1), date(2026, 5, 1)) == "1 May"
        assert days(date(2026, 9, 29), date(2026, 10, 7)) == "29 September–7 October"
        assert days(date(2025, 10, 1), date(2025, 10, 8)) == "1–8 October 2025"
