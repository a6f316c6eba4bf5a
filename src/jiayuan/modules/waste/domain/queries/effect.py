"""What the pilots did: their share of kitchen waste, before and after, beside estates like them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from jiayuan.engines.effects import Effect, Pair, Panel, Series, Trial, Window, estimate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.models import Place

from ...enums import Stream
from ...models import Pilot, WeekWeight, Zone
from ..weeks import monday_of

WINDOW = Window(before=8, after=8, least=4)
LOOKED_BACK = timedelta(weeks=40)
"""Pilots that began longer ago have their answer; what the world did since would be counted with it."""
_EPOCH = date(2001, 1, 1)
"""A Monday: weeks are numbered from it."""


@dataclass(frozen=True)
class Compared:
    """``places``: those in it, by path. ``pilots``: by key, at which of them; of an estate that became one several
    times the latest."""

    effect: Effect
    places: Mapping[str, Place]
    pilots: Mapping[int, str]
    trials: int
    window: Window

    @property
    def pairs(self) -> Sequence[tuple[Place, Place, Pair]]:
        return [(self.places[each.name], self.places[each.like], each) for each in self.effect.pairs]

    def pair_of(self, pilot: int) -> Pair | None:
        """Of this very pilot."""
        path = self.pilots.get(pilot)
        return next((each for each in self.effect.pairs if each.name == path), None)

    def named(self, paths: Sequence[str]) -> Sequence[Place]:
        return [self.places[each] for each in paths]


def pilots_compared() -> Compared:
    """Of the whole district: few pilots of one street say nothing. What tried anything else, another pilot or a
    demonstration zone, is nobody's comparison. Three queries, and one for names."""
    since = today() - LOOKED_BACK
    tried = Pilot.objects.exclude(until=F("since"))
    recent = tried.filter(since__gte=since).order_by("since", "pk")
    pilots, ends, keys = {}, {}, {}
    for pk, path, day, until in recent.values_list("pk", "estate_id", "since", "until"):
        pilots[path], ends[path], keys[path] = day, until, pk
    first = monday_of(min(pilots.values(), default=today())) - timedelta(weeks=WINDOW.before)
    sizes, values = _shares(first) if pilots else ({}, {})
    ever = set(tried.exclude(estate__in=list(pilots)).values_list("estate_id", flat=True))
    zones = tuple(
        Zone.places.through.objects.filter(zone__in=Zone.objects.filter(_within(first))).values_list(
            "place_id", flat=True
        )
    )
    for path, day in pilots.items():
        _cut(values.get(path, {}), day, ends[path])
    series = [
        Series(path, sizes[path], found)
        for path, found in values.items()
        if path in pilots or not (path in ever or path.startswith(zones))
    ]
    trials = [Trial(path, _number(monday_of(day + timedelta(days=6)))) for path, day in pilots.items()]
    places = (
        Place.objects.defer("boundary").filter(path__startswith=settings.DISTRICT).in_bulk([*values, *pilots])
    )
    compared = {pk: path for path, pk in keys.items()}
    return Compared(estimate(Panel(series, trials, WINDOW)), places, compared, len(trials), WINDOW)


def _within(first: date) -> Q:
    """Zones that held in the time that is looked at."""
    return Q(until=None) | Q(until__gt=first) & ~Q(until=F("since"))


def _cut(values: dict[int, float], since: date, until: date | None) -> None:
    """Without the week in which it began half way, and those after it was given up: given up ones count as well, else
    only those that went well would."""
    if since.weekday():
        values.pop(_number(monday_of(since)), None)
    if until is not None:
        for week in [each for each in values if each >= _number(monday_of(until))]:
            del values[week]


def _number(week: date) -> int:
    return (week - _EPOCH).days // 7


def _shares(first: date) -> tuple[dict[str, int], dict[str, dict[int, float]]]:
    """Households, and the share of kitchen waste in hundredths, of each estate and week in which both were fetched."""
    rows = WeekWeight.objects.filter(
        week__gte=first,
        week__lt=monday_of(today()),
        stream__in=(Stream.KITCHEN, Stream.RESIDUAL),
        collections__gt=0,
    )
    sums = (
        rows.order_by().values_list("estate_id", "week", "estate__households").annotate(streams=Count("pk"))
        .annotate(wet=Sum("kg", filter=Q(stream=Stream.KITCHEN)), all=Sum("kg"))
        .filter(streams=2)
    )  # fmt: skip
    sizes: dict[str, int] = {}
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for path, week, households, _both, wet, everything in sums:
        sizes[path] = households or 1
        if everything:
            found[path][_number(week)] = 100 * float(wet or 0) / float(everything)
    return sizes, found
