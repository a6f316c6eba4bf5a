"""What is to be fetched on a day and is in no round that goes on: from collection days, bins and last weights."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Q, Sum

from jiayuan.foundation.clock.weekdays import EVERY_DAY, bit_of
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...models import Bin, CollectionDay, RoundStop, Vehicle, standing
from ...round_enums import StopState
from ..queries.shifts import due_before, from_day, shifts_about

FACTS = Path(__file__).resolve().parents[2] / "facts" / "loads.json"
WEIGHTS_OF = timedelta(days=28)
"""How far back weights say what is to be expected."""
Load = tuple[str, str]
"""Estate and stream."""
WHOLE, LEAST = 1_000, 20
"""A call's load in thousandths, and so much as rounding may leave of it when it is divided."""


@dataclass(frozen=True)
class Need:
    """One call at an estate for one stream, or the ``share`` of it that no stop stands for. ``at``: about when; None:
    as soon as can be."""

    estate: Place
    stream: str
    number: int
    at: time | None
    kg: float
    litres: float
    call: int | None = None
    share: int = WHOLE

    @property
    def row(self) -> str:
        """Of the engine's file."""
        return f"{self.estate.pk}.{self.stream}.{self.number}"


@lru_cache(maxsize=1)
def loads() -> Any:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def streams_of(operator: Organisation, day: date) -> set[str]:
    return set(Vehicle.objects.on(day).filter(operator=operator).values_list("carries", flat=True))


def due(operator: Organisation, day: date, streams: Iterable[str]) -> Sequence[CollectionDay]:
    """What this operator fetches on the day, by estate, stream and hour: without what is moved away, and with what is
    moved here. Three queries, and two more where something is moved."""
    wanted = set(streams)
    shifts = shifts_about([operator.place_id], day, day)
    found = {
        row.pk: row
        for row in in_force(operator, day, wanted, bit_of(day))
        if not from_day(shifts, row.estate_id, row.stream, day)
    }
    for shift in shifts:
        if shift.to_day != day:
            continue
        moved = wanted & set(shift.streams)
        for row in in_force(operator, shift.day, moved, bit_of(shift.day), due_before(shift)):
            if shift.moves(row.estate_id, row.stream):
                row.times = 2 if row.pk in found else 1
                found[row.pk] = row
    return sorted(found.values(), key=lambda each: (each.estate_id, each.stream, each.at, each.pk))


def in_force(
    operator: Organisation,
    day: date,
    streams: Iterable[str],
    weekdays: int = EVERY_DAY,
    held: Q | None = None,
) -> Sequence[CollectionDay]:
    """What this operator fetches on one of these days of the week, as it stands on that day (or as ``held`` says), by
    estate, stream and hour. Two queries."""
    rows = CollectionDay.objects.filter(
        standing(day) if held is None else held,
        inside([operator.place_id], field="estate_id"),
        stream__in=streams,
    )
    rows = rows.annotate(called=F("weekdays").bitand(weekdays)).filter(called__gt=0, estate__closed_on=None)
    rows = rows.select_related("estate").defer("estate__boundary").order_by("estate_id", "stream", "at", "pk")
    whose = fetching(rows, day)
    return [each for each in rows if whose[each.pk] == operator.pk]


def fetching(rows: Iterable[CollectionDay], day: date) -> dict[int, int | None]:
    """Which operator fetches each of these rows on the day, by key; None: nobody does. One query."""
    units = _units_on(day)
    return {each.pk: _fetches(units, each) for each in rows}


def _units_on(day: date) -> list[tuple[int, str, str]]:
    """Operators with a vehicle, the nearest to an estate first: key, place and stream. One query."""
    rows = Vehicle.objects.on(day).values_list("operator", "operator__place", "carries").distinct()
    return sorted(rows, key=lambda each: (-len(each[1] or ""), each[0]))


def _fetches(units: Sequence[tuple[int, str, str]], row: CollectionDay) -> int | None:
    """An estate and stream have one operator: of several the one whose place is the smallest around it, and of two at
    the same place who was there first."""
    for pk, place, stream in units:
        if stream == row.stream and place and row.estate_id.startswith(place):
            return pk
    return None


def calls_of(rows: Sequence[CollectionDay], stops: Iterable[RoundStop]) -> dict[int, CollectionDay]:
    """Which call of the day a stop stands for, by the stop's key: its own; or where that is not due any more, because
    its hour was changed, another of the same estate and stream that nothing else stands for."""
    known, by_load = {each.pk: each for each in rows}, _by_load(rows)
    found = {each.pk: known[each.call_id] for each in stops if each.call_id in known}
    held, instead = {each.pk for each in found.values()}, dict[Any, CollectionDay | None]()
    for stop in stops:
        if stop.pk in found:
            continue
        key = (stop.estate_id, stop.stream, stop.call_id) if stop.call_id else stop.pk
        if key not in instead:
            calls = by_load.get((stop.estate_id, stop.stream), [])
            instead[key] = next((each for each in calls if each.pk not in held), None)
        if (call := instead[key]) is not None:
            found[stop.pk] = call
            held.add(call.pk)
    return found


def left_of(rows: Sequence[CollectionDay], stops: Sequence[RoundStop]) -> dict[int, int]:
    """Thousandths of each call's load that no stop stands for, by the call's key."""
    left, calls = {each.pk: WHOLE for each in rows}, calls_of(rows, stops)
    for stop in stops:
        if (call := calls.get(stop.pk)) is not None:
            left[call.pk] -= stop.share
    return {pk: share if share > LEAST else 0 for pk, share in left.items()}


def _by_load(rows: Iterable[CollectionDay]) -> dict[Load, list[CollectionDay]]:
    found = defaultdict[Load, list[CollectionDay]](list)
    for row in rows:
        found[row.estate_id, row.stream].append(row)
    return found


def needs_of(rows: Sequence[CollectionDay], day: date, taken: Sequence[RoundStop]) -> list[Need]:
    """What no stop of ``taken`` stands for. Three queries."""
    by_load, left = _by_load(rows), left_of(rows, taken)
    weights, bins = _weights(by_load, day), _bins(by_load, day)
    return [
        _part(_need(row, number, _on_its_days(row, calls), weights.get(load), bins.get(load)), left[row.pk])
        for load, calls in by_load.items()
        for number, row in enumerate(calls, 1)
        if left[row.pk]
    ]


def _on_its_days(row: CollectionDay, calls: Iterable[CollectionDay]) -> int:
    """How many share what a day brings: of a week's rows those that have a day of the week in common."""
    return sum(bool(each.weekdays & row.weekdays) for each in calls)


def _part(need: Need, share: int) -> Need:
    kg, litres = max(round(need.kg * share / WHOLE, 1), 0.1), need.litres * share / WHOLE
    return need if share == WHOLE else replace(need, kg=kg, litres=litres, share=share)


def litres_for(stream: str, kg: float) -> float:
    return float(kg / loads()["kg_per_litre"][stream])


def _need(row: CollectionDay, number: int, calls: int, weight: float | None, litres: int | None) -> Need:
    facts = loads()
    full = facts["fill"] * (litres or facts["without_bins_litres"]) / calls
    kg = weight / calls if weight is not None else full * facts["kg_per_litre"][row.stream]
    kg *= row.times
    litres_of_it = litres_for(row.stream, kg)
    return Need(row.estate, row.stream, number, row.at, max(round(kg, 1), 0.1), litres_of_it, row.pk)


def _weights(by_load: Iterable[Load], day: date) -> dict[Load, float]:
    """What a day brought on average in the last four weeks: a load that was divided is one load."""
    rows = RoundStop.objects.filter(
        state=StopState.DONE, day__gte=day - WEIGHTS_OF, day__lt=day, estate__in={each for each, _ in by_load}
    )
    found = (
        rows.order_by().values("estate", "stream").annotate(all=Sum("kg"), days=Count("day", distinct=True))
    )
    return {(each["estate"], each["stream"]): float(each["all"]) / each["days"] for each in found}


def _bins(by_load: Iterable[Load], day: date) -> dict[Load, int]:
    rows = Bin.objects.on(day).filter(point__estate__in={each for each, _ in by_load})
    found = rows.order_by().values("point__estate", "stream").annotate(all=Sum(F("litres") * F("count")))
    return {(each["point__estate"], each["stream"]): each["all"] for each in found}
