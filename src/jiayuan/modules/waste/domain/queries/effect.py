"""What the pilots did: their share of kitchen waste, before and after, beside estates like them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F, Q, Sum

from jiayuan.engines.effects import Effect, Pair, Panel, Series, Trial, Window, estimate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.models import Place

from ...enums import Stream
from ...models import Pilot, WeekWeight, Zone
from ..weeks import monday_of
from .lineage import estates_now

WINDOW = Window(before=8, after=8, least=4)
LOOKED_BACK = timedelta(weeks=40)
"""Pilots that began longer ago have their answer; what the world did since would be counted with it."""
_EPOCH = date(2001, 1, 1)
"""A Monday: weeks are numbered from it."""


@dataclass(frozen=True)
class Compared:
    """``places``: those in it, by path. ``pilots``: by key, at which of them; of an estate that became one several
    times the latest, and of one that was moved both that went on from each other."""

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


@dataclass
class Run:
    """A pilot as it was lived: where its estate was moved, it went on under another code."""

    since: date
    until: date | None
    estate: str
    pilots: list[int]

    def goes_on(self, estate: str, since: date) -> bool:
        return self.until == since and self.estate != estate


def pilots_compared() -> Compared:
    """Of the whole district: few pilots of one street say nothing. What tried anything else, another pilot or a
    demonstration zone, is nobody's comparison. Estates are known by their present code. Four queries, and one for
    names."""
    since = today() - LOOKED_BACK
    heirs = estates_now(since - timedelta(weeks=WINDOW.before + 1))
    runs = _runs(heirs)
    pilots = {path: last for path, last in runs.items() if last.since >= since}
    first = monday_of(min((each.since for each in pilots.values()), default=today()))
    first -= timedelta(weeks=WINDOW.before)
    sizes, values = _shares(first, heirs) if pilots else ({}, {})
    zones = tuple(
        Zone.places.through.objects.filter(zone__in=Zone.objects.filter(_within(first))).values_list(
            "place_id", flat=True
        )
    )
    for path, run in pilots.items():
        _cut(values.get(path, {}), run.since, run.until)
    series = [
        Series(path, sizes[path], found)
        for path, found in values.items()
        if path in pilots or not (path in runs or path.startswith(zones))
    ]
    trials = [Trial(path, _number(monday_of(run.since + timedelta(days=6)))) for path, run in pilots.items()]
    places = (
        Place.objects.defer("boundary").filter(path__startswith=settings.DISTRICT).in_bulk([*values, *pilots])
    )
    keys = {pk: path for path, run in pilots.items() for pk in run.pilots}
    return Compared(estimate(Panel(series, trials, WINDOW)), places, keys, len(trials), WINDOW)


def _runs(heirs: Mapping[str, str]) -> Mapping[str, Run]:
    """The latest of each estate."""
    found: dict[str, Run] = {}
    rows = Pilot.objects.exclude(until=F("since")).order_by("since", "pk")
    for pk, estate, since, until in rows.values_list("pk", "estate_id", "since", "until"):
        path = heirs.get(estate, estate)
        last = found.get(path)
        if last is not None and last.goes_on(estate, since):
            found[path] = Run(last.since, until, estate, [*last.pilots, pk])
        else:
            found[path] = Run(since, until, estate, [pk])
    return found


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


def _shares(first: date, heirs: Mapping[str, str]) -> tuple[dict[str, int], dict[str, dict[int, float]]]:
    """Households, and the share of kitchen waste in hundredths, of each estate and week in which both were fetched: in
    the week of a move under either code."""
    rows = WeekWeight.objects.filter(
        week__gte=first,
        week__lt=monday_of(today()),
        stream__in=(Stream.KITCHEN, Stream.RESIDUAL),
        collections__gt=0,
    )
    wet, dry = Q(stream=Stream.KITCHEN), Q(stream=Stream.RESIDUAL)
    by_code = rows.order_by("week", "estate_id").values_list("estate_id", "week", "estate__households")
    sizes: dict[str, int] = {}
    sums: dict[tuple[str, int], tuple[float, float]] = {}
    for estate, week, households, kitchen, residual in by_code.annotate(
        kitchen=Sum("kg", filter=wet), residual=Sum("kg", filter=dry)
    ):
        path = heirs.get(estate, estate)
        sizes[path] = households or 1
        known = sums.get((path, _number(week)), (0.0, 0.0))
        sums[path, _number(week)] = (known[0] + float(kitchen or 0), known[1] + float(residual or 0))
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for (path, number), (kitchen, residual) in sums.items():
        if kitchen and residual:
            found[path][number] = 100 * kitchen / (kitchen + residual)
    return sizes, found
