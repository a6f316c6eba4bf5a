"""Is there a plan at all, and how well can the worst-placed community be served? Answered by flows with lower bounds.

A unit of flow is one organisation serving one community: source → organisation (between ``least`` and ``capacity``) →
community. A community takes its first unit only over pairs that are good enough; whatever else comes is free.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from jiayuan.engines.faults import Fault, Faults

from .costs import Bools, Costs, Floats, Ints

NEAREST = 12
"""Pairs a row and a column that are tried first; all of them only to prove that it cannot be better."""


def likely(costs: Costs, value: Ints | Floats, count: int = NEAREST) -> Bools:
    """The ``count`` cheapest allowed pairs of each organisation and each community, and all fixed ones."""
    ranked = np.where(costs.allowed, value, np.inf)
    marks = costs.fixed.copy()
    for axis in (0, 1):
        most = min(count, ranked.shape[axis])
        best = np.argpartition(ranked, most - 1, axis=axis).take(range(most), axis=axis)
        np.put_along_axis(marks, best, values=True, axis=axis)
    return marks & costs.allowed


@dataclass
class _Network:
    """Arcs with a lower and an upper bound, from and to numbered nodes."""

    tails: list[Ints]
    heads: list[Ints]
    lows: list[Ints]
    highs: list[Ints]

    def add(self, tails: Ints, heads: Ints, lows: Ints, highs: Ints) -> None:
        for name, values in (("tails", tails), ("heads", heads), ("lows", lows), ("highs", highs)):
            getattr(self, name).append(np.broadcast_to(values, np.broadcast(tails, heads).shape))


def feasible_pairs(costs: Costs, open_pairs: Bools, good: Bools) -> tuple[Ints, Ints] | None:
    """Pairs that keep every bound, or None if there are none: a circulation with lower bounds (Hoffman 1960)."""
    many, communities = costs.pair.shape
    goods, anys = many + np.arange(communities), many + communities + np.arange(communities)
    source, sink = many + 2 * communities, many + 2 * communities + 1
    rows, columns = np.nonzero(open_pairs)
    net, big = _Network([], [], [], []), np.array(many * communities + 1)
    net.add(np.full(many, source), np.arange(many), costs.least, costs.capacity)
    into = np.where(good[rows, columns], goods[columns], anys[columns])
    net.add(rows, into, costs.fixed[rows, columns].astype(np.int64), np.ones(len(rows), dtype=np.int64))
    net.add(goods, np.full(communities, sink), *[np.ones(communities, dtype=np.int64)] * 2)
    net.add(goods, anys, np.zeros(communities, dtype=np.int64), big)
    net.add(anys, np.full(communities, sink), costs.wanted - 1, big)
    net.add(np.array([sink]), np.array([source]), np.array([0]), np.array([many * communities]))
    flow = _circulation(net, sink + 1)
    if flow is None:
        return None
    chosen = flow[many : many + len(rows)] > 0
    return rows[chosen], columns[chosen]


def _circulation(net: _Network, nodes: int) -> Ints | None:
    """The flow on each arc, or None."""
    tails, heads, lows, highs = (np.concatenate(each) for each in (net.tails, net.heads, net.lows, net.highs))
    if (lows > highs).any():
        return None
    short = np.zeros(nodes, dtype=np.int64)
    np.add.at(short, heads, lows)
    np.subtract.at(short, tails, lows)
    top, bottom = nodes, nodes + 1
    gains, lacks = np.nonzero(short > 0)[0], np.nonzero(short < 0)[0]
    all_tails = np.concatenate([tails, np.full(len(gains), top), lacks])
    all_heads = np.concatenate([heads, gains, np.full(len(lacks), bottom)])
    room = np.concatenate([highs - lows, short[gains], -short[lacks]])
    graph = coo_array((room.astype(np.int32), (all_tails, all_heads)), shape=(nodes + 2, nodes + 2)).tocsr()
    found = maximum_flow(graph, top, bottom)
    if found.flow_value < short[gains].sum():
        return None
    return lows + np.asarray(found.flow[tails, heads]).ravel().astype(np.int64)


def refuse_impossible(costs: Costs, names: tuple[list[str], list[str]]) -> None:
    """:raises Faults: with every reason that can be named, where no plan keeps all bounds."""
    organisations, communities = names
    faults: list[Fault] = []
    if costs.wanted.sum() > costs.capacity.sum():
        said = f"{costs.wanted.sum()} partners are wanted and the organisations can serve {costs.capacity.sum()}."
        faults.append(Fault("capacity", "organisations", said))
    rows = (
        (
            "forbidden",
            communities,
            costs.allowed.sum(axis=0) < costs.wanted,
            "Too many of its pairs are forbidden.",
        ),
        (
            "least",
            organisations,
            np.minimum(costs.allowed.sum(axis=1), costs.capacity) < costs.least,
            "It has to serve more than it may or can.",
        ),
        (
            "fixed",
            organisations,
            costs.fixed.sum(axis=1) > costs.capacity,
            "More pairs are fixed for it than it can serve.",
        ),
    )
    for code, who, wrong, said in rows:
        faults += [Fault(code, who[number], said) for number in np.nonzero(wrong)[0]]
    for row, column in zip(*np.nonzero(costs.fixed & ~costs.allowed), strict=True):
        where = f"{organisations[row]} + {communities[column]}"
        faults.append(Fault("both", where, "The pair is fixed and forbidden."))
    few = likely(costs, costs.pair)
    if not faults and not any(feasible_pairs(costs, each, each) for each in (few, costs.allowed)):
        said = "The limits contradict one another: allow more pairs, raise capacities or fix fewer pairs."
        faults.append(Fault("together", "file", said))
    if faults:
        raise Faults(faults)


def fair_limit(costs: Costs) -> int:
    """The smallest number of metres that the best partner of every community can keep to at once (a bottleneck
    problem): bisection over the values that occur, on the likely pairs first, proven on all of them."""
    values = np.unique(costs.alone[costs.allowed])
    best = np.where(costs.allowed, costs.alone, np.iinfo(np.int64).max).min(axis=0)
    low, high = int(np.searchsorted(values, best.max())), len(values) - 1
    few = likely(costs, costs.pair) | likely(costs, costs.alone)
    found = _bisect(costs, few, values, low, high)
    if found == low or not _holds(costs, costs.allowed, int(values[found - 1])):
        return int(values[found])
    return int(values[_bisect(costs, costs.allowed, values, low, found - 1)])


def _holds(costs: Costs, open_pairs: Bools, limit: int) -> bool:
    return feasible_pairs(costs, open_pairs, costs.alone <= limit) is not None


def _bisect(costs: Costs, open_pairs: Bools, values: Ints, low: int, high: int) -> int:
    """The first index that holds; the last one is known to."""
    while low < high:
        middle = (low + high) // 2
        if _holds(costs, open_pairs, int(values[middle])):
            high = middle
        else:
            low = middle + 1
    return low
