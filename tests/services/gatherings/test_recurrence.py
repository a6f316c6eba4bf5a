"""Rules of recurrence: the same days as python-dateutil gives, and an answer at once for whatever is sent."""

import time
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.gatherings.recurrence import TWO_YEARS, WEEKDAYS, days_of, read_rule

FIRST = date(2026, 11, 6)


def expected(text: str, first: date) -> list[date]:
    end = first + timedelta(days=TWO_YEARS - 1)
    rule = rrulestr(text, dtstart=datetime.combine(first, datetime.min.time()))
    return [
        each.date()
        for each in rule.between(
            datetime.combine(first, datetime.min.time()) - timedelta(days=1),
            datetime.combine(end, datetime.max.time()),
        )
    ]


def found(text: str, first: date) -> list[date]:
    return days_of(read_rule(text, first), first, first, first + timedelta(days=TWO_YEARS))


weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=2, unique=True).map(",".join)
ordinals = st.builds(
    lambda n, day: f"{n}{day}", st.sampled_from([1, 2, 3, 4, -1, -2]), st.sampled_from(WEEKDAYS)
)
intervals = st.integers(1, 4)
rules = st.one_of(
    st.builds(lambda n, days: f"FREQ=WEEKLY;INTERVAL={n};BYDAY={days}", intervals, weekdays),
    st.builds(lambda n: f"FREQ=WEEKLY;INTERVAL={n}", intervals),
    st.builds(lambda n: f"FREQ=DAILY;INTERVAL={n}", st.integers(4, 60)),
    st.builds(lambda day: f"FREQ=DAILY;BYDAY={day}", st.sampled_from(WEEKDAYS)),
    st.builds(lambda n, day: f"FREQ=MONTHLY;INTERVAL={n};BYDAY={day}", intervals, ordinals),
    st.builds(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}", st.sampled_from([1, 15, 28, 31, -1, -3])),
    st.builds(lambda day, n: f"FREQ=MONTHLY;BYDAY={day};BYSETPOS={n}", weekdays, st.sampled_from([1, 2, -1])),
    st.builds(
        lambda month, day: f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
        st.integers(1, 12),
        st.integers(1, 28),
    ),
    st.builds(lambda n, days: f"FREQ=WEEKLY;BYDAY={days};COUNT={n}", st.integers(1, 60), weekdays),
    st.builds(lambda days: f"FREQ=WEEKLY;BYDAY={days};UNTIL=20270305T000000", weekdays),
)


def test_a_rule_may_end_on_the_last_day_of_the_calendar():
    assert len(found("FREQ=WEEKLY;UNTIL=99991231", FIRST)) == len(found("FREQ=WEEKLY", FIRST))


@settings(deadline=None)
@given(text=rules, first=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_it_means_the_days_that_the_standard_means(text, first):
    assert found(text, first) == expected(text, first)


def test_a_later_window_has_the_same_days():
    rule = read_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", FIRST)
    later = days_of(rule, FIRST, date(2027, 6, 1), date(2027, 7, 1))
    assert later == [date(2027, 6, 4), date(2027, 6, 18)]


BOMBS = [
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=1",
    "FREQ=HOURLY",
    "FREQ=DAILY",
    "FREQ=DAILY;BYHOUR=1,2,3",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=WEEKLY;COUNT=99999999999999999999",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=WEEKLY;UNTIL=20261399",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;FREQ=DAILY",
    "FREQ=YEARLY;BYEASTER=0",
    "FREQ=YEARLY;BYDAY=MO",
    "RDATE=20261106",
    "FREQ=WEEKLY\nRRULE:FREQ=SECONDLY",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 500),
    "每周五",
    "",
]


@pytest.mark.parametrize("text", BOMBS)
def test_a_bomb_is_refused_at_once_and_names_its_field(text):
    begun = time.process_time()
    with pytest.raises(Invalid) as refused:
        read_rule(text, FIRST)
    assert time.process_time() - begun < 0.2
    assert refused.value.field == "rule"
    assert refused.value.remedy


def test_at_the_end_of_time_there_is_less_of_two_years():
    rule = read_rule("FREQ=WEEKLY;BYDAY=MO", date(9999, 12, 1))
    assert days_of(rule, date(9999, 12, 1), date(9999, 12, 1), date(9999, 12, 31))[-1] == date(9999, 12, 27)
    with pytest.raises(Invalid):
        read_rule("FREQ=WEEKLY;BYDAY=MO", date(9999, 12, 31))
