"""A plan made better region by region: some organisations decide anew with all their communities, the others stay.

Large neighbourhood search (Shaw 1998). A region is small enough to be decided well in a second or two; so a plan for a
thousand organisations comes near its bound long before the programme over all of them has found anything.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .costs import Bools, Costs, Ints
from .master import build, decide

SIZES = ((80, 4.0), (200, 8.0), (400, 20.0))
"""Organisations of a region, and seconds for one: small ones first, larger ones when those bring nothing more."""
SWEEPS = 2
"""Times that every organisation is, on average, within a region without gain before regions grow."""
SEED = 20261130


def improve(costs: Costs, good: Bools | None, likely: Bools, serves: Bools, *, until: float) -> Bools:
    """The plan when no region brings a gain any more, or when time is up; never a dearer one.

    :param likely: pairs that may come into the plan.
    :param serves: the plan, organisation × community, as is the answer.
    """
    for size, seconds in SIZES:
        idle = 0
        for rows in _regions(costs, size):
            if time.monotonic() > until:
                return serves
            if idle * size > SWEEPS * len(serves):
                break
            inside = np.zeros((len(serves), 1), dtype=bool)
            inside[rows] = True
            settled = replace(costs, fixed=costs.fixed | (serves & ~inside))
            master = build(settled, serves | (likely & inside), good)
            picked, _ = decide(master, min(seconds, until - time.monotonic()), serves)
            anew = np.zeros_like(serves)
            anew[master.rows[picked], master.columns[picked]] = True
            idle = 0 if (anew != serves).any() else idle + 1
            serves = anew
        if size >= len(serves):
            break
    return serves


def _regions(costs: Costs, size: int) -> Iterator[Ints]:
    """The organisations around one community after another, by lot."""
    lot = np.random.default_rng(SEED)
    while True:
        for column in lot.permutation(costs.pair.shape[1]):
            yield np.argsort(costs.metres[:, column], kind="stable")[:size]
