"""What a kit would change at an estate from a day on, line by line; what is so already, and what cannot be and why.

Bins and collection days are only ever added to. Opening hours take the place of those that they overlap. Where less is
entered for later already, the kit's would end there: then it cannot be, until that is changed. Nothing is written here:
see :mod:`.confirm`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q

from jiayuan.foundation.places.models import Place

from ...limits import BINS
from ...models import Bin, CollectionDay, DropPoint, Guide, OpeningHours
from ...streams import order_of
from ..queries.practice import spelled

CHANGE, SAME, BLOCKED = "change", "same", "blocked"


@dataclass(frozen=True)
class Line:
    """``kind``: hours, guided, bins, day, points. ``now`` and ``then`` are hours ``[weekdays, from, to]``, bins
    ``[litres, count]``, collection ``[weekdays, at]``. ``because``: why a line cannot be,
    with its ``day``."""

    key: str
    kind: str
    state: str
    point: int = 0
    name: str = ""
    stream: str = ""
    now: list[Any] = field(default_factory=list)
    then: list[Any] = field(default_factory=list)
    because: str = ""
    day: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Standing:
    """What is known of an estate from a day on: those that hold on it, and later ones."""

    points: Sequence[DropPoint]
    hours: Mapping[int, Sequence[OpeningHours]]
    guides: Mapping[int, Sequence[Guide]]
    bins: Mapping[int, Sequence[Bin]]
    days: Sequence[CollectionDay]


def lines_for(practice: Mapping[str, Any], estate: Place, since: date) -> list[Line]:
    """``practice``: of the pilot, as ``practice_of`` tells it. Five queries."""
    found = _standing(estate, since)
    lines = list(_points(practice, estate, found))
    for point in found.points:
        lines += _hours(practice["pattern"], point, found.hours.get(point.pk, ()), since)
        lines += _guided(practice["pattern"], point, found.guides.get(point.pk, ()))
        lines += _bins(practice["pattern"], point, found.bins.get(point.pk, ()), since)
    return [*lines, *_days(practice["days"], found.days, since)]


def _standing(estate: Place, since: date) -> Standing:
    points = list(DropPoint.objects.on(since).filter(estate=estate).order_by("pk"))
    at = {"point__in": [each.pk for each in points]}
    later = (Q(until=None) | Q(until__gt=since)) & (Q(until=None) | ~Q(until=F("since")))
    return Standing(
        points,
        _held(OpeningHours.objects.filter(later, **at).order_by("opens_at", "pk")),
        _held(Guide.objects.on(since).filter(**at).order_by("starts_at", "pk")),
        _held(Bin.objects.filter(later, **at).order_by("litres", "pk")),
        list(CollectionDay.objects.filter(later, estate=estate).order_by("at", "pk")),
    )


def _held(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.point_id, []).append(row)
    return found


def _points(practice: Mapping[str, Any], estate: Place, found: Standing) -> Iterable[Line]:
    """Where a drop point can stand, somebody has to look at: a kit opens none."""
    if not found.points:
        yield Line("points", "points", BLOCKED, because="none")
    elif (estate.households or 0) * practice["points"] > len(found.points) * practice["households"] > 0:
        now, then = [len(found.points), estate.households], [practice["points"], practice["households"]]
        yield Line("points", "points", BLOCKED, now=now, then=then, because="few")


def spelled_hours(row: Any) -> list[Any]:
    first, last = (row.starts_at, row.ends_at) if isinstance(row, Guide) else (row.opens_at, row.closes_at)
    return [row.weekdays, spelled(first), spelled(last)]


def _key(kind: str, point: DropPoint, then: Sequence[Any]) -> str:
    """Also part of the name of a field: without colons."""
    return f"{kind}-{point.pk}-{then[0]}-{then[1]}-{then[2]}".replace(":", "")


def in_the_way(row: OpeningHours, then: Sequence[Any], pattern: Sequence[Sequence[Any]]) -> bool:
    """Whether hours overlap the kit's on a day of the week, or begin when they do (of which there is one). What the kit
    has itself is never in its way."""
    if spelled_hours(row) in pattern:
        return False
    begins, ends = spelled(row.opens_at), spelled(row.closes_at)
    return begins == then[1] or (row.weekdays & then[0] > 0 and begins < then[2] and then[1] < ends)


def _unless(ahead: Iterable[Any]) -> dict[str, Any]:
    """A change, unless rows that are entered for later would end it unsaid."""
    days = [each.since for each in ahead]
    return {"state": BLOCKED, "because": "later", "day": min(days).isoformat()} if days else {"state": CHANGE}


def _hours(
    pattern: Mapping[str, Any], point: DropPoint, rows: Sequence[OpeningHours], since: date
) -> Iterable[Line]:
    held = [each for each in rows if each.since <= since]
    later = [each for each in rows if each.since > since]
    for then in pattern["hours"]:
        about: dict[str, Any] = {"point": point.pk, "name": point.name, "then": then}
        key = _key("hours", point, then)
        if then in [spelled_hours(each) for each in held]:
            yield Line(key, "hours", SAME, now=[then], **about)
            continue
        ahead = [each for each in later if in_the_way(each, then, pattern["hours"])]
        now = [spelled_hours(each) for each in held if in_the_way(each, then, pattern["hours"])]
        yield Line(key, "hours", now=now, **_unless(ahead), **about)


def _guided(pattern: Mapping[str, Any], point: DropPoint, rows: Sequence[Guide]) -> Iterable[Line]:
    for then in pattern["guided"]:
        covered = 0
        for each in rows:
            if spelled(each.starts_at) <= then[1] and spelled(each.ends_at) >= then[2]:
                covered |= each.weekdays
        is_so = then[0] & ~covered == 0
        missing = then if is_so else [then[0] & ~covered, *then[1:]]
        now = sorted({tuple(spelled_hours(each)) for each in rows}, key=lambda each: each[1:])
        yield Line(
            _key("guided", point, then), "guided", SAME if is_so else CHANGE, point.pk,
            point.name, now=[list(each) for each in now], then=missing,
        )  # fmt: skip


def _bins(pattern: Mapping[str, Any], point: DropPoint, rows: Sequence[Bin], since: date) -> Iterable[Line]:
    """As many of the kit's size as it takes to hold as many litres; other bins stay."""
    for stream, litres, capacity in pattern["bins"]:
        of_stream = [each for each in rows if each.stream == stream]
        here = [each for each in of_stream if each.since <= since]
        lacks = capacity - sum(each.litres * each.count for each in here)
        same = sum(each.count for each in here if each.litres == litres)
        count = min(same + max(-(-lacks // litres), 0), BINS[1])
        fewer = [
            each for each in of_stream if each.since > since and each.litres == litres and each.count < count
        ]
        state = _unless(fewer) if count > same else {"state": SAME}
        yield Line(
            f"bins-{point.pk}-{stream}", "bins", point=point.pk, name=point.name, stream=stream,
            now=[[each.litres, each.count] for each in here], then=[litres, count], **state,
        )  # fmt: skip


def _days(days: Sequence[Sequence[Any]], rows: Sequence[CollectionDay], since: date) -> Iterable[Line]:
    """At the hour at which it is fetched here already, where there is one: the trucks have their rounds."""
    wanted: dict[str, list[Any]] = {}
    for stream, weekdays, at in days:
        known = wanted.setdefault(stream, [0, at])
        known[0] |= weekdays
    for stream in sorted(wanted, key=order_of):
        weekdays, at = wanted[stream]
        of_stream = [each for each in rows if each.stream == stream]
        here = [each for each in of_stream if each.since <= since]
        covered = 0
        for each in here:
            covered |= each.weekdays
        now = [[each.weekdays, spelled(each.at)] for each in here]
        if weekdays & ~covered == 0:
            yield Line(f"day-{stream}", "day", SAME, stream=stream, now=now, then=[weekdays, at])
            continue
        kept = here[0].weekdays if here else 0
        then = [kept | (weekdays & ~covered), spelled(here[0].at) if here else at]
        fewer = [
            each
            for each in of_stream
            if each.since > since and spelled(each.at) == then[1] and then[0] & ~each.weekdays
        ]
        yield Line(f"day-{stream}", "day", stream=stream, now=now, then=then, **_unless(fewer))
