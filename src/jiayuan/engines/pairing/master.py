"""The plan as a mixed-integer programme over a part of all pairs, and what its shadow prices say of the others.

Sets: organisations o, communities c, needs n of c. Variables: x(o,c) in {0,1}; u(n) in [0,1], the need is met by no
partner; s(o), t(o) >= 0, work beyond the fair share, up to a quarter more and beyond. Least cost
Σ pair(o,c)·x + Σ unmet(n)·u + over·Σ s + 3·over·Σ t, where every row of :func:`build` holds. Solved by HiGHS
(Huangfu and Hall 2018).
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import coo_array, csr_array

from jiayuan.engines.highs import quiet

from .costs import STEEP, Bools, Costs, Floats, Ints, tolerated
from .shadow import Shadow

TAKEN = 0.5
"""Above it a variable that is 0 or 1 is 1."""


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


def need_entries(costs: Costs) -> tuple[Ints, Ints]:
    """Skills and communities of all needs."""
    skills, communities = np.nonzero(costs.needs)
    return skills, communities


def build(costs: Costs, open_pairs: Bools, good: Bools | None) -> Master:
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
            np.full(many, costs.over),
            np.full(many, STEEP * costs.over),
        ]
    )
    upper = np.concatenate([np.ones(pairs + len(skills)), tolerated(costs), np.full(many, np.inf)])
    fixed = np.zeros(len(prices), dtype=bool)
    fixed[:pairs] = costs.fixed[rows, columns]
    matrix = coo_array((value.astype(float), (row, column)), shape=(begin, len(prices))).tocsr()
    return Master(
        rows, columns, matrix, np.concatenate(limits).astype(float), prices.astype(float), upper, fixed
    )


def _highs(master: Master, whole: int) -> "highspy.Highs":
    """The programme in HiGHS, its first ``whole`` variables whole numbers."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = master.matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = master.prices, master.fixed.astype(float), master.upper
    lp.row_lower_, lp.row_upper_ = np.full(lp.num_row_, -highspy.kHighsInf), master.limits
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = master.matrix.indptr, master.matrix.indices
    lp.a_matrix_.value_ = master.matrix.data
    highs = quiet()
    highs.passModel(lp)
    if whole:
        kinds = np.full(whole, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(whole, np.arange(whole, dtype=np.int32), kinds)
    return highs


def relax(master: Master) -> tuple[float, Floats]:
    """The least cost if pairs may be parted, and the shadow price of every row (at most 0)."""
    highs = _highs(master, 0)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"The relaxation was not solved: {highs.getModelStatus()}")
    return float(highs.getInfo().objective_function_value), np.array(highs.getSolution().row_dual)


def _split(costs: Costs, shadow: Floats) -> list[Floats]:
    """By the blocks of :func:`build`: wanted, fair, capacity, least, over, needs."""
    many, communities = costs.pair.shape
    return np.split(shadow, np.cumsum([communities, communities, many, many, many]))


def shadow_of(costs: Costs, shadow: Floats) -> Shadow:
    """What communities pay by these shadow prices; what organisations pay, bundles reckon themselves."""
    wanted, fair, *_, needs = _split(costs, shadow)
    skills, needy = need_entries(costs)
    paid = np.zeros(costs.needs.shape)
    paid[skills, needy] = np.clip(-needs, 0, costs.needs[skills, needy])
    return Shadow(np.maximum(-wanted, 0), np.maximum(-fair, 0), paid)


def reduced_costs(costs: Costs, shadow: Floats, good: Bools | None) -> Floats:
    """What bringing in each pair, open or not, would add at least: its price less what the rows pay for it."""
    communities = costs.pair.shape[1]
    skills, needy = need_entries(costs)
    wanted, fair, capacity, least, over, needs = _split(costs, shadow)
    reduced = costs.pair + wanted[None, :] - capacity[:, None] + least[:, None]
    reduced = reduced - over[:, None] * costs.work[None, :]
    if good is not None:
        reduced = reduced + np.where(good, fair[None, :], 0)
    if len(skills):
        paid = np.zeros((costs.has.shape[1], communities))
        paid[skills, needy] = needs
        reduced = reduced + costs.has.astype(float) @ paid
    return np.where(costs.allowed, reduced, np.inf)


def decide(master: Master, seconds: float, begin: Bools) -> tuple[Bools, float]:
    """Which pairs to choose, as good as was found in time from the plan ``begin`` on; and what no choice undercuts.

    :param begin: organisation × community, within the programme.
    """
    pairs = len(master.rows)
    highs = _highs(master, pairs)
    chosen = begin[master.rows, master.columns]
    start = np.arange(pairs, dtype=np.int32)
    highs.setSolution(pairs, start, chosen.astype(float))
    highs.setOptionValue("time_limit", max(seconds, 0.1))
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        chosen = np.array(highs.getSolution().col_value)[:pairs] > TAKEN
    return chosen, float(info.mip_dual_bound)
