"""Factories of the sorting school."""

import datetime

import factory
from factory.django import DjangoModelFactory

from jiayuan.foundation.clock.now import now
from jiayuan.modules.sorting.enums import Category
from jiayuan.modules.sorting.models import AskedWord, LocalItem

from .foundation import PersonFactory


class AskedWordFactory(DjangoModelFactory[AskedWord]):
    class Meta:
        model = AskedWord

    key = factory.Sequence(lambda n: f"没听过{n}")
    asked_on = datetime.date(2020, 7, 1)


class LocalItemFactory(DjangoModelFactory[LocalItem]):
    class Meta:
        model = LocalItem

    key = factory.Sequence(lambda n: f"本地东西{n}")
    name = factory.SelfAttribute("key")
    category = Category.RESIDUAL
    reason = "材料混杂"
    source = "区里的决定"
    said_by = factory.SubFactory(PersonFactory)
    said_at = factory.LazyFunction(now)
