"""Bin days and drop points as residents read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Prefetch

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.opening import open_now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.weekdays import bit_of
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.geo import metres_between
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, ESTATE_LENGTH

from ...models import CollectionDay, DropPoint, LeftCall, OpeningHours, RoundStop, Shift
from ...round_enums import StopState
from ...streams import order_of
from .shifts import from_day, shifts_about

AHEAD, BACK = 7, 2
"""Days that are shown, and days back for which a missed collection can be told."""
GRACE = timedelta(hours=1)
MOST_POINTS = 8


@dataclass(frozen=True)
class Expected:
    """A stream that is fetched on a day. ``moved_from``: of that day too; ``is_extra``: of that day alone."""

    day: date
    row: CollectionDay
    moved_from: date | None = None
    is_extra: bool = False

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


@dataclass(frozen=True)
class DayAhead:
    """``away``: streams that are not fetched as usual, each with what moves them."""

    day: date
    rows: Sequence[Expected]
    away: Sequence[tuple[str, Shift]] = ()


def expected(
    estate: str, first: date, last: date, shifts: Sequence[Shift] | None = None
) -> Sequence[Expected]:
    """What is fetched from the first day to the last, in order, with what is moved to another day there. Two queries,
    three where something is moved; one with ``shifts`` at hand."""
    shifts = shifts_about([estate], first, last) if shifts is None else shifts
    return _reckoned(estate, first, last, shifts)[0]


Away = tuple[date, str, Shift]
"""On this day this stream is not fetched as usual, for this reason."""


def _reckoned(
    estate: str, first: date, last: date, shifts: Sequence[Shift]
) -> tuple[Sequence[Expected], Sequence[Away]]:
    rows = _rows(estate, first, last, shifts)
    found: dict[tuple[date, int], Expected] = {}
    away: dict[tuple[date, str], Away] = {}
    for day in _days(first, last):
        for row in rows:
            shift = from_day(shifts, estate, row.stream, day) if _holds(row, day) else None
            if shift is not None:
                away[day, row.stream] = (day, row.stream, shift)
            elif _holds(row, day):
                found[day, row.pk] = Expected(day, row)
    for shift in shifts:
        if shift.to_day is None or not first <= shift.to_day <= last:
            continue
        for row in rows:
            if _was_due(row, shift, shift.to_day) and shift.moves(estate, row.stream):
                key = (shift.to_day, row.pk)
                found[key] = Expected(shift.to_day, row, shift.day, is_extra=key not in found)
    order = sorted(found.values(), key=lambda each: (each.day, each.row.at, each.row.stream))
    return order, sorted(away.values(), key=lambda each: (each[0], order_of(each[1])))


def _rows(estate: str, first: date, last: date, shifts: Sequence[Shift]) -> Sequence[Any]:
    """Of the usual days, as far as one of these days can need them."""
    days = [first, last, *(each.day for each in shifts)]
    rows = CollectionDay.objects.filter(estate=estate, since__lte=max(days)).exclude(until__lte=min(days))
    return list(rows.annotate(opened_on=F("estate__opened_on")))


def _days(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _holds(row: CollectionDay, day: date) -> bool:
    stands = row.since <= day and (row.until is None or row.until > day)
    return stands and bool(row.weekdays & bit_of(day))


def _was_due(row: Any, shift: Shift, to_day: date) -> bool:
    """On the day from which it is moved; as :func:`.shifts.due_before` asks the database."""
    taken_over = row.since == row.opened_on and shift.day < row.since <= to_day
    return _holds(row, shift.day) or (taken_over and bool(row.weekdays & bit_of(shift.day)))


def week_of(estate: Place, shifts: Sequence[Shift] | None = None) -> Sequence[DayAhead]:
    """The next seven days, each with what is fetched. As many queries as :func:`expected`."""
    first, last = today(), today() + timedelta(days=AHEAD - 1)
    shifts = shifts_about([estate.path], first, last) if shifts is None else shifts
    rows, away = _reckoned(estate.path, first, last, shifts)
    return [
        DayAhead(
            day,
            [each for each in rows if each.day == day],
            [(stream, shift) for gone, stream, shift in away if gone == day],
        )
        for day in _days(first, last)
    ]


def could_be_missed(estate: Place) -> Sequence[Expected]:
    """What should have been fetched lately, the latest first; each stream once a day. What was moved away is not due,
    and what was moved here is. Two queries, three where something is moved."""
    rows = expected(estate.path, today() - timedelta(days=BACK), today())
    over = {each.key: each for each in rows if each.moment + GRACE <= now()}
    return sorted(over.values(), key=lambda each: each.moment, reverse=True)


def not_emptied(estate: Place) -> Sequence[RoundStop | LeftCall]:
    """What the truck missed or did not take lately, and what no round came for, as long as none has come for the same
    stream since. Two queries."""
    first = today() - timedelta(days=BACK)
    ended = (StopState.MISSED, StopState.REFUSED, StopState.DONE)
    rows = RoundStop.objects.filter(estate=estate, day__range=(first, today()), state__in=ended)
    last: dict[str, RoundStop | LeftCall] = {each.stream: each for each in rows.order_by("ended_at", "pk")}
    for left in LeftCall.objects.filter(estate=estate, day__gte=first).order_by("day"):
        known = last.get(left.stream)
        is_older = known is None or known.day < left.day
        if is_older or (known is not None and known.day == left.day and known.state != StopState.DONE):
            last[left.stream] = left
    return [each for each in last.values() if each.state != StopState.DONE]


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
    return PointNear(
        point, metres, point.hours_today, open_now(point.hours_today, now()), point.estate_id == place.path
    )
