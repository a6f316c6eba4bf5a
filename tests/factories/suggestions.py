"""Factories of the suggestions of categories. A model that can be asked comes from ``tests.services.cases.learnt``."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.services.cases.enums import SuggestedAt
from jiayuan.services.cases.models import CategoryModel, SuggestionUse


class CategoryModelFactory(DjangoModelFactory[CategoryModel]):
    """What was measured on ten texts; its weights are not there."""

    class Meta:
        model = CategoryModel

    trained_at = factory.LazyFunction(timezone.now)
    cases = 40
    texts = 60
    measured = 10
    first = 7
    three = 9
    quality = factory.LazyFunction(
        lambda: {
            "of_cases": True,
            "bins": [[0, 0]] * 4 + [[2, 0], [3, 2], [0, 0], [0, 0], [0, 0], [5, 5]],
            "by_category": {"0105": {"texts": 10, "first": 7, "three": 9, "taken": {"0106": 3}}},
        }
    )
    seconds = 1
    digest = factory.Sequence(lambda n: f"{n:064x}")
    data = b""


class SuggestionUseFactory(DjangoModelFactory[SuggestionUse]):
    class Meta:
        model = SuggestionUse

    model = factory.SubFactory(CategoryModelFactory)
    at = SuggestedAt.DESK
    day = factory.LazyFunction(timezone.localdate)
    suggested = "0105"
    chosen = "0105"
    rank = 1
    confidence = 82
