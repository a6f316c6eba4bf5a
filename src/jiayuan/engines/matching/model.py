"""What is matched, what it costs, and what an answer looks like.

All costs are whole metres of way: a day's waiting, a helper of a farther tier or much work for one of them are each
worth a number of metres, so that one can say what was traded for what. They say how well two fit, the smaller the
better, and are kept about nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jiayuan.engines.plans import Status

Point = tuple[float, float]
"""East and north in metres, or longitude and latitude in degrees (:attr:`Instance.is_geographic`)."""
Window = tuple[int, int]
"""From and to, in minutes from now."""
Ids = tuple[str, str]
"""A wish and a helper."""
BEST_LEVEL = 3
"""Skills have a level from 1 (has done it) to this (does it for a living)."""


class Urgency(StrEnum):
    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"


class Tier(StrEnum):
    """Who is asked first stands first: neighbours before institutions."""

    POINT = "point"
    TEAM = "team"
    CENTRE = "centre"
    MERCHANT = "merchant"
    STREET = "street"


TIERS = tuple(Tier)
WEIGHT = {Urgency.NORMAL: 1, Urgency.SOON: 2, Urgency.URGENT: 3}
"""How many times the price of an unserved wish one of this urgency costs."""


@dataclass(frozen=True)
class Wish:
    """``any_of``, ``all_of``: skills; ``qualifications``: hard, all of them; ``languages``: the wisher's, the best
    first (none: any); ``windows``: when it may be (None: any time), for ``minutes``; ``waited``: minutes since it was
    posted; ``size``: distinct helpers that do it together; ``kinds``: of persons or matters, which a helper may
    decline; ``past``: helpers with whom it went well; ``tiers``: to whom it has climbed so far; ``groups``: of helpers
    to which it is offered (None: to all)."""

    id: str
    place: Point
    any_of: frozenset[str] = frozenset()
    all_of: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    windows: tuple[Window, ...] | None = None
    minutes: int = 60
    urgency: Urgency = Urgency.NORMAL
    waited: int = 0
    size: int = 1
    kinds: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset(Tier)
    groups: frozenset[str] | None = None


@dataclass(frozen=True)
class Helper:
    """``skills``: to level; ``reach``: metres they would go; ``capacity``: wishes a week, ``load`` of them taken
    already; ``asked``: how often they were asked lately; ``declines``: kinds; ``refused``: wishes they said no to;
    ``is_out``: wants to be asked for nothing now; ``groups``: to which they belong."""

    id: str
    place: Point
    reach: int = 1_500
    skills: Mapping[str, int] = field(default_factory=dict)
    qualifications: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    windows: tuple[Window, ...] | None = None
    capacity: int = 2
    load: int = 0
    asked: int = 0
    declines: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    is_out: bool = False
    tier: Tier = Tier.POINT
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prices:
    """What things are worth, in metres of way."""

    skill: int = 300
    """Each level that a needed skill stays below the best."""
    language: int = 400
    """Another of the wisher's languages than the first."""
    tier: int = 200
    """Each tier farther from the door."""
    wait: int = 10
    """Each hour until both have time."""
    late: int = 1_000
    """Both have time only when the wish's time is over."""
    past: int = 500
    """What a helper with whom it went well is worth."""
    asked: int = 40
    """Each time a helper was asked lately."""
    load: int = 600
    """A helper's whole capacity taken costs this times capacity; half of it a quarter (it grows with the square)."""
    unserved: int = 15_000
    """A normal wish that nobody takes; soon twice, urgent three times as much."""
    waited: int = 100
    """More for each day that it has waited already, up to sixty."""


HOURS = {Urgency.NORMAL: 168, Urgency.SOON: 72, Urgency.URGENT: 24}


@dataclass(frozen=True)
class Instance:
    """``hours``: how long a wish of each urgency may wait, from its posting to the beginning of help."""

    wishes: tuple[Wish, ...]
    helpers: tuple[Helper, ...]
    is_geographic: bool = False
    prices: Prices = Prices()
    hours: Mapping[Urgency, int] = field(default_factory=lambda: dict(HOURS))


Parts = Mapping[str, int]
"""Metres by what they are for: distance, skill, language, tier, availability, late, past, fairness, load."""


@dataclass(frozen=True)
class Offer:
    """A helper for one wish: ``cost`` is the sum of ``parts``, the smaller the better. ``starts``: minutes from now."""

    helper: str
    cost: int
    metres: int
    starts: int
    parts: Parts


@dataclass(frozen=True)
class LeftOut:
    """A helper who is near and not proposed: every hard rule that failed, by its code."""

    helper: str
    metres: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """``able``: how many helpers keep every hard rule; ``is_enough``: as many as the wish needs together."""

    wish: str
    offers: tuple[Offer, ...]
    left_out: tuple[LeftOut, ...]
    able: int
    is_enough: bool


@dataclass(frozen=True)
class Alternative:
    """The cheapest other helper with room for the same place in the plan, everything else left as it is."""

    helper: str
    extra: int


@dataclass(frozen=True)
class Match:
    """One helper for one wish, and why. Of the load, each of a helper's wishes bears its step, in order of the file."""

    wish: str
    helper: str
    metres: int
    starts: int
    cost: int
    parts: Parts
    next_best: Alternative | None = None


@dataclass(frozen=True)
class Unserved:
    """``reason``: the rule at which the last helpers in reach fell out (``reach``: none was in reach); ``too_few``:
    fewer can than a joint wish needs; ``taken``: those who can have their hands full by this plan; ``price``: serving
    it would cost more than it is worth. ``fell``: helpers in reach by the first rule they failed; ``able``: how many
    failed none."""

    wish: str
    reason: str
    able: int
    fell: Mapping[str, int]


@dataclass(frozen=True)
class Service:
    """What people notice of a plan. ``served``, ``in_time``: shares of all wishes; ``fullest``: share of the capacity
    taken of the fullest helper, ``spread``: the standard deviation of that share over all helpers."""

    served: float
    in_time: float
    mean_metres: float
    far_metres: int
    """Nine of ten helpers live nearer."""
    fullest: float
    spread: float


@dataclass(frozen=True)
class Plan:
    """``cost`` and ``bound`` in metres: no plan can be cheaper than ``bound``. ``shadow``: what a place with each
    helper is worth at the margin; by it anybody can reckon that no plan is cheaper than ``relaxed``. It is not printed:
    it would be said about persons."""

    matches: tuple[Match, ...]
    unserved: tuple[Unserved, ...]
    cost: int
    bound: int
    relaxed: int
    status: Status
    seconds: float
    parts: Parts
    service: Service
    shadow: Mapping[str, float] = field(default_factory=dict, repr=False)

    @property
    def gap(self) -> float:
        """How far the plan is from the bound at most, as a share of the plan."""
        return (self.cost - self.bound) / abs(self.cost) if self.cost else 0.0
