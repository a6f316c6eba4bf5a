"""Factories of the district's floor."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.district.desk.models import ReadMark

from .foundation import PersonFactory


class ReadMarkFactory(DjangoModelFactory[ReadMark]):
    class Meta:
        model = ReadMark

    person = factory.SubFactory(PersonFactory)
    read_at = factory.LazyFunction(timezone.now)
