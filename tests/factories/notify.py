"""Factories of notices."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.enums import State, Way
from jiayuan.foundation.notify.models import Choice, Delivery, Notice, QuietHours

from .foundation import PersonFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """With a ledger entry of its own to hang on."""

    class Meta:
        model = Notice

    entry = factory.Sequence(lambda n: record(f"sample/{n}", "sample.told"))
    kind = "sample"
    person = factory.SubFactory(PersonFactory)
    title = "井盖：已受理"
    words = "今天下午来修"
    url = "/messages/"
    created_at = factory.LazyFunction(timezone.now)


class DeliveryFactory(DjangoModelFactory[Delivery]):
    class Meta:
        model = Delivery

    notice = factory.SubFactory(NoticeFactory)
    way = Way.SMS
    address = "+8613812345678"
    due_at = factory.LazyFunction(timezone.now)
    ended_at = factory.LazyAttribute(
        lambda o: None if getattr(o, "state", State.WAITING) == State.WAITING else timezone.now()
    )


class ChoiceFactory(DjangoModelFactory[Choice]):
    class Meta:
        model = Choice

    person = factory.SubFactory(PersonFactory)
    kind = "sample"
    way = Way.SMS
    is_wanted = True


class QuietHoursFactory(DjangoModelFactory[QuietHours]):
    class Meta:
        model = QuietHours

    person = factory.SubFactory(PersonFactory)
    begins = datetime.time(20)
    ends = datetime.time(8)
