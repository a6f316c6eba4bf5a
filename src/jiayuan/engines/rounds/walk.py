"""A truck's day, driven stop by stop in plain Python: what checkers and pages reckon with.

Nothing of the solver is used.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiayuan.engines.faults import Fault
from jiayuan.engines.ground import metres as metres_on_ground

from .model import EXACTLY, FAR, Charger, Instance, Measure, Route, Trip, Truck, Window


@dataclass(frozen=True)
class Call:
    """One stop, unloading or charge: when the truck arrives, begins and goes on, and what it had driven by then."""

    id: str
    arrives: int
    begins: int
    leaves: int
    driven: int


@dataclass
class Walk:
    """``loads``: what each trip had on at its end. ``faults``: every limit that was broken on the way."""

    calls: list[Call] = field(default_factory=list)
    loads: list[tuple[int, ...]] = field(default_factory=list)
    driven: int = 0
    start: int = 0
    end: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def waited(self) -> int:
        return sum(call.begins - call.arrives for call in self.calls)


class Ground:
    """The instance's rows by name, and the way between any two places."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.stops = {each.id: each for each in instance.stops}
        self.trucks = {each.id: each for each in instance.trucks}
        self.sites = {each.id: each for each in instance.sites}
        self.chargers = {each.id: each for each in instance.chargers}

    def way(self, here: int, there: int) -> int:
        roads = self.instance.roads
        if roads.measure is Measure.TABLE:
            return min(roads.metres[here][there], FAR)
        one, two = self.instance.places[here], self.instance.places[there]
        if roads.measure is Measure.GROUND:
            return metres_on_ground(one.y, one.x, two.y, two.x) * roads.winding // 1_000
        plane = math.hypot(one.x - two.x, one.y - two.y)
        times = {Measure.ROUND: 1, Measure.TENTHS: 10, Measure.EXACT: EXACTLY}[roads.measure]
        return math.floor(times * plane + (0 if roads.measure is Measure.TENTHS else 0.5))

    def seconds(self, truck: Truck, here: int, there: int) -> int:
        if self.instance.roads.seconds:
            return min(self.instance.roads.seconds[here][there], FAR)
        way = self.way(here, there)
        return way if truck.speed is None else min(-(-way * 3_600 // truck.speed), FAR)


def walk(ground: Ground, route: Route) -> Walk:
    """As early as may be from the route's start, waiting where a window is not open yet."""
    return _Driver(ground, route).drive()


class _Driver:
    def __init__(self, ground: Ground, route: Route) -> None:
        self.ground, self.route = ground, route
        self.truck = ground.trucks[route.truck]
        self.here, self.clock = self.truck.yard, route.start
        self.done = Walk(start=route.start)
        self.charged_at, self.left = 0, self.truck.reach

    def drive(self) -> Walk:
        for trip in self.route.trips:
            self.trip(trip)
        self.move(self.truck.yard)
        self.done.end = self.clock
        self.done.faults += self.whole_day()
        return self.done

    def trip(self, trip: Trip) -> None:
        stops = [self.ground.stops[each] for each in trip.stops]
        self.clock = max([self.clock, *(each.release for each in stops)])
        for stop in stops:
            self.move(stop.place)
            self.call(stop.id, stop.windows, stop.service)
        load = tuple(sum(each.load[kind] for each in stops) for kind in range(len(self.truck.capacity)))
        self.done.loads.append(load)
        if any(has > most for has, most in zip(load, self.truck.capacity, strict=True)):
            self.fault("load", f"carries {load} of {self.truck.capacity}")
        if trip.site is not None:
            site = self.ground.sites[trip.site]
            self.move(site.place)
            self.call(site.id, (site.hours,), site.unloading)
        if trip.charge is not None:
            self.charge(self.ground.chargers[trip.charge])

    def charge(self, charger: Charger) -> None:
        """Until it is full, which takes as long as what was driven is of the whole."""
        self.move(charger.place)
        truck, full = self.truck, self.truck.full or self.truck.reach
        if truck.charge is None or self.left is None or full is None:
            self.fault("charge", f"is not charged on its day, and stops at {charger.id}")
            return
        self.done.faults += self.within_reach()
        used = full - max(self.left - self.since_charge, 0)
        self.call(charger.id, (charger.hours,), -(-truck.charge * used // full))
        self.charged_at, self.left = self.done.driven, full

    @property
    def since_charge(self) -> int:
        return self.done.driven - self.charged_at

    def within_reach(self) -> Iterator[Fault]:
        if self.left is not None and self.since_charge > self.left:
            yield Fault("reach", self.where, f"drives {self.since_charge} of {self.left}")

    def move(self, there: int) -> None:
        way = self.ground.way(self.here, there)
        if way >= FAR:
            self.fault("road", f"there is no way from place {self.here} to place {there}")
        self.done.driven += way
        self.clock += self.ground.seconds(self.truck, self.here, there)
        self.here = there

    def call(self, name: str, windows: tuple[Window, ...], lasts: int) -> None:
        arrives = self.clock
        if windows:
            opens = [max(begin, arrives) for begin, end in windows if arrives <= end]
            if opens:
                self.clock = min(opens)
            else:
                self.fault("window", f"comes to {name} at {arrives}, after {max(end for _, end in windows)}")
        begins = self.clock
        self.clock += lasts
        self.done.calls.append(Call(name, arrives, begins, self.clock, self.done.driven))

    def whole_day(self) -> Iterator[Fault]:
        truck, done = self.truck, self.done
        where = self.where
        yield from self.within_reach()
        if truck.shift is not None and done.end - done.start > truck.shift:
            yield Fault("shift", where, f"is away {done.end - done.start} of {truck.shift}")
        if done.start < truck.hours[0] or done.end > truck.hours[1]:
            yield Fault("hours", where, f"is out from {done.start} to {done.end}, may be {truck.hours}")

    @property
    def where(self) -> str:
        return f"day {self.route.day + 1}, {self.route.truck}"

    def fault(self, code: str, text: str) -> None:
        self.done.faults.append(Fault(code, self.where, text))
