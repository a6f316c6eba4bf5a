"""The plan as a mixed-integer programme over a part of all pairs, and what its shadow prices say of the others.

Sets: organisations o, communities c, needs n of c. Variables: x(o,c) in {0,1}; u(n) in [0,1], the need is met by no
partner; s(o), t(o) >= 0, work beyond the fair share, up to a quarter more and beyond. Least cost
Σ pair(o,c)·x + Σ unmet(n)·u + over·Σ s + 3·over·Σ t, where every row of :func:`rows_of` holds. Solved by HiGHS
(Huangfu and Hall 2018), which SciPy brings.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array

from .costs import Bools, Costs, Ints

Floats = NDArray[np.float64]
STEEP = 3
"""How much dearer work is beyond the tolerated quarter."""


@dataclass(frozen=True)
class Master:
    """``matrix @ variables <= limits``; the first ``len(rows)`` variables are pairs."""

    rows: Ints
    columns: Ints
    matrix: csr_array
    limits: Floats
    prices: Floats
    upper: Floats
    fixed: Bools


def tolerated(costs: Costs) -> Ints:
    """Work over the share that is still cheap: a quarter of it, at least one unit."""
    return np.maximum(costs.share // 4, 1)


def need_entries(costs: Costs) -> tuple[Ints, Ints]:
    """Skills and communities of all needs."""
    skills, communities = np.nonzero(costs.needs)
    return skills, communities


def build(costs: Costs, open_pairs: Bools, good: Bools | None, over: int) -> Master:
    """The programme over ``open_pairs``; ``good`` are pairs of which every community has to have one."""
    rows, columns = np.nonzero(open_pairs)
    many, communities = costs.pair.shape
    pairs, (skills, needy) = len(rows), need_entries(costs)
    entries: list[tuple[Ints, Ints, Ints]] = []
    limits: list[Ints] = []
    begin = 0

    def block(row: Ints, column: Ints, value: Ints | int, limit: Ints) -> int:
        nonlocal begin
        entries.append((row + begin, column, np.broadcast_to(value, row.shape)))
        limits.append(limit)
        begin += len(limit)
        return begin - len(limit)

    of_pair = np.arange(pairs)
    block(columns, of_pair, -1, -costs.wanted)
    chosen = good[rows, columns] if good is not None else np.zeros(pairs, dtype=bool)
    block(columns[chosen], of_pair[chosen], -1, np.full(communities, -1 if good is not None else 0))
    block(rows, of_pair, 1, costs.capacity)
    block(rows, of_pair, -1, -costs.least)
    start = block(rows, of_pair, costs.work[columns], costs.share)
    spare = pairs + len(skills)
    every = np.arange(many)
    entries += [(every + start, spare + each * many + every, np.full(many, -1)) for each in (0, 1)]
    numbers = np.full(costs.needs.shape, -1)
    numbers[skills, needy] = np.arange(len(skills))
    pair, skill = np.nonzero(costs.has[rows] & (costs.needs[:, columns].T > 0))
    start = block(numbers[skill, columns[pair]], pair, -1, np.full(len(skills), -1))
    entries.append((start + np.arange(len(skills)), pairs + np.arange(len(skills)), np.full(len(skills), -1)))
    row, column, value = (np.concatenate(each) for each in zip(*entries, strict=True))
    prices = np.concatenate(
        [
            costs.pair[rows, columns],
            costs.needs[skills, needy],
            np.full(many, over),
            np.full(many, STEEP * over),
        ]
    )
    upper = np.concatenate([np.ones(pairs + len(skills)), tolerated(costs), np.full(many, np.inf)])
    fixed = np.zeros(len(prices), dtype=bool)
    fixed[:pairs] = costs.fixed[rows, columns]
    matrix = coo_array((value.astype(float), (row, column)), shape=(begin, len(prices))).tocsr()
    return Master(
        rows, columns, matrix, np.concatenate(limits).astype(float), prices.astype(float), upper, fixed
    )


def relax(master: Master) -> tuple[float, Floats]:
    """The least cost if pairs may be parted, and the shadow price of every row (at most 0)."""
    bounds = np.column_stack([master.fixed.astype(float), master.upper])
    done = linprog(master.prices, A_ub=master.matrix, b_ub=master.limits, bounds=bounds, method="highs")
    if done.status != 0:
        raise ArithmeticError(f"The relaxation was not solved: {done.message}")
    return float(done.fun), np.asarray(done.ineqlin.marginals)


def reduced_costs(costs: Costs, shadow: Floats, good: Bools | None) -> Floats:
    """What bringing in each pair, open or not, would add at least: its price less what the rows pay for it."""
    many, communities = costs.pair.shape
    skills, needy = need_entries(costs)
    wanted, fair, capacity, least, over, needs = np.split(
        shadow, np.cumsum([communities, communities, many, many, many])
    )
    reduced = costs.pair + wanted[None, :] - capacity[:, None] + least[:, None]
    reduced = reduced - over[:, None] * costs.work[None, :]
    if good is not None:
        reduced = reduced + np.where(good, fair[None, :], 0)
    if len(skills):
        paid = np.zeros((costs.has.shape[1], communities))
        paid[skills, needy] = needs
        reduced = reduced + costs.has.astype(float) @ paid
    return np.where(costs.allowed, reduced, np.inf)


def decide(master: Master, seconds: float) -> tuple[Bools | None, float]:
    """Which pairs to choose, if any were found in time; and what no choice among these can undercut."""
    done = milp(
        master.prices,
        constraints=LinearConstraint(master.matrix, -np.inf, master.limits),
        integrality=np.concatenate(
            [np.ones(len(master.rows)), np.zeros(len(master.prices) - len(master.rows))]
        ),
        bounds=Bounds(master.fixed.astype(float), master.upper),
        options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 0.0},
    )
    bound = float(done.mip_dual_bound) if done.mip_dual_bound is not None else -np.inf
    return (None if done.x is None else done.x[: len(master.rows)] > 0.5), bound
