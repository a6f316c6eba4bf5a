"""What is paired, what it costs, and what an answer looks like.

All costs are whole metres of way: a need that nobody meets, a new partner or too much work for one institution are
each worth a number of metres, so that one can say what was traded for what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiayuan.engines.plans import Status

Ids = tuple[str, str]
"""An organisation and a community."""


@dataclass(frozen=True)
class Organisation:
    """``capacity``: communities it can serve; ``least``: communities it has to serve; ``strength``: hands, by which its
    fair share of the work is reckoned."""

    id: str
    name: str
    latitude: float
    longitude: float
    capacity: int = 2
    least: int = 1
    strength: int = 1
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Community:
    """``wanted``: organisations it must have; ``work``: how much there is to do; ``needs``: skill to weight."""

    id: str
    name: str
    latitude: float
    longitude: float
    wanted: int = 1
    work: int = 1
    needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Prices:
    """What things are worth, in metres of way."""

    unmet: int = 1_500
    """A need of weight 1 that no partner of the community can meet."""
    new: int = 1_000
    """A partner that was not one last season: trust is built anew."""
    over: int = 600
    """A unit of work beyond an organisation's fair share; thrice as much beyond a quarter more than the share."""


@dataclass(frozen=True)
class Instance:
    organisations: tuple[Organisation, ...]
    communities: tuple[Community, ...]
    continued: frozenset[Ids] = frozenset()
    fixed: frozenset[Ids] = frozenset()
    forbidden: frozenset[Ids] = frozenset()
    prices: Prices = Prices()
    is_fair: bool = True
    """Does every community get a partner as good as the worst-placed community can get at best (max–min)?"""
    season: str = ""


@dataclass(frozen=True)
class Alternative:
    """The cheapest other partner for the same place in the plan, everything else left as it is."""

    organisation: str
    extra: int


@dataclass(frozen=True)
class Pair:
    """One organisation for one community, and why: ``metres`` of way, the needs it ``meets``, is it ``continued``."""

    organisation: str
    community: str
    metres: int
    meets: tuple[str, ...]
    continued: bool
    fixed: bool
    next_best: Alternative | None = None


@dataclass(frozen=True)
class Plan:
    """``cost`` and ``bound`` in metres: no plan can be cheaper than ``bound``. ``worst``: what the partner of the
    worst-placed community costs it, ``fair_limit``: the least that this could be."""

    pairs: tuple[Pair, ...]
    cost: int
    bound: int
    status: Status
    seconds: float
    worst: int
    fair_limit: int | None
    unmet: tuple[tuple[str, str], ...]
    loads: Mapping[str, int]
    parts: Mapping[str, int]
    """The cost by what it is for: way, new, unmet, over."""

    @property
    def gap(self) -> float:
        """How far the plan is from the bound at most, as a share of the plan."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0
