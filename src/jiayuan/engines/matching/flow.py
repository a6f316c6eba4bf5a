"""The plan as a flow of least cost, and what its shadow prices say of every pair.

Sets: wishes w, helpers h, pairs (w,h) that keep every rule. Variables: x(w,h) in [0,1]; u(w) in [0,1], nobody takes w;
z(h,k) in [0,1], helper h takes a k-th wish. Least Σ cost(w,h)·x + Σ unserved(w)·u + Σ step(h,k)·z, where

    every wish has all its helpers or none     Σₕ x(w,h) + size(w)·u(w) = size(w)
    (joint ones: and so has each part of it)   x(w,h) + u(w) ≤ 1
    a helper takes a place for every wish      Σ_w x(w,h) − Σₖ z(h,k) = 0

The steps of a helper grow, so that the cheap ones are taken first: a cost that is convex in the load. Where all sizes
are 1, this is a flow in a network, whose corners are whole (Hoffman and Kruskal 1956): the simplex method gives the
best plan itself. With joint wishes u(w) has to be made whole; for any whole u the rest is a flow again. Solved by
HiGHS (Huangfu and Hall 2018).
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import coo_array, csr_array

from jiayuan.engines.highs import quiet

from .pairs import Bools, Floats, Ints, Pairs

TAKEN = 0.5
WHOLE = 1e-6


@dataclass(frozen=True)
class Choice:
    """Some of all pairs, and of every wish whether it may and whether it must be left."""

    pairs: Bools
    may_leave: Bools
    must_leave: Bools


@dataclass(frozen=True)
class Found:
    """``takes``: which pairs, ``left``: which wishes (both between 0 and 1), ``worth``: of a place with each helper."""

    value: float
    takes: Floats
    left: Floats
    worth: Floats

    @property
    def is_whole(self) -> bool:
        return bool(np.minimum(np.abs(self.takes), np.abs(self.takes - 1)).max(initial=0) < WHOLE) and bool(
            np.minimum(np.abs(self.left), np.abs(self.left - 1)).max(initial=0) < WHOLE
        )


class Programme:
    """The programme over the pairs of a choice; everything else is left out of it."""

    def __init__(self, pairs: Pairs, choice: Choice, seed: int) -> None:
        self.pairs, self.choice = pairs, choice
        self.of_pair = np.nonzero(choice.pairs)[0]
        self.owner = np.repeat(np.arange(len(pairs.free)), [len(each) for each in pairs.steps])
        self.first_left = len(self.of_pair) + len(self.owner)
        self.highs = quiet()
        self.highs.setOptionValue("random_seed", seed)
        self.highs.passModel(self._model())

    def _model(self) -> "highspy.HighsLp":
        pairs, choice = self.pairs, self.choice
        size = pairs.size
        free = (size > 1) & choice.may_leave & ~choice.must_leave
        matrix, parts = self._matrix(free)
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        steps = np.concatenate([*pairs.steps, np.zeros(0)])
        lp.col_cost_ = np.concatenate([pairs.cost[self.of_pair], steps, pairs.unserved]).astype(float)
        lp.col_lower_ = np.concatenate([np.zeros(self.first_left), choice.must_leave]).astype(float)
        lp.col_upper_ = np.concatenate([np.ones(self.first_left), choice.may_leave]).astype(float)
        nothing, no_limit = np.zeros(len(pairs.free)), np.full(parts, -highspy.kHighsInf)
        lp.row_lower_ = np.concatenate([size, nothing, no_limit]).astype(float)
        lp.row_upper_ = np.concatenate([size, nothing, np.ones(parts)]).astype(float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
        lp.a_matrix_.value_ = matrix.data
        return lp

    def _matrix(self, free: Bools) -> tuple[csr_array, int]:
        """Rows of wishes, of helpers, and of every part of a joint wish whose fate is open."""
        wish, helper = self.pairs.wish[self.of_pair], self.pairs.helper[self.of_pair]
        wishes, helpers, here = len(self.pairs.size), len(self.pairs.free), np.arange(len(wish))
        joint = np.nonzero(free[wish])[0]
        rows = wishes + helpers + np.arange(len(joint))
        slots = len(here) + np.arange(len(self.owner))
        blocks: list[tuple[Ints, Ints, Ints | float]] = [
            (wish, here, 1.0),
            (np.arange(wishes), self.first_left + np.arange(wishes), self.pairs.size),
            (wishes + helper, here, 1.0),
            (wishes + self.owner, slots, -1.0),
            (rows, joint, 1.0),
            (rows, self.first_left + wish[joint], 1.0),
        ]
        row, column = (np.concatenate([each[number] for each in blocks]) for number in (0, 1))
        value = np.concatenate([np.broadcast_to(each[2], each[0].shape) for each in blocks]).astype(float)
        shape = (wishes + helpers + len(joint), self.first_left + wishes)
        return coo_array((value, (row, column)), shape=shape).tocsr(), len(joint)

    def relax(self) -> Found:
        """:raises ArithmeticError: HiGHS did not solve it."""
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"The flow was not solved: {self.highs.getModelStatus()}")
        return self._found()

    def decide(self, begin: Found | None, seconds: float) -> tuple[Found | None, float]:
        """The best whole answer found in time, from ``begin`` on; and what no choice undercuts.

        All variables are said to be whole, not only u: HiGHS then finds the cuts that it needs.
        """
        every = np.arange(self.first_left + len(self.pairs.size), dtype=np.int32)
        self.highs.changeColsIntegrality(
            len(every), every, np.full(len(every), highspy.HighsVarType.kInteger)
        )
        if begin is not None:
            self.highs.setSolution(len(every), every, self._values(begin))
        self.highs.setOptionValue("time_limit", max(seconds, 0.1))
        self.highs.run()
        info = self.highs.getInfo()
        is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return self._found() if is_found else None, float(info.mip_dual_bound)

    def _values(self, found: Found) -> Floats:
        """What every variable is where this is the plan."""
        loads = np.bincount(self.pairs.helper, weights=found.takes > TAKEN, minlength=len(self.pairs.free))
        first = np.cumsum([0, *(len(each) for each in self.pairs.steps)])[:-1]
        step = np.arange(len(self.owner)) - first[self.owner]
        return np.concatenate([found.takes[self.of_pair], step < loads[self.owner], found.left]).astype(float)

    def _found(self) -> Found:
        solution = self.highs.getSolution()
        values = np.array(solution.col_value)
        takes = np.zeros(len(self.pairs.wish))
        takes[self.of_pair] = values[: len(self.of_pair)]
        dual = np.array(solution.row_dual)
        wishes, helpers = len(self.pairs.size), len(self.pairs.free)
        worth = -dual[wishes : wishes + helpers] if len(dual) else np.zeros(helpers)
        return Found(
            float(self.highs.getInfo().objective_function_value), takes, values[self.first_left :], worth
        )
