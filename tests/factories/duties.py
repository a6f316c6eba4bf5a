"""Factories of the clock's memory."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.duties.models import DutyRun, TaskWorker


class DutyRunFactory(DjangoModelFactory[DutyRun]):
    class Meta:
        model = DutyRun

    name = factory.Sequence(lambda n: f"duty {n}")
    since = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(timezone.now)


class TaskWorkerFactory(DjangoModelFactory[TaskWorker]):
    class Meta:
        model = TaskWorker

    name = factory.Sequence(lambda n: f"worker-{n}")
    seen_at = factory.LazyFunction(timezone.now)
