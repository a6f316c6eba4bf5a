"""The plan of a season, proven where time allows.

1. Is there a plan, and what can the worst-placed community get at best? Flows (``fairness``).
2. The relaxation over all pairs, by pricing: begin with the likely ones and bring in whatever its shadow prices ask
   for. That is a bound for every plan, and says which pairs are worth a look.
3. The programme over the pairs of small reduced cost: a good plan.
4. The relaxation over bundles (all that one organisation takes on), which sees what parted pairs get round: a bound
   that is mostly within some tenths of a percent (``tighten``).
5. The plan made better region by region (``regions``), and proven the best over all bundles that could be in a
   better one.

Where bundles are too many to be priced (large capacities with many kinds of work), 3 goes on with more and more pairs.
"""

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from jiayuan.engines.plans import Status

from .bundles import Pricing
from .check import cost_parts
from .costs import Bools, Costs, Floats, Ints, costs_of
from .explain import alternatives
from .fairness import fair_limit, feasible_pairs, likely, refuse_impossible
from .master import Master, build, decide, reduced_costs, relax, shadow_of
from .model import Instance, Pair, Plan
from .programme import Programme, as_bundles, as_serves
from .regions import improve
from .shadow import Shadow
from .tighten import bound_by_bundles, prove

PRECISION = 1e-7
"""Share of a bound that floating point may have added."""
SMALL = 0.5
"""Metres that pricing leaves: less than what a whole number rounds away."""
ROUGH = 0.002
"""Share of the relaxation that pricing of pairs leaves where bundles will tighten it anyway."""
PAIRS_A_ROUND = 20_000
"""Pairs brought in at once by pricing."""
WIDTHS = (4, 12, 45)
"""Pairs a community, on average, that one programme after the other looks at; the last is what HiGHS gets through."""
FOR_PAIRS, FOR_BOUND, FOR_REGIONS = 0.15, 0.5, 0.6
"""Shares of the time that is left for the first programme, then for the bound, then for the regions."""
NEIGHBOURS = 10
"""Pairs of every organisation and every community that a region looks at."""


@dataclass
class _Found:
    serves: Bools
    cost: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.cost


def solve(instance: Instance, *, seconds: float = 60.0) -> Plan:
    """The cheapest plan that keeps every limit, or the best found in about ``seconds``.

    :raises Faults: there is no such plan, and why.
    """
    begun = time.monotonic()
    costs = costs_of(instance)
    names = [each.id for each in instance.organisations], [each.id for each in instance.communities]
    refuse_impossible(costs, names)
    limit = fair_limit(costs) if instance.is_fair else None
    good = costs.alone <= limit if limit is not None else None
    found = _Search(instance, costs, good, begun + seconds).run()
    return _plan(instance, costs, found, limit, time.monotonic() - begun)


@dataclass
class _Search:
    instance: Instance
    costs: Costs
    good: Bools | None
    until: float

    def run(self) -> _Found:
        costs = self.costs
        pricing = Pricing(costs, self.good)
        open_pairs = (
            likely(costs, costs.pair) | likely(costs, costs.alone) | (costs.continued & costs.allowed)
        )
        serves = _first_plan(costs, open_pairs, self.good)
        found = _Found(serves, self._cost(serves), 0)
        rough = 0.0 if pricing.is_too_large else ROUGH
        relaxed = _price_all(costs, open_pairs | serves, self.good, rough, until=self.until)
        found.bound = _whole(relaxed.bound)
        if pricing.is_too_large:
            self._by_pairs(found, relaxed, WIDTHS, self.until)
        else:
            self._by_pairs(found, relaxed, WIDTHS[:1], self._in(FOR_PAIRS))
            if not found.is_proven and self.left > 0:
                self._by_bundles(found, pricing, relaxed.shadow)
        return found

    @property
    def left(self) -> float:
        return self.until - time.monotonic()

    def _in(self, share: float) -> float:
        """The moment when this share of the time left is over."""
        return time.monotonic() + share * max(self.left, 0)

    def _cost(self, serves: Bools) -> int:
        rows, columns = np.nonzero(serves)
        return sum(cost_parts(self.instance, _ids(self.instance, rows, columns)).values())

    def _take(self, found: _Found, serves: Bools) -> None:
        cost = self._cost(serves)
        if cost < found.cost:
            found.serves, found.cost = serves, cost

    def _by_pairs(self, found: _Found, relaxed: "_Relaxed", widths: Iterable[int], until: float) -> None:
        """A plan with any other pair costs at least the relaxation and that pair's reduced cost."""
        costs = self.costs
        for width in widths:
            if time.monotonic() > until:
                return
            margin = _margin(relaxed.reduced, width * len(self.instance.communities))
            chosen = (relaxed.reduced <= min(margin, found.cost - relaxed.bound)) | costs.fixed | found.serves
            master = build(costs, chosen, self.good)
            picked, bound = decide(master, until - time.monotonic(), found.serves)
            self._take(found, _as_plan(master, picked, found.serves.shape))
            outside = costs.allowed & ~chosen
            floor = relaxed.bound + float(relaxed.reduced[outside].min()) if outside.any() else np.inf
            found.bound = max(found.bound, _whole(min(bound, floor, found.cost)))
            if found.is_proven or floor >= found.cost:
                return

    def _by_bundles(self, found: _Found, pricing: Pricing, shadow: Shadow) -> None:
        programme = Programme(self.costs, self.good)
        bound = bound_by_bundles(
            pricing, programme, as_bundles(found.serves), shadow, until=self._in(FOR_BOUND)
        )
        found.bound = max(found.bound, _whole(min(bound.value, found.cost)))
        if found.is_proven:
            return
        likely_pairs = likely(self.costs, -pricing.earned(bound.shadow), NEIGHBOURS)
        until = self._in(FOR_REGIONS)
        self._take(found, improve(self.costs, self.good, likely_pairs, found.serves, until=until))
        plan, floor = prove(pricing, programme, as_bundles(found.serves), found.cost, bound, until=self.until)
        self._take(found, as_serves(plan, found.serves.shape))
        found.bound = max(found.bound, _whole(min(floor, found.cost)))


def _as_plan(master: Master, picked: Bools, shape: tuple[int, ...]) -> Bools:
    serves = np.zeros(shape, dtype=bool)
    serves[master.rows[picked], master.columns[picked]] = True
    return serves


def _whole(bound: float) -> int:
    """Every cost is whole: a bound rises to the next whole number, but for what floating point may have added."""
    return math.ceil(bound - PRECISION * max(1.0, abs(bound))) if math.isfinite(bound) else 0


def _first_plan(costs: Costs, open_pairs: Bools, good: Bools | None) -> Bools:
    """Any plan at all: among the likely pairs, else among all."""
    fit = good if good is not None else costs.allowed
    found = feasible_pairs(costs, open_pairs, fit) or feasible_pairs(costs, costs.allowed, fit)
    assert found is not None  # noqa: S101 refused before
    serves = np.zeros(costs.pair.shape, dtype=bool)
    serves[found] = True
    return serves


@dataclass(frozen=True)
class _Relaxed:
    """A bound over all pairs, every pair's reduced cost, and the shadow prices behind them."""

    bound: float
    reduced: Floats
    shadow: Shadow


def _price_all(
    costs: Costs, open_pairs: Bools, good: Bools | None, rough: float, *, until: float
) -> _Relaxed:
    """The relaxation over all pairs. ``rough``: the share of it that may be left.

    Whatever the shadow prices, a plan costs at least the value of the programme and the negative reduced costs of the
    pairs outside it (Lagrangian bound): so pricing may end as soon as those are small, or time is up.
    """
    best: _Relaxed | None = None
    while True:
        value, shadow = relax(build(costs, open_pairs, good))
        reduced = reduced_costs(costs, shadow, good)
        outside = np.where(open_pairs, 0, np.minimum(reduced, 0))
        bound = value + float(outside.sum())
        if best is None or bound > best.bound:
            best = _Relaxed(bound, reduced, shadow_of(costs, shadow))
        if bound > value - max(SMALL, rough * value) or time.monotonic() > until:
            return best
        worst = (
            np.partition(reduced, PAIRS_A_ROUND, axis=None)[PAIRS_A_ROUND]
            if reduced.size > PAIRS_A_ROUND
            else 0
        )
        open_pairs |= reduced < min(worst, 0)


def _margin(reduced: Floats, pairs: int) -> float:
    """The reduced cost up to which the first programme looks."""
    return float(np.partition(reduced, pairs, axis=None)[pairs]) if pairs < reduced.size else np.inf


def _ids(instance: Instance, rows: Ints, columns: Ints) -> list[tuple[str, str]]:
    return [
        (instance.organisations[row].id, instance.communities[column].id)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]


def _plan(instance: Instance, costs: Costs, found: _Found, limit: int | None, seconds: float) -> Plan:
    columns, rows = np.nonzero(found.serves.T)
    others = alternatives(instance, costs, rows, columns, limit)
    pairs = tuple(
        Pair(
            organisation=instance.organisations[row].id,
            community=instance.communities[column].id,
            metres=int(costs.metres[row, column]),
            meets=_meets(instance, row, column),
            continued=bool(costs.continued[row, column]),
            fixed=bool(costs.fixed[row, column]),
            next_best=others[number],
        )
        for number, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
    )
    met = {(pair.community, need) for pair in pairs for need in pair.meets}
    unmet = tuple(
        (each.id, need) for each in instance.communities for need in each.needs if (each.id, need) not in met
    )
    best = np.full(len(instance.communities), np.iinfo(np.int64).max)
    np.minimum.at(best, columns, costs.alone[rows, columns])
    return Plan(
        pairs=pairs,
        cost=found.cost,
        bound=found.bound,
        status=Status.OPTIMAL if found.is_proven else Status.BEST_FOUND,
        seconds=seconds,
        worst=int(best.max()),
        fair_limit=limit,
        unmet=unmet,
        loads=_loads(instance, pairs),
        parts=cost_parts(instance, [(each.organisation, each.community) for each in pairs]),
    )


def _meets(instance: Instance, row: int, column: int) -> tuple[str, ...]:
    skills = instance.organisations[row].skills
    return tuple(need for need in instance.communities[column].needs if need in skills)


def _loads(instance: Instance, pairs: tuple[Pair, ...]) -> Mapping[str, int]:
    work = {each.id: each.work for each in instance.communities}
    loads = dict.fromkeys((each.id for each in instance.organisations), 0)
    for pair in pairs:
        loads[pair.organisation] += work[pair.community]
    return loads
