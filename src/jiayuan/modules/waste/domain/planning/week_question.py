"""The question of a week to the engine: each estate and stream with the sets of days that would do for it, beside the
days it has now.

The load of a collection is what the daily plan expects of one, times how many days longer or shorter it gathers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from jiayuan.engines.rounds import Instance
from jiayuan.engines.rounds.district import load_of, parts_of, read_district
from jiayuan.engines.rounds.patterns import gaps, spaced, widest
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.weekdays import EVERY_DAY, NUMBERS, numbers_of
from jiayuan.foundation.organisations.models import Organisation

from ...limits import TOLD_AHEAD
from ...models import CollectionDay, Crew, Site, WeekPlan
from .needs import Need, in_force, needs_of, streams_of
from .question import (
    AFTER,
    BEFORE,
    STOP_MINUTES,
    charger_rows,
    minute_of,
    site_row,
    spelled,
    truck_row,
    yard_row,
)
from .roads import on_district_roads
from .standing import Driver, sites_on

Pattern = tuple[int, ...]
DAYS = [str(each) for each in NUMBERS]
"""What the engine's file calls Monday to Sunday."""


@dataclass(frozen=True)
class Line:
    """An estate and stream: how often it is called, and the sets of days that would do. ``is_free``: not bound to the
    days it has; ``why``: what keeps it to them, or out of the plan (the code of a reason)."""

    row: CollectionDay
    need: Need
    times: int
    patterns: tuple[Pattern, ...]
    why: str = ""

    @property
    def name(self) -> str:
        """The engine's."""
        return str(self.row.pk)

    @property
    def now(self) -> Pattern:
        return tuple(numbers_of(self.row.weekdays))

    def amount(self, times: int) -> float:
        """Kilograms of one of so many collections a week."""
        return max(round(self.need.kg * len(self.now) / times, 1), 0.1)

    def space(self, times: int) -> float:
        """Cubic metres of it."""
        return round(self.need.litres * self.amount(times) / self.need.kg / 1_000, 3)


@dataclass(frozen=True)
class WeekQuestion:
    """``present``: the days as they are now, ``asked``: as they may be. None where nobody could drive."""

    lines: Sequence[Line]
    crews: Sequence[Driver]
    present: Instance | None
    asked: Instance | None
    code: str = ""
    """Why there is nothing to ask."""

    @property
    def known(self) -> dict[str, Pattern]:
        """Today's days, by the engine's stop; all parts of one that was divided."""
        by_name = {each.name: each.now for each in self.lines}
        stops = self.present.stops if self.present is not None else ()
        return {each.id: by_name[each.id.partition("#")[0]] for each in stops}


def next_monday() -> date:
    """The first that residents can be told of in time."""
    first = today() + timedelta(days=TOLD_AHEAD)
    return first + timedelta(days=-first.weekday() % 7)


def rows_of(operator: Organisation, week: date, stream: str = "") -> Sequence[CollectionDay]:
    """Collection days that this operator serves and that hold on this Monday. Three queries."""
    streams = streams_of(operator, week)
    return in_force(operator, week, streams & {stream} if stream else streams)


def kept_of(rows: Sequence[CollectionDay], week: date) -> dict[int, str]:
    """Rows that keep their days whatever is asked, by key, with the code of the reason: an estate and stream with
    several hours, which belong together; or one whose days end or change later on, as is entered already. One query."""
    many = Counter((each.estate_id, each.stream) for each in rows)
    later = CollectionDay.objects.filter(estate__in={each.estate_id for each in rows}, since__gt=week)
    changing = set(later.exclude(until=F("since")).values_list("estate", "stream"))
    found = {}
    for row in rows:
        if many[row.estate_id, row.stream] > 1:
            found[row.pk] = "hours"
        elif row.until is not None or (row.estate_id, row.stream) in changing:
            found[row.pk] = "later"
    return found


def week_question(plan: WeekPlan) -> WeekQuestion:
    rows = rows_of(plan.operator, plan.week, plan.stream)
    crews = _drivers(plan.operator, plan.week, {each.stream for each in rows})
    sites = sites_on(plan.operator, plan.week)
    needs = {each.call: each for each in needs_of(rows, plan.week, ())}
    lines = _lines(rows, needs, crews, kept_of(rows, plan.week), plan.times)
    code = "empty" if not rows else "crew" if not crews else "site" if not sites else ""
    if code:
        return WeekQuestion(lines, crews, None, None, code)
    asked = [each for each in lines if each.patterns]
    return WeekQuestion(
        lines, crews,
        _instance(crews, sites, [_stop(each, len(each.now), (each.now,)) for each in asked]),
        _instance(crews, sites, [_stop(each, each.times, each.patterns) for each in asked]),
    )  # fmt: skip


def _drivers(operator: Organisation, day: date, streams: set[str]) -> list[Driver]:
    """Crews with their vehicles, each from its yard with a full charge."""
    rows = Crew.objects.on(day).filter(vehicle__operator=operator, vehicle__carries__in=streams)
    made = []
    for crew in rows.select_related("vehicle", "driver").order_by("pk"):
        vehicle = crew.vehicle
        if vehicle.since <= day and (vehicle.until is None or vehicle.until > day):
            made.append(Driver(crew, crew.starts_at, vehicle.latitude, vehicle.longitude, vehicle.range_km))
    return made


def _lines(
    rows: Sequence[CollectionDay],
    needs: Mapping[int | None, Need],
    crews: Sequence[Driver],
    kept: Mapping[int, str],
    times: Mapping[str, int],
) -> list[Line]:
    driven, able = _driven(crews), _capacities(crews)
    made = []
    for row in rows:
        own, why = len(numbers_of(row.weekdays)), kept.get(row.pk, "")
        line = Line(row, needs[row.pk], own if why else times.get(str(row.pk), own), (), why)
        made.append(_with_days(line, driven.get(row.stream, 0), able.get(row.stream, ())))
    return made


def _driven(crews: Sequence[Driver]) -> dict[str, int]:
    """By stream, the days of the week on which somebody drives."""
    found: dict[str, int] = {}
    for each in crews:
        stream = each.crew.vehicle.carries
        found[stream] = found.get(stream, 0) | each.crew.weekdays
    return found


def _capacities(crews: Sequence[Driver]) -> dict[str, list[tuple[int, int]]]:
    """By stream, kilograms and litres of each vehicle that can drive."""
    found: dict[str, list[tuple[int, int]]] = {}
    for each in crews:
        vehicle = each.crew.vehicle
        if vehicle.range_km:
            found.setdefault(vehicle.carries, []).append((vehicle.capacity_kg, vehicle.capacity_litres))
    return found


def _with_days(line: Line, driven: int, able: Sequence[tuple[int, int]]) -> Line:
    """The sets of days that would do; its own always does, as long as so many collections are wanted and driven."""
    own, days = line.now, numbers_of(driven & EVERY_DAY)
    is_same, is_driven = line.times == len(own), set(own) <= set(days)
    found = patterns_on(days, line.times)
    if not days:
        return _as(line, (own,) if is_same else (), "")
    if line.why:
        return _as(line, (own,), line.why)
    if not found:
        return _as(line, (), "days")
    if parts_of(load_of(line.amount(line.times), line.space(line.times)), able) > 1:
        return _as(line, (own,) if is_same and is_driven else (nearest(found, own),), "divided")
    if is_same and is_driven and own not in found:
        found = (own, *found)
    return _as(line, found, "")


def _as(line: Line, patterns: tuple[Pattern, ...], why: str) -> Line:
    return Line(line.row, line.need, line.times, patterns, why)


def patterns_on(days: Sequence[int], times: int) -> tuple[Pattern, ...]:
    """Of these days of the week so many, as evenly as can be: first such that nothing waits longer than it has to;
    where the days do not allow that, as they allow."""
    allowed, longest = set(days), -(-7 // times)
    for apart in range(widest(7, times), 0, -1):
        found = [each for each in spaced(7, times, apart) if set(each) <= allowed]
        if found:
            return tuple(_shortest_wait(found, longest))
    return ()


def _shortest_wait(found: Sequence[Pattern], longest: int) -> list[Pattern]:
    least = max(min(max(gaps(each, 7)) for each in found), longest)
    return [each for each in found if max(gaps(each, 7)) <= least]


def nearest(found: Sequence[Pattern], own: Pattern) -> Pattern:
    """The one that keeps most of the days it has."""
    return max(found, key=lambda each: len(set(each) & set(own)))


def _stop(line: Line, times: int, patterns: Sequence[Pattern]) -> dict[str, Any]:
    row = line.row
    at, place = minute_of(row.at), row.estate
    where = {} if place.latitude is None else {"latitude": place.latitude, "longitude": place.longitude}
    return where | {
        "id": line.name, "stream": row.stream, "kg": line.amount(times), "m3": line.space(times),
        "minutes": STOP_MINUTES,
        "windows": [[spelled(at - BEFORE), spelled(at + AFTER)]],
        "patterns": [[DAYS[day] for day in each] for each in patterns],
    }  # fmt: skip


def _instance(crews: Sequence[Driver], sites: Sequence[Site], stops: Sequence[dict[str, Any]]) -> Instance:
    trucks = [
        truck_row(each, sites) | {"days": [DAYS[day] for day in numbers_of(each.crew.weekdays)]}
        for each in crews
    ]
    places = [*map(yard_row, crews), *map(site_row, sites), *charger_rows(crews)]
    return on_district_roads(
        read_district({"days": DAYS, "sites": places, "trucks": trucks, "stops": list(stops)})
    )
