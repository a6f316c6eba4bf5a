"""Moments in Taiyuan, and strategies for them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from jiayuan.foundation.clock.term import Term, TermUnit

TAIYUAN = ZoneInfo("Asia/Shanghai")


def moment(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TAIYUAN)


FIRST, LAST = moment(1, 1, year=2019), moment(12, 1)


def moments(since: datetime = FIRST, until: datetime = LAST) -> st.SearchStrategy[datetime]:
    """To the second, so that the seconds are tried too."""
    span = int((until - since).total_seconds())
    return st.integers(0, span).map(lambda seconds: since + timedelta(seconds=seconds))


terms = st.builds(Term, st.integers(1, 40), st.sampled_from(TermUnit))


def pauses() -> st.SearchStrategy[list[tuple[datetime, datetime]]]:
    starts = moments(moment(9, 1), moment(11, 1))
    lengths = st.integers(0, 12_000).map(lambda minutes: timedelta(minutes=minutes))
    return st.lists(st.builds(lambda since, length: (since, since + length), starts, lengths), max_size=4)
