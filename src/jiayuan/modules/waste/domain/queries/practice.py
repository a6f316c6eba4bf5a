"""How an estate sorts on a day, out of its dated registers: what a kit keeps and another estate is compared with.

Hours are ``[weekdays, "07:00", "09:00"]``. Nobody's name is in it: guides are counted by their hours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median_low
from typing import Any

from django.utils import timezone

from jiayuan.foundation.clock.weekdays import numbers_of
from jiayuan.foundation.places.models import Place

from ...models import Bin, CollectionDay, DropPoint, Guide, Inspection, OpeningHours
from ...streams import order_of

LOOKED = timedelta(days=90)
"""Inspections are counted over so long, and told a month."""
FEWEST = timedelta(days=30)
"""Over less, a number a month would be a guess."""
MONTH = 30
Hours = tuple[int, str, str]


def practice_of(estate: Place, day: date, *, since: date | None = None) -> Mapping[str, Any]:
    """JSON-ready. ``since``: inspections before that day are not counted. Six queries."""
    points = list(DropPoint.objects.on(day).filter(estate=estate).order_by("pk").values_list("pk", flat=True))
    hours = _by_point(OpeningHours, points, day, "opens_at", "closes_at")
    guided = _by_point(Guide, points, day, "starts_at", "ends_at")
    bins = list(
        Bin.objects.on(day).filter(point__in=points).values_list("point_id", "stream", "litres", "count")
    )
    days = CollectionDay.objects.on(day).filter(estate=estate).values_list("stream", "weekdays", "at")
    return {
        "day": day.isoformat(), "households": estate.households or 0, "points": len(points),
        "hours": _counted(hours.values()), "guided": _counted(guided.values()),
        "guided_minutes": sum(minutes_of(each) for held in guided.values() for each in held),
        "bins": _bins(bins),
        "days": sorted(([s, w, spelled(at)] for s, w, at in days), key=lambda row: (order_of(row[0]), row[2])),
        "inspections": _inspections(estate, day, since),
        "pattern": {
            "hours": _commonest(hours.values()), "guided": _commonest(guided.values()),
            "bins": _capacities(bins),
        },
    }  # fmt: skip


def spelled(at: time) -> str:
    return f"{at:%H:%M}"


def minutes_of(hours: Hours) -> int:
    """In a week."""
    first, last = (datetime.strptime(each, "%H:%M") for each in hours[1:])  # noqa: DTZ007 (hours of a day)
    return len(numbers_of(hours[0])) * int((last - first).total_seconds() // 60)


def _by_point(model: Any, points: Sequence[int], day: date, first: str, last: str) -> dict[int, set[Hours]]:
    """Two guides at once are one guided hour."""
    found: dict[int, set[Hours]] = defaultdict(set)
    rows = model.objects.on(day).filter(point__in=points).values_list("point_id", "weekdays", first, last)
    for point, weekdays, begins, ends in rows:
        found[point].add((weekdays, spelled(begins), spelled(ends)))
    return found


def _counted(held: Iterable[set[Hours]]) -> list[list[Any]]:
    """Hours, and at how many drop points."""
    many = Counter(each for hours in held for each in hours)
    return [[*hours, count] for hours, count in sorted(many.items(), key=lambda row: (row[0][1:], row[0][0]))]


def _commonest(held: Iterable[set[Hours]]) -> list[list[Any]]:
    """What most of the drop points that have any have."""
    many = Counter(frozenset(each) for each in held if each)
    if not many:
        return []
    chosen = min(many, key=lambda each: (-many[each], sorted(each)))
    return [list(each) for each in sorted(chosen, key=lambda row: (row[1:], row[0]))]


def _bins(rows: Sequence[tuple[int, str, int, int]]) -> list[list[Any]]:
    """Of the whole estate: stream, litres, how many."""
    many: Counter[tuple[str, int]] = Counter()
    for _point, stream, litres, count in rows:
        many[stream, litres] += count
    return [[*key, many[key]] for key in sorted(many, key=lambda each: (order_of(each[0]), each[1]))]


def _capacities(rows: Sequence[tuple[int, str, int, int]]) -> list[list[Any]]:
    """Of a drop point in the middle: stream, the size that is commonest, litres together."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    sizes: dict[str, Counter[int]] = defaultdict(Counter)
    for point, stream, litres, count in rows:
        held[stream][point] += litres * count
        sizes[stream][litres] += count
    return [
        [stream, min(sizes[stream], key=lambda size: (-sizes[stream][size], size)), median_low(held[stream].values())]
        for stream in sorted(held, key=order_of)
    ]  # fmt: skip


def _inspections(estate: Place, day: date, since: date | None) -> float | None:
    """A month, to one place; None where the time is too short to say."""
    first = max(day - LOOKED, since or date.min)
    if day - first < FEWEST:
        return None
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(each, time(), zone) for each in (first, day))
    many = Inspection.objects.filter(point__estate=estate, at__gte=begins, at__lt=ends).count()
    return round(many * MONTH / (day - first).days, 1)
