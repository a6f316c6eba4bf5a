"""Quiet hours as a rule over all times of day."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.notify.domain.quiet import Quiet, parse_quiet

MINUTES = st.integers(0, 1439).map(lambda minutes: time(minutes // 60, minutes % 60))


@given(MINUTES, MINUTES, st.integers(0, 3 * 1440))
def test_when_quiet_is_over_it_is_not_quiet_and_it_was_until_then(
    begins: time, ends: time, minutes: int
) -> None:
    quiet = Quiet(begins, ends)
    moment = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    over = quiet.over_at(moment)
    assert timedelta() <= over - moment < timedelta(days=1)
    assert quiet.over_at(over) == over
    if over > moment:
        assert quiet.over_at(over - timedelta(seconds=1)) == over


def test_none_is_never() -> None:
    assert parse_quiet("none") == parse_quiet(" ") == Quiet(time(), time())
    assert not parse_quiet("none").holds(time(3))


@pytest.mark.parametrize("text", ["late", "25:00-07:00", "21:30", "21:60-07:00", "08:00-08:00"])
def test_what_is_no_pair_of_times_is_said(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="JIAYUAN_QUIET_HOURS"):
        parse_quiet(text)
