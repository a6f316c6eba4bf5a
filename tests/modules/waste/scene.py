"""An estate with everything that sorting asks for, and who looks after it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.enums import EVERYDAY
from jiayuan.modules.waste.models import DropPoint
from tests.factories import (
    BinFactory,
    CollectionDayFactory,
    DropPointFactory,
    OpeningHoursFactory,
    PersonFactory,
    PlaceFactory,
    RoleGrantFactory,
)

STREET, COMMUNITY, OTHER = "140106004", "140106004010", "140106004011"
ESTATE, NEIGHBOUR = f"{COMMUNITY}001", f"{COMMUNITY}002"
OPENED, REPORTED = date(2019, 3, 1), date(2020, 7, 31)
NOW = datetime(2026, 11, 4, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""
SEVEN, NINE = time(7), time(9)


def estate(path: str = ESTATE, **fields: Any) -> Place:
    return PlaceFactory(path=path, kind="estate", **fields)


def served(path: str = ESTATE, since: date = OPENED, **fields: Any) -> DropPoint:
    """A drop point with bins of all four streams, hours, and days on which they are fetched."""
    place = estate(path)
    point: DropPoint = DropPointFactory(estate=place, opened_on=since, **fields)
    OpeningHoursFactory(point=point, since=since)
    for stream in EVERYDAY:
        BinFactory(point=point, stream=stream, since=since)
        CollectionDayFactory(estate=place, stream=stream, since=since)
    return point


def holder(role: Role, path: str) -> Actor:
    return Actor(person=RoleGrantFactory(role=role, place=PlaceFactory(path=path)).person)


def worker(path: str = COMMUNITY) -> Actor:
    return holder(Role.COMMUNITY_WORKER, path)


def resident() -> Actor:
    return Actor(person=PersonFactory())
