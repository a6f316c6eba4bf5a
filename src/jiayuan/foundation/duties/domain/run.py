"""Doing what is due, once over all machines, and remembering how it went."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import F

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import Duty, registers

from ..models import DutyRun

logger = logging.getLogger("jiayuan.duties")
AGAIN = 60
"""Seconds after which a duty that failed is tried again, unless it is due sooner."""
SLACK = timedelta(seconds=1)
"""Taken off a period, so that a round which begins a little early does not skip its turn."""


@dataclass(frozen=True)
class Done:
    name: str
    ok: bool
    result: str = ""


def run_due(duties: Iterable[Duty] | None = None) -> list[Done]:
    """One round: each duty that is due and that nobody else is at. Raises nothing; failures are logged.

    However long nothing ran, a duty that was missed is caught up once, not as often as it was missed.
    """
    wanted = list(registers.duties if duties is None else duties)
    try:
        due = _due(wanted)
    except DatabaseError:
        logger.exception("the database does not say what is due")
        return []
    return [result for duty in due if (result := run_duty(duty)) is not None]


def _due(duties: list[Duty]) -> list[Duty]:
    """One query in the ordinary case."""
    names = {duty.name for duty in duties}
    known = dict(DutyRun.objects.filter(pk__in=names).values_list("pk", "due_at"))
    unknown = names - known.keys()
    if unknown:
        moment = now()
        rows = [DutyRun(name=name, since=moment, due_at=moment) for name in sorted(unknown)]
        DutyRun.objects.bulk_create(rows, ignore_conflicts=True)
        known |= dict.fromkeys(unknown, moment)
    return [duty for duty in duties if known[duty.name] <= now()]


def run_duty(duty: Duty) -> Done | None:
    """Take the duty's lease, work, write the end. None if another took it first."""
    holder = take(duty)
    if holder is None:
        return None
    try:
        result = str(duty.work() or 0)
    except Exception as error:
        logger.exception("duty failed: %s", duty.name)
        reason = f"{type(error).__name__}: {error}"[:500]
        _write_end(lambda: _fail(duty, holder, reason))
        return Done(duty.name, False, f"failed: {error}")
    _write_end(lambda: _succeed(duty, holder))
    return Done(duty.name, True, result)


def take(duty: Duty) -> str | None:
    """The name of the run if it is ours: one conditional UPDATE, which only one of many can win."""
    holder, moment = secrets.token_hex(16), now()
    taken = DutyRun.objects.filter(pk=duty.name).free_to_run(moment).update(
        leased_until=moment + timedelta(seconds=duty.lease), holder=holder, started_at=moment, runs=F("runs") + 1
    )  # fmt: skip
    return holder if taken else None


def _succeed(duty: Duty, holder: str) -> None:
    moment, period = now(), timedelta(seconds=duty.every)
    DutyRun.objects.filter(pk=duty.name, holder=holder).update(
        due_at=F("started_at") + period - min(SLACK, period / 10),
        leased_until=None, finished_at=moment, ok_at=moment, failures=0, error="",
    )  # fmt: skip


def _fail(duty: Duty, holder: str, reason: str) -> None:
    DutyRun.objects.filter(pk=duty.name, holder=holder).update(
        due_at=now() + timedelta(seconds=min(AGAIN, duty.every)),
        leased_until=None, finished_at=now(), failures=F("failures") + 1,
        error=reason,
    )  # fmt: skip


def _write_end(write: Callable[[], Any]) -> None:
    """A database that went away meanwhile costs the memory of this run; its lease runs out by itself."""
    try:
        write()
    except DatabaseError:
        logger.exception("the end of a duty could not be written")


def run_all() -> list[Done]:
    """Every duty now, due or not, except those that another run is at."""
    DutyRun.objects.filter(pk__in=registers.duties.names()).update(due_at=now())
    return run_due()
