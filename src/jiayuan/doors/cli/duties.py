"""The duties of the clock: what, how often, and what happens when one fails."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import close_old_connections

from jiayuan.doors.shell.health import note_tick

logger = logging.getLogger("jiayuan.tick")
MINUTE, HOUR, DAY = 60, 3600, 86400
SLACK = 5
"""Seconds taken off a period, so that a round which begins a little early does not skip its turn."""


@dataclass(frozen=True)
class Duty:
    """``every`` in seconds."""

    name: str
    every: int
    work: Callable[[], Any]


@dataclass(frozen=True)
class Done:
    name: str
    ok: bool
    result: str = ""


def _escalate() -> Any:
    from jiayuan.services.cases.domain.escalate import escalate_overdue

    return escalate_overdue()


def _seal() -> Any:
    from jiayuan.foundation.ledger.domain.seal import seal

    made = seal()
    return made.entries if made else 0


def _tidy_photos() -> Any:
    from jiayuan.foundation.evidence.domain.tidy import remove_orphans

    return remove_orphans()


def _expire_sessions() -> Any:
    from django.contrib.sessions.backends.db import SessionStore

    return SessionStore.clear_expired()


DUTIES = (
    Duty("cases escalate", MINUTE, _escalate),
    Duty("ledger seal", HOUR, _seal),
    Duty("remove orphan photos", HOUR, _tidy_photos),
    Duty("expire sessions", DAY, _expire_sessions),
)


def run_duties(
    duties: tuple[Duty, ...] = DUTIES, *, all_of_them: bool = False, say: Callable[[str], Any] | None = None
) -> list[Done]:
    """One round: each duty whose period is over, or ``all_of_them``. Raises nothing; failures are logged."""
    close_old_connections()
    done = [_do(duty) for duty in duties if all_of_them or _is_due(duty)]
    for each in done if say else ():
        say(f"{each.name}: {each.result}")  # type: ignore[misc]
    _guarded(note_tick)
    close_old_connections()
    return done


def _key(duty: Duty) -> str:
    return "tick:" + duty.name.replace(" ", "-")


def _is_due(duty: Duty) -> bool:
    """True for the first who asks in a period: the cache is shared by all machines."""
    return bool(_guarded(lambda: cache.add(_key(duty), 1, timeout=max(duty.every - SLACK, 1))))


def _do(duty: Duty) -> Done:
    try:
        return Done(duty.name, True, str(duty.work() or 0))
    except Exception as error:
        logger.exception("duty failed: %s", duty.name)
        _guarded(lambda: cache.delete(_key(duty)))  # tried again in the next round
        return Done(duty.name, False, f"failed: {error}")


def _guarded(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except Exception:
        logger.exception("the shared cache does not answer")
        return None
