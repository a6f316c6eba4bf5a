"""Background tasks that are tried again: the Tasks API has no retry of its own.

A task is a function of ids that calls the domain, nothing else, and may run twice::

    @task(attempts=5)
    def draw_briefing(briefing_id: int) -> None: ...

    draw_briefing.enqueue(briefing.pk)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django_tasks import task as plain_task
from django_tasks.base import Task


@dataclass(frozen=True)
class Policy:
    """``attempts`` in all; ``pause``: seconds before the second, doubled before each further one."""

    attempts: int = 3
    pause: int = 30

    def pause_after(self, attempt: int) -> int:
        return int(min(self.pause * 2 ** (attempt - 1), 3600))


_policies: dict[str, Policy] = {}


def task(*, attempts: int = 3, pause: int = 30, **options: Any) -> Callable[[Callable[..., Any]], Task]:
    """Make a function a task with a retry policy. ``options`` as for ``django_tasks.task`` (``priority``, …)."""

    def wrap(function: Callable[..., Any]) -> Task:
        made: Task = plain_task(**options)(function)
        _policies[made.module_path] = Policy(attempts, pause)
        return made

    return wrap


def policy_of(path: str) -> Policy:
    """The policy of the task at this dotted path; three attempts for one that says nothing."""
    return _policies.get(path, Policy())
