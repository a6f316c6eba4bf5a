"""A lease lasts its term, and ends by day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.modules.help.domain.leases import MORNING, QUIET_FROM, QUIET_UNTIL, after_the_night, lease_end

FIRST, LAST = datetime(2020, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001 (the zone is added below)
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@given(begin=moments, hours=st.integers(1, 72))
def test_it_lasts_its_term_and_ends_by_day(begin: datetime, hours: int) -> None:
    end, term = lease_end(begin, Term(hours, TermUnit.URGENT_HOURS)), timedelta(hours=hours)
    assert term <= end - begin <= term + timedelta(hours=11)
    assert QUIET_UNTIL <= local(end).time() < QUIET_FROM
    if end - begin != term:
        assert local(end).time() == MORNING


@given(moment=moments)
def test_twice_is_once(moment: datetime) -> None:
    assert after_the_night(after_the_night(moment)) == after_the_night(moment)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2026-11-23 21:59", "2026-11-23 21:59"),
        ("2026-11-23 22:00", "2026-11-24 09:00"),
        ("2026-11-24 05:00", "2026-11-24 09:00"),
        ("2026-11-24 07:59", "2026-11-24 09:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-12-31 23:30", "2027-01-01 09:00"),
    ],
)
def test_the_edges_of_the_night(given: str, told: str) -> None:
    zone = local(datetime.now(UTC)).tzinfo
    moment = datetime.strptime(given, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    assert f"{after_the_night(moment):%Y-%m-%d %H:%M}" == told
