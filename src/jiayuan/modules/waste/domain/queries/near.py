"""Bin days and drop points as residents read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.geo import metres_between
from jiayuan.foundation.places.models import Place

from ...models import CollectionDay, DropPoint, OpeningHours
from ...weekdays import bit_of

COMMUNITY_LENGTH, ESTATE_LENGTH = 12, 15
AHEAD, BACK = 7, 2
"""Days that are shown, and days back for which a missed collection can be told."""
GRACE = timedelta(hours=1)
MOST_POINTS = 8


@dataclass(frozen=True)
class Expected:
    """A stream that is fetched on a day."""

    day: date
    row: CollectionDay

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.row.at, tzinfo=local(now()).tzinfo)

    @property
    def key(self) -> str:
        return f"{self.row.stream}:{self.day.isoformat()}"


@dataclass(frozen=True)
class PointNear:
    """``metres`` from the estate, if both positions are known. ``open_now``: the hours that hold at this moment."""

    point: DropPoint
    metres: int | None
    hours: Sequence[OpeningHours]
    open_now: OpeningHours | None
    is_own: bool


def estate_of(home: Place | None, asked: str = "") -> Place | None:
    """The estate that was asked for, else the one that the reader belongs to. At most one query."""
    path = asked or (home.path if home is not None else "")
    if not (path.isascii() and path.isdigit() and len(path) >= ESTATE_LENGTH):
        return None
    rows = Place.objects.current().of_kind(PlaceKind.ESTATE).select_related("parent")
    return rows.defer("boundary", "parent__boundary").filter(pk=path[:ESTATE_LENGTH]).first()


def estates_in(home: Place | None) -> Sequence[Place]:
    """To choose from, in the community that the reader belongs to."""
    if home is None or len(home.path) < COMMUNITY_LENGTH:
        return ()
    rows = Place.objects.current().of_kind(PlaceKind.ESTATE).within(home.path[:COMMUNITY_LENGTH])
    return list(rows.defer("boundary").order_by("path"))


def expected(estate: str, first: date, last: date) -> Sequence[Expected]:
    """What is fetched from the first day to the last, in order. One query."""
    rows = CollectionDay.objects.filter(estate=estate, since__lte=last).exclude(until__lte=first)
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        found += [Expected(day, row) for row in rows if _holds(row, day)]
    return sorted(found, key=lambda each: (each.day, each.row.at, each.row.stream))


def _holds(row: CollectionDay, day: date) -> bool:
    stands = row.since <= day and (row.until is None or row.until > day)
    return stands and bool(row.weekdays & bit_of(day))


def week_of(estate: Place) -> Sequence[tuple[date, Sequence[Expected]]]:
    """The next seven days, each with what is fetched. One query."""
    rows = expected(estate.path, today(), today() + timedelta(days=AHEAD - 1))
    days = [today() + timedelta(days=number) for number in range(AHEAD)]
    return [(day, [each for each in rows if each.day == day]) for day in days]


def could_be_missed(estate: Place) -> Sequence[Expected]:
    """What should have been fetched lately, the latest first; each stream once a day. One query."""
    rows = expected(estate.path, today() - timedelta(days=BACK), today())
    over = {each.key: each for each in rows if each.moment + GRACE <= now()}
    return sorted(over.values(), key=lambda each: each.moment, reverse=True)


def points_near(place: Place) -> Sequence[PointNear]:
    """Those of the community; those of one's own estate first, then by distance. Two queries."""
    hours = Prefetch("hours", OpeningHours.objects.on(today()).order_by("opens_at"), to_attr="hours_today")
    rows = DropPoint.objects.on(today()).within(place.path[:COMMUNITY_LENGTH]).select_related("estate")
    found = [_near(point, place) for point in rows.defer("estate__boundary").prefetch_related(hours)]
    return sorted(found, key=lambda each: (not each.is_own, each.metres is None, each.metres or 0))[
        :MOST_POINTS
    ]


def _near(point: Any, place: Place) -> PointNear:
    metres = None
    if None not in (point.latitude, point.longitude, place.latitude, place.longitude):
        metres = round(
            metres_between((point.latitude, point.longitude), (place.latitude or 0.0, place.longitude or 0.0))
        )
    moment = local(now())
    open_now = next(
        (
            each
            for each in point.hours_today
            if each.weekdays & bit_of(moment.date()) and each.opens_at <= moment.time() < each.closes_at
        ),
        None,
    )
    return PointNear(point, metres, point.hours_today, open_now, point.estate_id == place.path)
