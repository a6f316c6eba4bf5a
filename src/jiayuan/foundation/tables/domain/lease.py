"""Who works on a job: one runner at a time, and none for longer than it shows signs of life."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.clock.now import now

from ..enums import WORKING
from ..models import Job

LEASE = timedelta(minutes=8)
"""Longer than any single step, of which reading a large file is the longest."""
GRACE = timedelta(minutes=2)
"""So long a job may wait in the queue before it is put there again."""


class Superseded(Exception):
    """The job was cancelled, or another runner has it."""


@dataclass
class Held:
    """A job, and the runner that may write to it."""

    job: Job
    runner: str

    def save(self, **fields: Any) -> None:
        """Write these fields and stay at work. :raises Superseded: it is no longer ours."""
        self._write(lease_until=now() + LEASE, **fields)

    def end(self, state: str, **fields: Any) -> None:
        """Write these fields and let go of the job."""
        self._write(state=state, runner="", lease_until=None, finished_at=now(), **fields)

    def let_go(self) -> None:
        """Leave the job to the next runner, after a moment and not after the whole lease. Nothing if it is not ours."""
        mine = Job.objects.filter(pk=self.job.pk, runner=self.runner, state__in=WORKING)
        mine.update(runner="", lease_until=now() + GRACE)

    def _write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, runner=self.runner, state__in=WORKING)
        if not mine.update(updated_at=now(), **fields):
            raise Superseded
        for name, value in fields.items():
            setattr(self.job, name, value)


def take(pk: int) -> Held | None:
    """Take a job that nobody works on, or None. Two workers at once: one of them gets it."""
    runner = secrets.token_hex(16)
    free = Q(runner="") | Q(lease_until=None) | Q(lease_until__lt=now())
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True).filter(free, pk=pk, state__in=WORKING)
        job = rows.first()
        if job is None:
            return None
        job.runner, job.lease_until = runner, now() + LEASE
        job.save(update_fields=["runner", "lease_until", "updated_at"])
    return Held(job, runner)


def abandoned(*, even_held: bool = False) -> list[int]:
    """Jobs that should be worked on and are not."""
    rows = Job.objects.filter(state__in=WORKING)
    if not even_held:
        rows = rows.filter(Q(lease_until=None) | Q(lease_until__lt=now()))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def put_back(pk: int, *, even_held: bool = False) -> None:
    """Let go of a runner that died, so that the next one can take the job."""
    rows = Job.objects.filter(pk=pk, state__in=WORKING)
    if not even_held:
        rows = rows.filter(Q(lease_until=None) | Q(lease_until__lt=now()))
    rows.update(runner="", lease_until=now() + GRACE)
