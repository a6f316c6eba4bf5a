"""Rotating codes: whoever brings one proves when it was shown."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiayuan.services.gatherings.codes import (
    LENGTH,
    STEP,
    code_of,
    is_current,
    seconds_left,
    shown_at,
    step_of,
)

SECRET, OTHER = b"a" * 32, b"b" * 32
NOW = datetime(2026, 11, 6, 10, 0, 7, tzinfo=UTC)
seconds = st.integers(0, 12 * 3600).map(lambda each: timedelta(seconds=each))


def code(moment: datetime = NOW, way: str = "in", secret: bytes = SECRET) -> str:
    return code_of(secret, way, step_of(moment))


def test_it_is_taken_for_a_minute_and_not_longer():
    shown = code()
    assert len(shown) == LENGTH
    assert is_current(SECRET, "in", shown, NOW)
    assert is_current(SECRET, "in", shown.lower(), NOW + timedelta(seconds=STEP))
    assert not is_current(SECRET, "in", shown, NOW + timedelta(seconds=2 * STEP))
    assert seconds_left(NOW) == 23


def test_it_is_no_code_of_the_other_way_or_of_another_session():
    assert not is_current(SECRET, "out", code(), NOW)
    assert not is_current(OTHER, "in", code(), NOW)
    for wrong in ("", "A" * LENGTH, "签到", "\ud800", "A" * 10_000):
        assert not is_current(SECRET, "in", wrong, NOW)


@settings(deadline=None, max_examples=40)
@given(later=seconds)
def test_a_code_tells_when_it_was_shown(later):
    moment = NOW + later
    found = shown_at(SECRET, "in", code(moment), NOW, NOW + timedelta(hours=12))
    assert found is not None
    assert timedelta(0) <= moment - found < timedelta(seconds=STEP)


@settings(deadline=None, max_examples=40)
@given(away=st.integers(2 * STEP, 10**7))
def test_a_code_of_another_time_was_never_shown(away):
    before = code(NOW - timedelta(seconds=away))
    after = code(NOW + timedelta(hours=12, seconds=away))
    assert shown_at(SECRET, "in", before, NOW, NOW + timedelta(hours=12)) is None
    assert shown_at(SECRET, "in", after, NOW, NOW + timedelta(hours=12)) is None
