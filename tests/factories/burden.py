"""Factories of what forms ask of staff."""

import datetime

import factory
from factory.django import DjangoModelFactory

from jiayuan.foundation.burden.models import Effort, Measure


class EffortFactory(DjangoModelFactory[Effort]):
    class Meta:
        model = Effort

    task = "help.open"
    path = "140106004"
    month = datetime.date(2026, 11, 1)
    measure = Measure.BY_HAND
    step = factory.Sequence(lambda number: number % 60)
    entries = 5
