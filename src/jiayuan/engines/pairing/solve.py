"""The plan of a season, proven where time allows.

1. Is there a plan, and what can the worst-placed community get at best? Flows (``fairness``).
2. The relaxation over all pairs, by pricing: begin with the likely ones and bring in whatever its shadow prices ask
   for, until nothing outside could make it cheaper. That is a bound for every plan.
3. The programme itself over the pairs whose reduced cost is small. A plan with any other pair costs at least the
   relaxation and that pair's reduced cost; so once the plan found is not dearer than that, it is the best of all.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .check import cost_parts
from .costs import Bools, Costs, Ints, costs_of
from .explain import alternatives
from .fairness import fair_limit, feasible_pairs, likely, refuse_impossible
from .master import Floats, build, decide, reduced_costs, relax
from .model import Instance, Pair, Plan, Status

PRECISION = 1e-6
SMALL = 0.5
"""Metres that pricing leaves: less than what a whole number rounds away."""
PAIRS_A_ROUND = 20_000
"""Pairs brought in at once by pricing."""
WIDTHS = (4, 12, 45)
"""Pairs a community, on average, that one programme after the other looks at; the last is what HiGHS gets through."""


@dataclass
class _Found:
    rows: Ints
    columns: Ints
    cost: int
    bound: int


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
    found = _search(instance, costs, good, begun + seconds)
    return _plan(instance, costs, found, limit, time.monotonic() - begun)


def _search(instance: Instance, costs: Costs, good: Bools | None, until: float) -> _Found:
    open_pairs = likely(costs, costs.pair) | likely(costs, costs.alone) | (costs.continued & costs.allowed)
    rows, columns = _first_plan(costs, open_pairs, good)
    open_pairs[rows, columns] = True
    best = _Found(rows, columns, _cost(instance, rows, columns), 0)
    relaxed, reduced = _price_all(costs, open_pairs, good, instance.prices.over, until)
    best.bound = _whole(relaxed)
    for width in WIDTHS:
        if time.monotonic() > until:
            break
        within = min(_margin(reduced, width * len(instance.communities)), best.cost - relaxed)
        chosen = (reduced <= within) | costs.fixed
        chosen[best.rows, best.columns] = True
        master = build(costs, chosen, good, instance.prices.over)
        picked, bound = decide(master, until - time.monotonic())
        if picked is not None:
            cost = _cost(instance, master.rows[picked], master.columns[picked])
            if cost < best.cost:
                best = _Found(master.rows[picked], master.columns[picked], cost, best.bound)
        outside = costs.allowed & ~chosen
        floor = relaxed + float(reduced[outside].min()) if outside.any() else np.inf
        best.bound = max(best.bound, _whole(min(bound, floor, best.cost)))
        if best.bound >= best.cost or floor >= best.cost:
            break
    return best


def _whole(bound: float) -> int:
    """Every cost is whole: a bound rises to the next whole number, but for what floating point may have added."""
    return math.ceil(bound - PRECISION * max(1.0, abs(bound))) if math.isfinite(bound) else 0


def _first_plan(costs: Costs, open_pairs: Bools, good: Bools | None) -> tuple[Ints, Ints]:
    """Any plan at all: among the likely pairs, else among all."""
    fit = good if good is not None else costs.allowed
    found = feasible_pairs(costs, open_pairs, fit) or feasible_pairs(costs, costs.allowed, fit)
    assert found is not None  # noqa: S101 refused before
    return found


def _price_all(
    costs: Costs, open_pairs: Bools, good: Bools | None, over: int, until: float
) -> tuple[float, Floats]:
    """A bound from the relaxation over all pairs, and every pair's reduced cost. ``open_pairs`` grows.

    Whatever the shadow prices, a plan costs at least the value of the programme and the negative reduced costs of the
    pairs outside it (Lagrangian bound): so pricing may end as soon as those are small, or time is up.
    """
    best: tuple[float, Floats] | None = None
    while True:
        value, shadow = relax(build(costs, open_pairs, good, over))
        reduced = reduced_costs(costs, shadow, good)
        outside = np.where(open_pairs, 0, np.minimum(reduced, 0))
        bound = value + float(outside.sum())
        if best is None or bound > best[0]:
            best = bound, reduced
        if bound > value - SMALL or time.monotonic() > until:
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


def _cost(instance: Instance, rows: Ints, columns: Ints) -> int:
    return sum(cost_parts(instance, _ids(instance, rows, columns)).values())


def _ids(instance: Instance, rows: Ints, columns: Ints) -> list[tuple[str, str]]:
    return [
        (instance.organisations[row].id, instance.communities[column].id)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]


def _plan(instance: Instance, costs: Costs, found: _Found, limit: int | None, seconds: float) -> Plan:
    order = np.lexsort((found.rows, found.columns))
    rows, columns = found.rows[order], found.columns[order]
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
        status=Status.OPTIMAL if found.bound >= found.cost else Status.BEST_FOUND,
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
