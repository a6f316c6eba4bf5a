"""Working off background tasks: one after the other, again after a failure, and again after a death."""

import logging
import secrets
import socket
import threading
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import DomainError

from ..models import TaskWorker
from ..tasks import policy_of

logger = logging.getLogger("jiayuan.work")
IDLE = 1.0
"""Seconds between two looks into an empty queue."""
SIGN = 20.0
"""Seconds between two signs of life."""
LOST_AFTER = 300
"""Seconds without a sign of life after which a worker's task goes to another."""


class Labourer(Worker):
    """The worker of django-tasks-db with retries, signs of life and an end that can be asked for from outside."""

    def __init__(self, stopping: threading.Event | None = None) -> None:
        name = f"{socket.gethostname()[:30]}-{secrets.token_hex(8)}"
        super().__init__(
            queue_names=["*"], excluded_queue_names=[], interval=IDLE, batch=True, backend_name="default",
            startup_delay=False, max_tasks=1, worker_id=name,
        )  # fmt: skip
        self.stopping = stopping or threading.Event()

    def work_off(self) -> int:
        """Do what is ready until nothing is, or the end is asked for. How many tasks were tried."""
        tried = 0
        while not self.stopping.is_set() and self._one():
            tried += 1
        return tried

    def _one(self) -> bool:
        if not DBTaskResult.objects.ready().filter(backend_name=self.backend_name).exists():
            return False  # a look that takes no lock, for SQLite has only one
        self._run_tasks = 0
        self.run()
        return bool(self._run_tasks)

    def work_for_ever(self) -> None:
        """Until the end is asked for. What is under way is finished."""
        threading.Thread(target=self._give_signs, daemon=True).start()
        while not self.stopping.is_set():
            try:
                self.work_off()
            except Exception:  # a database that restarts
                logger.exception("the queue cannot be worked off")
            close_old_connections()
            self.stopping.wait(IDLE)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        self.give_sign()
        super().run_task(db_task_result)
        if db_task_result.status == Status.FAILED:
            try_again(db_task_result)

    def give_sign(self) -> None:
        TaskWorker.objects.update_or_create(name=self.worker_id, defaults={"seen_at": now()})

    def _give_signs(self) -> None:
        while not self.stopping.wait(SIGN):
            try:
                self.give_sign()
            except DatabaseError:
                logger.exception("no sign of life could be given")
            close_old_connections()


def try_again(row: DBTaskResult) -> bool:
    """Put a task that failed back into the queue, if its policy leaves it another attempt."""
    policy, attempt = policy_of(row.task_path), len(row.worker_ids)
    if attempt >= policy.attempts or _is_refusal(row.exception_class_path):
        logger.error("task %s failed for good after %d attempts:\n%s", row.task_path, attempt, row.traceback)
        return False
    after = now() + timedelta(seconds=policy.pause_after(attempt))
    rows = DBTaskResult.objects.filter(pk=row.pk, status=Status.FAILED)
    return bool(rows.update(status=Status.READY, run_after=after, finished_at=None))


def _is_refusal(path: str) -> bool:
    """A rule said no: asking again cannot help."""
    try:
        return issubclass(import_string(path), DomainError)
    except (ImportError, TypeError):
        return False


def free_lost_tasks(*, lost_after: int = LOST_AFTER) -> int:
    """Tasks whose worker died go back into the queue; one that keeps killing its workers is given up."""
    limit = now() - timedelta(seconds=lost_after)
    alive = set(TaskWorker.objects.filter(seen_at__gte=limit).values_list("pk", flat=True))
    freed = 0
    with transaction.atomic():
        for row in DBTaskResult.objects.select_for_update().filter(status=Status.RUNNING):
            if row.worker_ids and row.worker_ids[-1] in alive:
                continue
            freed += 1
            again = len(row.worker_ids) < policy_of(row.task_path).attempts
            row.status = Status.READY if again else Status.FAILED
            row.finished_at = None if again else now()
            row.exception_class_path = "" if again else f"{WorkerDied.__module__}.{WorkerDied.__qualname__}"
            row.save(update_fields=["status", "finished_at", "exception_class_path"])
        TaskWorker.objects.filter(seen_at__lt=limit - timedelta(days=1)).delete()
    return freed


class WorkerDied(Exception):
    """Every worker that took the task died of it."""


def forget_old_tasks(*, days: int = 30) -> Any:
    """Results that ended long ago; those that failed stay three times as long."""
    old = DBTaskResult.objects.filter(status=Status.SUCCESSFUL, finished_at__lt=now() - timedelta(days=days))
    failed = DBTaskResult.objects.filter(
        status=Status.FAILED, finished_at__lt=now() - timedelta(days=3 * days)
    )
    return old.delete()[0] + failed.delete()[0]
