"""How a day stands: which stops stay where they are, which are free for another plan, and who can still drive."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from jiayuan.engines.ground import metres
from jiayuan.engines.rounds.district import SPEED, WINDING
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.clock.weekdays import bit_of
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import inside

from ...models import CollectionDay, Crew, Round, RoundStop, Site, Vehicle
from ...round_enums import RoundState, StopState
from .needs import due, streams_of

AFTER_UNLOADING = timedelta(minutes=30)


@dataclass(frozen=True)
class Driver:
    """A crew that can take stops: from where and when, and how far it still reaches (None: not known).

    ``round`` is set where it has one; ``first_trip`` is the number of the first trip that may be drawn anew.
    """

    crew: Crew
    starts_at: time
    latitude: float
    longitude: float
    range_km: float | None
    round: Round | None = None
    first_trip: int = 1
    home_km: float = 0
    """From where it begins to its yard: the planner sees one place for both, so the way home is kept back."""

    @property
    def ends_at(self) -> time:
        """When it has to be on its way home at the latest."""
        ends = datetime.combine(date.min, self.crew.ends_at) - datetime.combine(date.min, time())
        left = ends - timedelta(minutes=-(-self.home_km * 60 // SPEED))
        return (datetime.combine(date.min, time()) + max(left, timedelta())).time()

    @property
    def person(self) -> Person:
        """Who drives. A round on the road keeps its driver; one that is planned does as long as its shift is this
        crew's still, so that who stands in for a day is not put aside by the next plan."""
        known = self.round
        if known is not None and (known.state == RoundState.DRIVING or known.crew_id == self.crew.pk):
            return known.driver
        return self.crew.driver


@dataclass
class Standing:
    """``rounds``: all but those called off. ``free``: waiting stops that a plan may move; ``kept``: the other stops of
    these rounds; ``elsewhere``: what other operators have taken at the same place. ``busy``: crews whose driver is
    given to another vehicle; ``over``: crews that have had their day. ``due``: what is fetched on the day, in whichever
    round. ``is_rest``: the day has begun, hours of stops no longer bind."""

    day: date
    rounds: list[Round] = field(default_factory=list)
    drivers: list[Driver] = field(default_factory=list)
    busy: list[Crew] = field(default_factory=list)
    over: list[Crew] = field(default_factory=list)
    free: list[RoundStop] = field(default_factory=list)
    kept: list[RoundStop] = field(default_factory=list)
    elsewhere: list[RoundStop] = field(default_factory=list)
    due: Sequence[CollectionDay] = ()
    is_rest: bool = False
    seen: str = ""

    @property
    def taken(self) -> Sequence[RoundStop]:
        """Every stop that stands for a collection of the day here, whoever drives there."""
        return [*self.free, *self.kept, *self.elsewhere]

    def why_none(self, stream: str, never: str = "stream") -> str:
        """The code for what no truck takes: those of its stream have had their day, or (``never``) there are none."""
        return "over" if any(each.vehicle.carries == stream for each in self.over) else never


def standing_of(operator: Organisation, day: date) -> Standing:
    """Five queries, and those of what is due."""
    rounds = Round.objects.filter(operator=operator, day=day).exclude(state=RoundState.CALLED_OFF)
    rows = list(rounds.select_related("vehicle", "driver").order_by("pk"))
    stops = defaultdict[int, list[RoundStop]](list)
    is_rest = day == today() and any(each.state != RoundState.PLANNED for each in rows)
    found = Standing(day, rows, is_rest=is_rest)
    taking = RoundStop.objects.taking().select_related("estate", "site", "round__vehicle")
    taking = taking.defer("estate__boundary")
    for stop in taking.filter(round__in=[each.pk for each in rows]).order_by("trip", "position"):
        stops[stop.round_id].append(stop)
    others = taking.filter(inside([operator.place_id], field="estate_id"), day=day)
    found.elsewhere = list(others.exclude(round__operator=operator).order_by("pk"))
    for each in rows:
        free = _free(each, stops[each.pk])
        found.free += free
        found.kept += [stop for stop in stops[each.pk] if stop not in free]
    found.drivers = _drivers(operator, found)
    said = [f"{each.pk}:{each.state}:{each.driver_id}" for each in rows]
    said += sorted(f"s{each.pk}" for each in found.free)
    found.due = due(operator, day, streams_of(operator, day))
    said += [f"d{each.pk}:{each.times}" for each in found.due]
    found.seen = hashlib.sha256(",".join(said).encode()).hexdigest()
    return found


def _free(each: Round, stops: Sequence[RoundStop]) -> list[RoundStop]:
    """Of a round on the road, the trip that it is on stays: its driver goes on as they are. So does a trip that should
    have begun by now: who has no network may be ahead of what is known here."""
    waiting = [stop for stop in stops if stop.state == StopState.WAITING]
    if each.state == RoundState.DRIVING and waiting:
        begun = [stop.trip for stop in waiting if stop.expected_at <= now()]
        current = max([min(stop.trip for stop in waiting), *begun])
        return [stop for stop in waiting if stop.trip > current]
    return waiting if each.state in (RoundState.PLANNED, RoundState.BROKEN_DOWN) else []


def _drivers(operator: Organisation, found: Standing) -> list[Driver]:
    """Nobody is given a second truck for hours in which they have one: those crews are noted as busy. Whose day is over
    takes nothing more."""
    crews = _crews_on(operator, found)
    by_shift = {(each.vehicle_id, each.starts_at): each for each in found.rounds}
    standing = {each.pk for each in crews}
    kept = [
        each
        for each in found.rounds
        if each.state == RoundState.DRIVING or (each.state == RoundState.PLANNED and each.crew_id in standing)
    ]
    made = []
    for crew in crews:
        driver = _driver(crew, by_shift.get((crew.vehicle_id, crew.starts_at)), found)
        if driver is None or driver.starts_at >= driver.ends_at:
            found.over.append(crew)
            continue
        if any(_drives_meanwhile(driver, each) for each in kept):
            found.busy.append(crew)
            continue
        made.append(driver)
    return made


def _crews_on(operator: Organisation, found: Standing) -> list[Crew]:
    """Of this day of the week, with a vehicle that holds and has not broken down today."""
    crews = Crew.objects.on(found.day).filter(vehicle__operator=operator).select_related("vehicle", "driver")
    out = {each.vehicle_id for each in found.rounds if each.state == RoundState.BROKEN_DOWN}
    made = []
    for crew in crews.order_by("pk"):
        vehicle = crew.vehicle
        holds = vehicle.since <= found.day and (vehicle.until is None or vehicle.until > found.day)
        if crew.weekdays & bit_of(found.day) and holds and vehicle.pk not in out:
            made.append(crew)
    return made


def _drives_meanwhile(driver: Driver, other: Round) -> bool:
    crew = driver.crew
    is_another = other != driver.round and other.driver_id == driver.person.pk
    return is_another and other.starts_at < crew.ends_at and other.ends_at > crew.starts_at


def _driver(crew: Crew, known: Round | None, found: Standing) -> Driver | None:
    vehicle, starts = crew.vehicle, crew.starts_at
    clock = local(now())
    if found.day == clock.date():
        starts = max(starts, clock.time().replace(microsecond=0))
    if known is None or known.state == RoundState.PLANNED:
        return Driver(crew, starts, vehicle.latitude, vehicle.longitude, vehicle.range_km, known)
    if known.state != RoundState.DRIVING:
        return None
    ours = [stop for stop in found.kept if stop.round_id == known.pk]
    if not ours:
        return Driver(crew, starts, vehicle.latitude, vehicle.longitude, vehicle.range_km, known)
    last = ours[-1]
    charges = {each["trip"]: each for each in known.charges}
    free_at, (north, east) = max(local(last.expected_at), clock) + AFTER_UNLOADING, _spot(last.site)
    if (charge := charges.get(last.trip)) is not None:
        free_at, (north, east) = max(free_at, moment_of(found.day, charge["until"])), _spot_of(charge)
    if free_at.date() != clock.date():
        return None
    left = None if vehicle.range_km is None else max(vehicle.range_km - _driven_km(vehicle, ours, charges), 0)
    home = metres(north, east, vehicle.latitude, vehicle.longitude) * WINDING / 1_000
    return Driver(crew, free_at.time().replace(microsecond=0), north, east, left, known, last.trip + 1, home)


def _spot(site: Site) -> tuple[float, float]:
    return site.latitude, site.longitude


def _spot_of(charge: Mapping[str, Any]) -> tuple[float, float]:
    return charge["latitude"], charge["longitude"]


def _driven_km(vehicle: Vehicle, stops: Sequence[RoundStop], charges: Mapping[int, Any]) -> float:
    """From the yard or the last charge by these stops, unloading after each trip: reckoned from the plan, nobody's way
    is followed."""
    here = (vehicle.latitude, vehicle.longitude)
    far, trips = 0, defaultdict[int, list[RoundStop]](list)
    for stop in stops:
        trips[stop.trip].append(stop)
    for number, trip in sorted(trips.items()):
        places = [(each.estate.latitude, each.estate.longitude) for each in trip]
        for north, east in (*places, (trip[-1].site.latitude, trip[-1].site.longitude)):
            if north is not None and east is not None:
                far += metres(*here, north, east)
                here = (north, east)
        if number in charges:
            far, here = 0, _spot_of(charges[number])
    return far * WINDING / 1_000


def sites_on(operator: Organisation, day: date) -> list[Site]:
    return list(Site.objects.on(day).filter(operator=operator).order_by("pk"))


def moment_of(day: date, seconds: int) -> datetime:
    """Of a second of the day, in the district's time."""
    return datetime.combine(day, time(), tzinfo=local(now()).tzinfo) + timedelta(seconds=seconds)
