"""What is collected, by what, and what an answer looks like. Lengths, times and loads are whole numbers throughout."""

from dataclasses import dataclass
from enum import StrEnum

Window = tuple[int, int]
"""From and to, both within."""
FAR = 10**9
"""What a table says where there is no way, and the end of time: nothing farther or later ever happens."""
ANY_TIME: Window = (0, FAR)


class Measure(StrEnum):
    """How far two places are apart."""

    ROUND = "round"
    """On a plane, to the nearest whole number (VRPLIB)."""
    TENTHS = "tenths"
    """On a plane, in tenths that are cut off (instances with hours, as DIMACS has it)."""
    EXACT = "exact"
    """On a plane, in ten-thousandths (Cordeau)."""
    GROUND = "ground"
    """Metres as the crow flies, times how far streets wind."""
    TABLE = "table"
    """As a table says."""


EXACTLY = 10_000
"""Units that make one with :attr:`Measure.EXACT`."""


@dataclass(frozen=True)
class Place:
    """``x`` and ``y``: longitude and latitude with :attr:`Measure.GROUND`, else a plane's."""

    x: float
    y: float


@dataclass(frozen=True)
class Roads:
    """``winding``: per mille of the crow's way. ``metres`` and ``seconds``: tables; without seconds, speeds count."""

    measure: Measure
    winding: int = 1_000
    metres: tuple[tuple[int, ...], ...] = ()
    seconds: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Site:
    """Where trucks unload. An unloading begins within ``hours``; ``streams`` empty: every stream."""

    id: str
    place: int
    unloading: int = 0
    hours: Window = ANY_TIME
    streams: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Charger:
    """Where trucks are charged between two trips: a yard, a site or a place of its own. A charge begins within
    ``hours``; there is always one free."""

    id: str
    place: int
    hours: Window = ANY_TIME


@dataclass(frozen=True)
class Truck:
    """One kind of truck, of which there are ``count`` (None: as many as are needed, and that is found).

    ``reach``: what it drives before it is charged again, and in a day at most where it is not; ``full``: what it drives
    with a full charge (None: as far); ``charge``: how long an empty one takes to be full, a half-empty one half of that
    (None: it is not charged on its day); ``days``: on which it is driven (none: on all); ``shift``: how long it is away
    at most, within ``hours``; ``speed`` in metres an hour (None: a unit of way takes a unit of time); ``sites``: where
    it may unload; ``must_unload``: it comes home empty; ``price``: the way that a truck on the road has to save;
    ``grams``: CO₂ for a thousand units of way.
    """

    id: str
    stream: str
    yard: int
    capacity: tuple[int, ...]
    count: int | None = None
    reach: int | None = None
    shift: int | None = None
    hours: Window = ANY_TIME
    speed: int | None = None
    sites: tuple[str, ...] = ()
    must_unload: bool = False
    price: int = 0
    grams: int = 0
    charge: int | None = None
    full: int | None = None
    days: frozenset[int] = frozenset()

    def drives_on(self, day: int) -> bool:
        return not self.days or day in self.days


@dataclass(frozen=True)
class Stop:
    """``load`` as :attr:`Truck.capacity`; ``service`` begins within one of ``windows`` (none: at any time), on the days
    of one of ``patterns``; the trip that serves it cannot begin before ``release``."""

    id: str
    place: int
    stream: str
    load: tuple[int, ...]
    service: int = 0
    windows: tuple[Window, ...] = ()
    release: int = 0
    patterns: tuple[tuple[int, ...], ...] = ((0,),)


@dataclass(frozen=True)
class Trip:
    """Stops one after the other, then unloading at ``site`` (None: at the yard, where it ends), then perhaps being
    charged at ``charge``."""

    stops: tuple[str, ...]
    site: str | None = None
    charge: str | None = None


@dataclass(frozen=True)
class Route:
    """A truck's day. What it drives and when follows from the trips and ``start`` (see ``walk``)."""

    day: int
    truck: str
    trips: tuple[Trip, ...]
    start: int = 0

    @property
    def stops(self) -> tuple[str, ...]:
        return tuple(stop for trip in self.trips for stop in trip.stops)


@dataclass(frozen=True)
class Left:
    """A stop that no round serves; ``code`` is stable, ``text`` is English for people."""

    stop: str
    code: str
    text: str


@dataclass(frozen=True)
class Note:
    """Something that the planner did with what it was given, and that somebody should know."""

    code: str
    where: str
    text: str


@dataclass(frozen=True)
class Instance:
    name: str
    places: tuple[Place, ...]
    roads: Roads
    stops: tuple[Stop, ...]
    trucks: tuple[Truck, ...]
    sites: tuple[Site, ...] = ()
    days: tuple[str, ...] = ("",)
    left: tuple[Left, ...] = ()
    """Rows that could be read and cannot be in any round, such as stops without a position."""
    notes: tuple[Note, ...] = ()
    today: tuple[Route, ...] = ()
    """How it is driven now: to compare with, and to begin from."""
    chargers: tuple[Charger, ...] = ()

    @property
    def scale(self) -> int:
        """Units in which costs are counted that make one of the file's."""
        return EXACTLY if self.roads.measure is Measure.EXACT else 1


@dataclass(frozen=True)
class Plan:
    """``cost``: way and prices of trucks, in the instance's units. ``bound``: none can be cheaper (None: not known)."""

    routes: tuple[Route, ...]
    left: tuple[Left, ...]
    cost: int
    seconds: float
    bound: int | None = None
    notes: tuple[Note, ...] = ()


def may_charge(instance: Instance, truck: Truck) -> bool:
    """Between two trips, once it has unloaded."""
    return (
        bool(instance.chargers) and truck.must_unload and truck.charge is not None and truck.reach is not None
    )
