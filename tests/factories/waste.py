"""Factories of waste sorting."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.weekdays import EVERY_DAY
from jiayuan.modules.waste.enums import Stream
from jiayuan.modules.waste.models import (
    Appointment,
    Bin,
    CollectionDay,
    Crew,
    DropPoint,
    Guide,
    Handover,
    Inspection,
    Kit,
    KitCopy,
    KitStep,
    KitTick,
    LeftCall,
    MissedCollection,
    OpeningHours,
    PickupHours,
    Pilot,
    Round,
    RoundPlan,
    RoundStop,
    Shift,
    Site,
    TicketNumber,
    Unloading,
    Vehicle,
    WeekPlan,
    WeekWeight,
    Weighing,
    Zone,
)
from jiayuan.modules.waste.quality_enums import InspectionResult
from jiayuan.modules.waste.round_enums import PlanState, StopState

from .cases import CaseFactory
from .foundation import OrganisationFactory, PersonFactory, PlaceFactory

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


class KitFactory(DjangoModelFactory[Kit]):
    """A draft; ``published_at`` alone makes one that was published without a measured effect."""

    class Meta:
        model = Kit

    pilot = factory.SubFactory(PilotFactory)
    title = factory.Sequence(lambda n: f"经验包{n}")
    practice: Any = factory.LazyFunction(lambda: {"before": kit_practice(), "after": kit_practice()})
    effect: Any = factory.LazyFunction(lambda: {"state": "old", "day": "2026-11-04"})


def kit_practice() -> dict[str, Any]:
    """Of an estate with nothing at all."""
    return {
        "day": "2026-11-04", "households": 0, "points": 0, "hours": [], "guided": [], "guided_minutes": 0,
        "bins": [], "days": [], "inspections": None, "pattern": {"hours": [], "guided": [], "bins": []},
    }  # fmt: skip


class KitStepFactory(DjangoModelFactory[KitStep]):
    class Meta:
        model = KitStep

    kit = factory.SubFactory(KitFactory)
    position = factory.Sequence(int)
    what = "开居民会"
    who = "community"
    week = -2


class KitCopyFactory(DjangoModelFactory[KitCopy]):
    """A draft, unless it has ``confirmed_at`` and a ``pilot``."""

    class Meta:
        model = KitCopy

    kit = factory.SubFactory(KitFactory, published_at=factory.LazyFunction(now))
    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    since = datetime.date(2026, 11, 9)


class KitTickFactory(DjangoModelFactory[KitTick]):
    class Meta:
        model = KitTick

    copy = factory.SubFactory(KitCopyFactory)
    step = factory.SubFactory(KitStepFactory, kit=factory.SelfAttribute("..copy.kit"))
    done_on = datetime.date(2026, 11, 2)
    by = factory.SubFactory(PersonFactory)


class MissedCollectionFactory(DjangoModelFactory[MissedCollection]):
    class Meta:
        model = MissedCollection

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = Stream.KITCHEN
    day = datetime.date(2026, 11, 3)
    case = factory.SubFactory(CaseFactory)


class LeftCallFactory(DjangoModelFactory[LeftCall]):
    class Meta:
        model = LeftCall

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = Stream.KITCHEN
    day = datetime.date(2026, 11, 3)


class VehicleFactory(DjangoModelFactory[Vehicle]):
    class Meta:
        model = Vehicle

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    plate = factory.Sequence(lambda n: f"晋A{n:05d}")
    carries = Stream.KITCHEN
    capacity_kg = 3000
    capacity_litres = 6000
    range_km = 150
    latitude = 37.87
    longitude = 112.55
    since = OPENED


class CrewFactory(DjangoModelFactory[Crew]):
    class Meta:
        model = Crew

    vehicle = factory.SubFactory(VehicleFactory)
    driver = factory.SubFactory(PersonFactory)
    weekdays = EVERY_DAY
    starts_at = datetime.time(5)
    ends_at = datetime.time(13)
    since = OPENED


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    name = factory.Sequence(lambda n: f"处理厂{n}")
    streams = factory.LazyFunction(lambda: [str(each) for each in Stream])
    latitude = 37.80
    longitude = 112.58
    opens_at = datetime.time(4)
    closes_at = datetime.time(20)
    since = OPENED


class RoundFactory(DjangoModelFactory[Round]):
    class Meta:
        model = Round

    operator = factory.SelfAttribute("vehicle.operator")
    day = datetime.date(2026, 11, 4)
    vehicle = factory.SubFactory(VehicleFactory)
    driver = factory.SubFactory(PersonFactory)
    starts_at = datetime.time(5)
    ends_at = datetime.time(13)


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    round = factory.SubFactory(RoundFactory)
    driver = factory.SubFactory(PersonFactory)


class RoundStopFactory(DjangoModelFactory[RoundStop]):
    class Meta:
        model = RoundStop

    round = factory.SubFactory(RoundFactory)
    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = factory.SelfAttribute("round.vehicle.carries")
    day = factory.SelfAttribute("round.day")
    trip = 1
    position = 1
    site = factory.SubFactory(SiteFactory, operator=factory.SelfAttribute("..round.operator"))
    expected_at = datetime.datetime(2026, 11, 4, 0, tzinfo=datetime.UTC)
    expected_kg = 320
    holds_kg = factory.SelfAttribute("round.vehicle.capacity_kg")


class WeighingFactory(DjangoModelFactory[Weighing]):
    class Meta:
        model = Weighing

    stop = factory.SubFactory(
        RoundStopFactory,
        state=StopState.DONE,
        kg=300,
        ended_at=datetime.datetime(2026, 11, 4, tzinfo=datetime.UTC),
    )
    kg = 300
    holds_kg = factory.SelfAttribute("stop.holds_kg")
    by = factory.SubFactory(PersonFactory)


class UnloadingFactory(DjangoModelFactory[Unloading]):
    class Meta:
        model = Unloading

    round = factory.SubFactory(RoundFactory)
    trip = 1
    site = factory.SubFactory(SiteFactory, operator=factory.SelfAttribute("..round.operator"))
    ticket = factory.Sequence(lambda n: f"T{n:06d}")
    kg = 1500
    holds_kg = factory.SelfAttribute("round.vehicle.capacity_kg")
    by = factory.SubFactory(PersonFactory)


class TicketNumberFactory(DjangoModelFactory[TicketNumber]):
    class Meta:
        model = TicketNumber

    unloading = factory.SubFactory(UnloadingFactory)
    site = factory.SelfAttribute("unloading.site")
    ticket = factory.SelfAttribute("unloading.ticket")


class RoundPlanFactory(DjangoModelFactory[RoundPlan]):
    class Meta:
        model = RoundPlan

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    day = datetime.date(2026, 11, 4)
    state = PlanState.READY
    asked_by = factory.SubFactory(PersonFactory)


class WeekPlanFactory(DjangoModelFactory[WeekPlan]):
    class Meta:
        model = WeekPlan

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    week = datetime.date(2026, 11, 16)
    state = PlanState.READY
    asked_by = factory.SubFactory(PersonFactory)


class WeekWeightFactory(DjangoModelFactory[WeekWeight]):
    class Meta:
        model = WeekWeight

    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    stream = Stream.KITCHEN
    week = datetime.date(2026, 10, 26)
    kg = 700
    collections = 7
    due = factory.SelfAttribute("collections")


class InspectionFactory(DjangoModelFactory[Inspection]):
    class Meta:
        model = Inspection

    point = factory.SubFactory(DropPointFactory)
    at = factory.LazyFunction(now)
    by = factory.SubFactory(PersonFactory)
    result = InspectionResult.FINE


class PickupHoursFactory(DjangoModelFactory[PickupHours]):
    class Meta:
        model = PickupHours

    operator = factory.SubFactory(OrganisationFactory, function="sanitation")
    place = factory.SubFactory(PlaceFactory, path="140106004010")
    waste = Stream.BULKY
    day = datetime.date(2026, 11, 6)
    starts_at = factory.Sequence(lambda n: datetime.time(n % 20, n % 60))
    ends_at = datetime.time(23)
    capacity = 2


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    hours = factory.SubFactory(PickupHoursFactory, taken=1)
    estate = factory.SubFactory(PlaceFactory, path="140106004010001", kind="estate")
    items = "旧沙发"
    pieces = 1
    address = "3 号楼 2 单元门口"
    contact_phone = "+8613800138000"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class ShiftFactory(DjangoModelFactory[Shift]):
    """For one place."""

    class Meta:
        model = Shift
        skip_postgeneration_save = True

    streams = factory.LazyFunction(lambda: [str(Stream.KITCHEN)])
    day = datetime.date(2026, 11, 6)
    to_day = datetime.date(2026, 11, 7)
    occasion = "春节"

    @factory.post_generation
    def places(self, create: bool, extracted: Any, **_more: Any) -> None:
        if create:
            self.places.set(extracted or [PlaceFactory(path="140106004010")])
