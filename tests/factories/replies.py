"""Factory of kept words."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.services.cases.models import ReplyTemplate

from .foundation import PlaceFactory


class ReplyTemplateFactory(DjangoModelFactory[ReplyTemplate]):
    """Kept by a community, for any action and category."""

    class Meta:
        model = ReplyTemplate

    name = factory.Sequence(lambda n: f"常用{n}")
    words = "“{类别}”已受理，编号 {编号}。"
    words_en = "“{category}” was taken up as {number}."
    place = factory.SubFactory(PlaceFactory)
    changed_at = factory.LazyFunction(timezone.now)
