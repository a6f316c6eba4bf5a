"""When something is due."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.clock import now
from jiayuan.foundation.clock.calendar import is_working_day
from jiayuan.foundation.clock.hours import next_working_moment, parse_working_hours
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline, light, working_minutes

from .moments import TAIYUAN, moment, moments, pauses, terms

DAYS, HOURS, URGENT = TermUnit.WORKING_DAYS, TermUnit.WORKING_HOURS, TermUnit.URGENT_HOURS


@pytest.mark.parametrize(
    ("start", "term", "due"),
    [
        (moment(11, 20, 15, 10), Term(2, DAYS), moment(11, 24, 15, 10)),
        (moment(11, 21, 9), Term(1, DAYS), moment(11, 24, 8, 30)),  # Saturday: begins on Monday's opening
        (moment(11, 20, 18), Term(1, DAYS), moment(11, 24, 8, 30)),  # closing time is outside working hours
        (moment(11, 20, 17, 59), Term(1, DAYS), moment(11, 23, 17, 59)),
        (moment(11, 23, 13), Term(1, DAYS), moment(11, 24, 14, 30)),  # lunch: begins in the afternoon
        (
            moment(9, 30, 15, 10),
            Term(8, DAYS),
            moment(10, 16, 15, 10),
        ),  # holiday free, 10 October made up for
        (moment(11, 23, 9), Term(4, HOURS), moment(11, 23, 15, 30)),
        (
            moment(11, 23, 8, 30),
            Term(7, HOURS),
            moment(11, 23, 18),
        ),  # ends with the day, not with the next morning
        (moment(11, 20, 17), Term(2, HOURS), moment(11, 23, 9, 30)),
        (moment(11, 21, 22), Term(2, HOURS), moment(11, 23, 10, 30)),
        (moment(11, 21, 22), Term(2, URGENT), moment(11, 22, 0)),
    ],
)
def test_deadlines(start: datetime, term: Term, due: datetime) -> None:
    assert deadline(start, term) == due


@pytest.mark.parametrize(
    ("term", "pause", "due"),
    [
        (Term(1, DAYS), (moment(11, 24, 9), moment(11, 24, 9, 30)), moment(11, 24, 10, 30)),
        (Term(1, DAYS), (moment(11, 23, 17), moment(11, 25, 9)), moment(11, 25, 11, 30)),
        (Term(4, HOURS), (moment(11, 23, 11), moment(11, 23, 15)), moment(11, 23, 18)),
        (Term(4, URGENT), (moment(11, 23, 11), moment(11, 23, 12, 20)), moment(11, 23, 15, 20)),
        (Term(4, URGENT), (moment(11, 23, 15), moment(11, 23, 16)), moment(11, 23, 14)),  # after it was due
    ],
)
def test_pauses_stop_the_clock(term: Term, pause: tuple[datetime, datetime], due: datetime) -> None:
    assert deadline(moment(11, 23, 10), term, [pause]) == due


def test_overlapping_pauses_count_once() -> None:
    overlapping = [
        (moment(11, 24, 9), moment(11, 24, 11)),
        (moment(11, 24, 10), moment(11, 24, 11)),
        (moment(11, 24, 9), moment(11, 24, 9)),
    ]
    assert deadline(moment(11, 23, 10), Term(1, DAYS), overlapping) == moment(11, 24, 14, 30)


def test_a_pause_before_the_start_does_not_count() -> None:
    assert deadline(moment(11, 23, 10), Term(4, HOURS), [(moment(11, 20), moment(11, 23, 9))]) == moment(
        11, 23, 16, 30
    )


def test_an_open_pause_moves_the_deadline_on_until_now() -> None:
    with now.at(moment(11, 24, 10)):
        assert deadline(moment(11, 23, 10), Term(1, DAYS), [(moment(11, 23, 15), None)]) == moment(11, 24, 17)


def test_an_open_pause_of_the_future_takes_nothing() -> None:
    with now.at(moment(11, 23, 10)):
        assert deadline(moment(11, 23, 10), Term(1, DAYS), [(moment(11, 24, 9), None)]) == moment(11, 24, 10)


@pytest.mark.parametrize(
    ("term", "due"),
    [
        (Term(1, DAYS), moment(11, 26, 10)),
        (Term(2, HOURS), moment(11, 25, 12)),
        (
            Term(2, URGENT),
            moment(11, 25, 14, 30),
        ),  # at noon, which is closing: two days from the next opening
    ],
)
def test_extra_days_come_on_top(term: Term, due: datetime) -> None:
    assert deadline(moment(11, 23, 10), term, extra_days=2) == due


def test_extra_days_of_an_urgent_term_stop_at_later_pauses() -> None:
    pause = (moment(11, 23, 17), moment(11, 24, 10))
    assert deadline(moment(11, 23, 11), Term(4, URGENT), [pause], extra_days=1) == moment(11, 24, 17, 30)


def test_a_pause_across_the_start_of_the_extra_days_counts() -> None:
    pause = (moment(11, 23, 14), moment(11, 23, 16))
    assert deadline(moment(11, 23, 11), Term(4, URGENT), [pause], extra_days=1) == moment(11, 24, 17)


def test_other_hours_can_be_set(settings: Any) -> None:
    settings.WORKING_HOURS = "09:00-17:00"
    assert deadline(moment(11, 23, 10), Term(9, HOURS)) == moment(11, 24, 11)


@given(moments(), moments(), terms, st.integers(0, 3))
def test_a_later_start_is_never_due_earlier(a: datetime, b: datetime, term: Term, extra: int) -> None:
    first, second = sorted((a, b))
    assert deadline(first, term, extra_days=extra) <= deadline(second, term, extra_days=extra)


@given(moments(moment(8, 20), moment(11, 1)), terms, pauses())
def test_more_time_is_never_due_earlier(start: datetime, term: Term, stops: Any) -> None:
    longer = Term(term.amount + 1, term.unit)
    assert deadline(start, term, stops) <= deadline(start, longer, stops)
    assert deadline(start, term, stops) <= deadline(start, term, stops, extra_days=1)


@given(moments(moment(8, 20), moment(11, 1)), terms, pauses(), pauses(), st.integers(0, 2))
def test_a_pause_never_shortens(start: datetime, term: Term, stops: Any, more: Any, extra: int) -> None:
    assert deadline(start, term, stops, extra) <= deadline(start, term, stops + more, extra)


@given(moments(moment(8, 20), moment(11, 1)), terms, pauses(), st.integers(0, 2))
def test_working_terms_are_due_in_working_time(start: datetime, term: Term, stops: Any, extra: int) -> None:
    due = deadline(start, term, stops, extra).astimezone(TAIYUAN)
    if term.unit == URGENT and not extra:
        return
    assert is_working_day(due.date())
    passed = timedelta(hours=due.hour, minutes=due.minute, seconds=due.second) // timedelta(microseconds=1)
    assert any(
        opening <= passed <= closing
        for opening, closing in parse_working_hours("08:30-12:00,14:30-18:00").periods
    )


@given(moments(moment(8, 20), moment(11, 1)), terms, pauses())
def test_the_clock_spends_exactly_the_term(start: datetime, term: Term, stops: Any) -> None:
    """Count minutes one way, deadlines the other: what runs between start and due, less the pauses, is the term."""
    start = start.replace(second=0)
    stops = [(since.replace(second=0), until.replace(second=0)) for since, until in stops]
    due = deadline(start, term, stops)
    spent, per_unit = 0, {HOURS: 60, DAYS: 420, URGENT: 60}[term.unit]
    running = working_minutes if term.unit != URGENT else lambda a, b: (b - a) // timedelta(minutes=1)
    edges = sorted({start, due, *(each for stop in stops for each in stop if start < each < due)})
    for minute, following in pairwise(edges):
        if not any(since <= minute and following <= until for since, until in stops):
            spent += running(minute, following)
    assert spent == term.amount * per_unit


@given(moments(), moments(), moments())
def test_working_minutes_add_up(a: datetime, b: datetime, c: datetime) -> None:
    assert working_minutes(a, b) + working_minutes(b, c) == working_minutes(a, c)


def test_working_minutes_of_a_weekend_and_a_day() -> None:
    assert working_minutes(moment(11, 21), moment(11, 23)) == 0
    assert working_minutes(moment(11, 23), moment(11, 24)) == 420
    assert working_minutes(moment(11, 24), moment(11, 23)) == -420


@given(moments())
def test_the_next_working_moment_is_the_moment_itself_or_an_opening(given_moment: datetime) -> None:
    found = next_working_moment(given_moment)
    assert found >= given_moment
    assert working_minutes(given_moment, found) == 0
    assert found == given_moment or found.astimezone(TAIYUAN).strftime("%H:%M") in ("08:30", "14:30")


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (moment(11, 24, 15, 11), "red"),
        (moment(11, 24, 15, 10), "amber"),
        (moment(11, 24, 9), "amber"),
        (moment(11, 23, 9), "green"),
    ],
)
def test_light(at: datetime, shown: str) -> None:
    assert light(moment(11, 20, 15, 10), moment(11, 24, 15, 10), at) == shown


def test_light_is_amber_in_the_last_two_working_hours() -> None:
    since, due = moment(11, 23, 8, 30), moment(11, 23, 12)
    assert light(since, due, moment(11, 23, 10)) == "green"
    assert light(since, due, moment(11, 23, 10, 1)) == "amber"


def test_light_of_an_urgent_night_runs_around_the_clock() -> None:
    since, due = moment(11, 23, 20), moment(11, 23, 23)
    assert light(since, due, moment(11, 23, 21)) == "green"
    assert light(since, due, moment(11, 23, 22, 1)) == "amber"
    with now.at(moment(11, 23, 23, 1)):
        assert light(since, due) == "red"


def test_a_term_is_at_least_one_unit() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Term(0, DAYS)
