"""Factories of the sorting school."""

import datetime

import factory
from factory.django import DjangoModelFactory

from jiayuan.foundation.clock.now import now
from jiayuan.modules.sorting.enums import Category
from jiayuan.modules.sorting.models import (
    AskedWord,
    ClassRoom,
    ClassSeat,
    ClassTally,
    LocalItem,
    Pledge,
    PledgeWording,
)

from .foundation import PersonFactory, PlaceFactory


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


class PledgeFactory(DjangoModelFactory[Pledge]):
    class Meta:
        model = Pledge

    community = factory.SubFactory(PlaceFactory, path="140106004010")
    version = 1
    shown_name = "小满一家"
    token_hash = factory.Sequence(lambda n: f"{n:064d}")
    signed_at = factory.LazyFunction(now)


class PledgeWordingFactory(DjangoModelFactory[PledgeWording]):
    """A draft."""

    class Meta:
        model = PledgeWording

    zh = "我分好类。\n我按时投。"
    en = "I sort.\nI come in time."
    edited_by = factory.SubFactory(PersonFactory)
    edited_at = factory.LazyFunction(now)


class ClassRoomFactory(DjangoModelFactory[ClassRoom]):
    class Meta:
        model = ClassRoom

    code = factory.Sequence(lambda n: f"{n:06d}")
    level = 1
    place = factory.SubFactory(PlaceFactory, path="140106004010")
    opened_by = factory.SubFactory(PersonFactory)
    opened_at = factory.LazyFunction(now)
    ends_at = factory.LazyAttribute(lambda room: room.opened_at + datetime.timedelta(minutes=90))


class ClassSeatFactory(DjangoModelFactory[ClassSeat]):
    class Meta:
        model = ClassSeat

    room = factory.SubFactory(ClassRoomFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064d}")
    animal = factory.Sequence(lambda n: n % 128)


class ClassTallyFactory(DjangoModelFactory[ClassTally]):
    class Meta:
        model = ClassTally

    room = factory.SubFactory(ClassRoomFactory)
    card = 0
