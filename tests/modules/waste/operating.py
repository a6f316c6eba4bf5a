"""A sanitation unit with a truck, its driver, a site and an estate that is fetched from."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.modules.waste.enums import Stream
from jiayuan.modules.waste.models import Crew, Round, RoundStop
from tests.factories import (
    CollectionDayFactory,
    CrewFactory,
    OrganisationFactory,
    PlaceFactory,
    RoleGrantFactory,
    RoundFactory,
    RoundStopFactory,
    SiteFactory,
    VehicleFactory,
)

from .scene import COMMUNITY, STREET

TODAY = date(2026, 11, 4)
"""The scene's Wednesday."""


class Yard:
    def __init__(self) -> None:
        self.operator: Organisation = OrganisationFactory(
            function="sanitation", place=PlaceFactory(path=STREET)
        )
        self.unit = self.holder(Role.UNIT_OFFICER)
        self.site = SiteFactory(operator=self.operator)
        self.crew = self.truck()
        self.driver = Actor(person=self.crew.driver)

    def holder(self, role: Role) -> Actor:
        grant = RoleGrantFactory(role=role, place=PlaceFactory(path=STREET), organisation=self.operator)
        return Actor(person=grant.person)

    def truck(self, **fields: Any) -> Crew:
        """With a driver of its own, all day."""
        vehicle = VehicleFactory(operator=self.operator, **fields)
        driver = self.holder(Role.DRIVER).person
        crew: Crew = CrewFactory(vehicle=vehicle, driver=driver, starts_at=time(5), ends_at=time(20))
        return crew

    def estate(self, number: int, stream: str = Stream.KITCHEN, **fields: Any) -> Any:
        """North of the yard by so many hundred metres, fetched from every day."""
        position = {"latitude": 37.87 + number / 1_000, "longitude": 112.55}
        estate = PlaceFactory(path=f"{COMMUNITY}{number:03d}", kind="estate", **position | fields)
        CollectionDayFactory(estate=estate, stream=stream)
        return estate

    def round(self, *estates: Any, crew: Crew | None = None, **fields: Any) -> Round:
        """With a stop at each, in one trip."""
        crew = crew or self.crew
        found: Round = RoundFactory(
            vehicle=crew.vehicle, crew=crew, driver=crew.driver, starts_at=crew.starts_at, ends_at=crew.ends_at,
            **{"day": TODAY, "state": "driving"} | fields,
        )  # fmt: skip
        for position, estate in enumerate(estates, 1):
            RoundStopFactory(round=found, estate=estate, position=position, site=self.site)
        return found


def stop_at(estate: Any, state: str = "waiting") -> RoundStop:
    return RoundStop.objects.get(estate=estate, state=state)


def weighed_on(row: Any) -> Decimal:
    """What the stops of a ticket's trip weighed together, as corrected by now."""
    total = RoundStop.objects.filter(round=row.round_id, trip=row.trip).aggregate(kg=Sum("kg"))["kg"]
    return total or Decimal(0)
