"""The present moment, which the demonstration and simulations can set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("jiayuan_now", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC. Domain functions ask here and nowhere else."""
    return _set.get() or timezone.now()


def today() -> date:
    """The current day in the district's time zone."""
    return timezone.localdate(now(), timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at ``moment`` (aware)."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
