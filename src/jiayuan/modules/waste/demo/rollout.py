"""How the district was covered: pilots first, then the zones, then estate by estate until June 2020.

On 31 July 2020 the figures of the report on the district come out of these rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from jiayuan.foundation.clock.weekdays import EVERY_DAY, mask_of
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.geo import metres_to_degrees
from jiayuan.foundation.places.models import Place

from ..enums import Stream
from ..models import Bin, CollectionDay, DropPoint, Guide, OpeningHours, Pilot
from .texts import GUIDES, SHOWN_FIRST, WHERE, ZONES

PILOTS, SMALL_PILOTS = 22, 2
PILOT_FIRST, PILOT_STEP = date(2019, 3, 18), timedelta(days=12)
FIRST, LAST = date(2019, 6, 3), date(2020, 6, 22)
HOUSEHOLDS_A_POINT, MOST_POINTS = 260, 4
MORNING, EVENING = (time(7), time(9)), (time(18), time(20, 30))
DAYS = {
    Stream.KITCHEN: (EVERY_DAY, time(9, 15)),
    Stream.RESIDUAL: (EVERY_DAY, time(6, 15)),
    Stream.RECYCLABLE: (mask_of([1, 3, 5]), time(14)),
    Stream.HAZARDOUS: (mask_of([2]), time(15, 30)),
}


@dataclass
class Rows:
    points: list[DropPoint] = field(default_factory=list)
    pilots: list[Pilot] = field(default_factory=list)
    hours: list[OpeningHours] = field(default_factory=list)
    bins: list[Bin] = field(default_factory=list)
    days: list[CollectionDay] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)


def tell_rollout(context: DemoContext) -> Sequence[DropPoint]:
    """The drop points, estate by estate."""
    random, rows = context.random("waste"), Rows()
    pilots = _chosen_pilots(context, random)
    for estate, since in _in_order(context, pilots):
        _serve(rows, estate, since, random)
        if estate in pilots:
            rows.pilots.append(Pilot(estate=estate, since=since))
    _guide(rows, pilots, random)
    DropPoint.objects.bulk_create(rows.points)
    OpeningHours.objects.bulk_create(rows.hours, batch_size=500)
    Bin.objects.bulk_create(rows.bins, batch_size=500)
    CollectionDay.objects.bulk_create(rows.days, batch_size=500)
    Guide.objects.bulk_create(rows.guides, batch_size=500)
    Pilot.objects.bulk_create(rows.pilots)
    _record(rows)
    return rows.points


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _chosen_pilots(context: DemoContext, random: Random) -> list[Place]:
    """The estate of the report, others of the zones, and some elsewhere."""
    in_zones = tuple(path for _name, paths in ZONES for path in paths)
    known = [each for each in context.estates if each.name == SHOWN_FIRST]
    near = [each for each in context.estates if each.path.startswith(in_zones) and each not in known]
    far = [each for each in context.estates if not each.path.startswith(in_zones)]
    wanted = SMALL_PILOTS if context.small else PILOTS
    chosen = known + random.sample(near, min(len(near), wanted // 2 - len(known)))
    return chosen + random.sample(far, min(len(far), wanted - len(chosen)))


def _in_order(context: DemoContext, pilots: Sequence[Place]) -> list[tuple[Place, date]]:
    """Each estate and the day on which sorting began there."""
    told = [(each, PILOT_FIRST + number * PILOT_STEP) for number, each in enumerate(pilots)]
    rest = [each for each in context.estates if each not in pilots]
    span = (LAST - FIRST).days
    return told + [
        (each, FIRST + timedelta(days=span * number // max(len(rest) - 1, 1)))
        for number, each in enumerate(rest)
    ]


def _serve(rows: Rows, estate: Place, since: date, random: Random) -> None:
    number = min(1 + (estate.households or 0) // HOUSEHOLDS_A_POINT, MOST_POINTS)
    for name, where in random.sample(WHERE, number):
        up, along = metres_to_degrees(random.uniform(8, 45), estate.latitude or 0.0)
        point = DropPoint(
            estate=estate, name=name, where=where, opened_on=since,
            latitude=round((estate.latitude or 0.0) + up * random.choice((-1, 1)), 6),
            longitude=round((estate.longitude or 0.0) + along * random.choice((-1, 1)), 6),
        )  # fmt: skip
        rows.points.append(point)
        for opens, closes in (MORNING, EVENING):
            rows.hours.append(
                OpeningHours(point=point, weekdays=EVERY_DAY, opens_at=opens, closes_at=closes, since=since)
            )
        for stream, litres, count in (
            (Stream.KITCHEN, 120, random.randint(2, 4)), (Stream.RECYCLABLE, 240, random.randint(1, 2)),
            (Stream.HAZARDOUS, 120, 1), (Stream.RESIDUAL, 240, random.randint(2, 4)),
        ):  # fmt: skip
            rows.bins.append(Bin(point=point, stream=stream, litres=litres, count=count, since=since))
    late = timedelta(minutes=5 * random.randint(0, 9))
    for stream, (weekdays, at) in DAYS.items():
        hour = (datetime.combine(since, at) + late).time()
        rows.days.append(CollectionDay(estate=estate, stream=stream, weekdays=weekdays, at=hour, since=since))


def _guide(rows: Rows, pilots: Sequence[Place], random: Random) -> None:
    """Every point of a pilot, and some of the others."""
    names = cycle(GUIDES)
    for point in rows.points:
        if point.estate in pilots or random.random() < 0.15:
            rows.guides.append(
                Guide(
                    point=point, name=next(names), weekdays=EVERY_DAY, starts_at=MORNING[0], ends_at=MORNING[1],
                    since=point.opened_on,
                )
            )  # fmt: skip


def _record(rows: Rows) -> None:
    """One entry an estate, on the day it began."""
    known: dict[str, list[DropPoint]] = {}
    for point in rows.points:
        known.setdefault(point.estate_id, []).append(point)
    for path, points in sorted(known.items()):
        record(
            f"waste-estate/{path}", "waste.invented", after={"points": len(points)}, place_path=path,
            at=noon(points[0].opened_on),
        )  # fmt: skip
