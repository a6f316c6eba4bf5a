"""When the lease of a wish ends: by its term, and never while people sleep.

Whoever takes a wish at five in the afternoon must not lose it at five in the morning, with nobody to be called in
between and nobody awake to take it instead.
"""

from datetime import datetime, time, timedelta

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.term import Term
from jiayuan.foundation.clock.working import deadline

QUIET_FROM, QUIET_UNTIL, MORNING = time(22), time(8), time(9)
"""Local hours: what would end from ten in the evening until eight ends at nine, with an hour to call first."""


def lease_end(begin: datetime, term: Term) -> datetime:
    """When a lease from ``begin`` ends: not before its term is over, and never at night."""
    return after_the_night(deadline(begin, term))


def after_the_night(moment: datetime) -> datetime:
    """``moment`` itself by day; by night the nine o'clock that follows."""
    here = local(moment)
    if QUIET_UNTIL <= here.time() < QUIET_FROM:
        return moment
    day = here.date() + timedelta(days=1) if here.time() >= QUIET_FROM else here.date()
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)
