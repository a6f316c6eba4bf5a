"""Making one side of a race wait for the other by what the database says, not by a number of seconds."""

import time
from collections.abc import Callable
from threading import Event, Lock

from django.db import connection

PATIENCE = 20
"""Seconds after which a side goes on in any case, so that a test that is wrong ends."""
STUCK = 1
"""Seconds of waiting for a lock after which it is said that somebody is held back."""


def waiting() -> int:
    """How many wait for a lock in this database, now: a transaction would go on seeing what it saw first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        found: int = cursor.fetchone()[0]
    return found


def until_wait(many: int = 1) -> None:
    """Hold what this transaction has locked until so many others wait for it."""
    _poll(lambda: waiting() >= many)


def until(event: Event) -> None:
    """Let the other side come so far, or so far as the locks let it."""
    free_at = time.monotonic()

    def held_back() -> bool:
        nonlocal free_at
        if not waiting():
            free_at = time.monotonic()
        return time.monotonic() - free_at > STUCK

    _poll(lambda: event.is_set() or held_back())


def _poll(is_over: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_over() and time.monotonic() < end:
        time.sleep(0.02)


class Meeting:
    """A point that two reach before either goes on, unless a lock holds one of them back."""

    def __init__(self) -> None:
        self._first, self._both = Lock(), Event()

    def arrive(self) -> None:
        if not self._first.acquire(blocking=False):
            self._both.set()
        until(self._both)
