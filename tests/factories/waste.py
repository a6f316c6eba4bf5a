"""Factories of waste sorting."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from jiayuan.modules.waste.enums import Stream
from jiayuan.modules.waste.models import (
    Bin,
    CollectionDay,
    DropPoint,
    Guide,
    MissedCollection,
    OpeningHours,
    Pilot,
    Zone,
)
from jiayuan.modules.waste.weekdays import EVERY_DAY

from .cases import CaseFactory
from .foundation import PersonFactory, PlaceFactory

OPENED = datetime.date(2019, 3, 1)


class DropPointFactory(DjangoModelFactory[DropPoint]):
    class Meta:
        model = DropPoint

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    name = factory.Sequence(lambda n: f"投放点{n}")
    opened_on = OPENED


class OpeningHoursFactory(DjangoModelFactory[OpeningHours]):
    class Meta:
        model = OpeningHours

    point = factory.SubFactory(DropPointFactory)
    weekdays = EVERY_DAY
    opens_at = datetime.time(7)
    closes_at = datetime.time(9)
    since = OPENED


class BinFactory(DjangoModelFactory[Bin]):
    class Meta:
        model = Bin

    point = factory.SubFactory(DropPointFactory)
    stream = Stream.KITCHEN
    litres = 240
    count = 2
    since = OPENED


class CollectionDayFactory(DjangoModelFactory[CollectionDay]):
    class Meta:
        model = CollectionDay

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = Stream.KITCHEN
    weekdays = EVERY_DAY
    at = datetime.time(9)
    since = OPENED


class GuideFactory(DjangoModelFactory[Guide]):
    class Meta:
        model = Guide

    point = factory.SubFactory(DropPointFactory)
    person = factory.SubFactory(PersonFactory)
    weekdays = EVERY_DAY
    starts_at = datetime.time(7)
    ends_at = datetime.time(9)
    since = OPENED


class PilotFactory(DjangoModelFactory[Pilot]):
    class Meta:
        model = Pilot

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    since = OPENED


class ZoneFactory(DjangoModelFactory[Zone]):
    class Meta:
        model = Zone
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"示范片区{n}")
    since = OPENED

    @factory.post_generation
    def places(self: Any, _create: bool, given: Any) -> None:
        self.places.set(given or [PlaceFactory(path="140106004010")])


class MissedCollectionFactory(DjangoModelFactory[MissedCollection]):
    class Meta:
        model = MissedCollection

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = Stream.KITCHEN
    day = datetime.date(2026, 11, 3)
    case = factory.SubFactory(CaseFactory)
