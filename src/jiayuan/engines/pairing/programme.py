"""The plan as a programme over bundles: every organisation takes one, every community has what it wants.

Variables: λ(b) in {0,1}, bundle b is taken; u(n) >= 0, need n is met by no partner. Least
Σ cost(b)·λ(b) + Σ unmet(n)·u(n), where every organisation has one bundle, every community is in as many as it wants and
in one that is good for it, and u(n) + Σ λ(b) over bundles that meet n is at least 1. Solved by HiGHS (Huangfu and Hall
2018); new bundles are added to the solved relaxation, which goes on from where it was.
"""

from collections.abc import Iterable

import highspy
import numpy as np

from jiayuan.engines.highs import quiet

from .bundles import Bundle
from .costs import Bools, Costs, Floats, overwork
from .master import TAKEN
from .shadow import Shadow


class Programme:
    """Begins without bundles; :meth:`relax` and :meth:`decide` need enough for a plan."""

    def __init__(self, costs: Costs, good: Bools | None) -> None:
        self.costs, self.good = costs, good
        self.bundles: list[Bundle] = []
        self._known: set[Bundle] = set()
        self._skills, self._needy = np.nonzero(costs.needs)
        organisations, communities = costs.pair.shape
        self._need_row = np.full(costs.needs.shape, -1)
        self._need_row[self._skills, self._needy] = 2 * communities + np.arange(len(self._skills))
        self._last = 2 * communities + len(self._skills)
        self._highs = quiet()
        fair = np.full(communities, 1.0 if good is not None else 0.0)
        lower = np.concatenate([costs.wanted, fair, np.ones(len(self._skills)), np.ones(organisations)])
        upper = np.full(len(lower), highspy.kHighsInf)
        upper[self._last :] = 1
        nothing = np.array([], dtype=np.int32)
        self._highs.addRows(len(lower), lower, upper, 0, nothing, nothing, nothing.astype(float))
        for row, price in zip(
            range(2 * communities, self._last), costs.needs[self._skills, self._needy], strict=True
        ):
            self._highs.addCol(float(price), 0, highspy.kHighsInf, 1, np.array([row], np.int32), np.ones(1))

    def add(self, bundles: Iterable[Bundle]) -> int:
        """How many of them were new."""
        new = [each for each in dict.fromkeys(bundles) if each not in self._known]
        for each in new:
            rows = self._rows(each)
            self._highs.addCol(
                float(self._cost(each)), 0, highspy.kHighsInf, len(rows), rows, np.ones(len(rows))
            )
        self.bundles += new
        self._known.update(new)
        return len(new)

    def _rows(self, bundle: Bundle) -> "np.typing.NDArray[np.int32]":
        columns = np.array(bundle.communities, dtype=np.int64)
        row = bundle.organisation
        rows = [columns, np.array([self._last + row])]
        if self.good is not None:
            rows.append(columns[self.good[row, columns]] + self.costs.pair.shape[1])
        met = self._need_row[np.ix_(self.costs.has[row], columns)].ravel()
        rows.append(met[met >= 0])
        return np.sort(np.concatenate(rows)).astype(np.int32)

    def _cost(self, bundle: Bundle) -> int:
        columns = list(bundle.communities)
        loads = np.zeros(len(self.costs.share), dtype=np.int64)
        loads[bundle.organisation] = self.costs.work[columns].sum()
        beyond = overwork(self.costs, loads)[bundle.organisation]
        return int(self.costs.pair[bundle.organisation, columns].sum() + beyond)

    def cost(self, plan: Iterable[Bundle]) -> int:
        """What a plan costs, its unmet needs included."""
        serves = as_serves(plan, self.costs.pair.shape)
        unmet = np.where(self.costs.has.T.astype(int) @ serves, 0, self.costs.needs).sum()
        return int(unmet) + sum(map(self._cost, as_bundles(serves)))

    def relax(self) -> tuple[float, Shadow, Floats]:
        """The least cost if bundles may be parted, its shadow prices, and what each organisation's bundle may be worth.

        :raises ArithmeticError: HiGHS did not solve it.
        """
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"The relaxation was not solved: {self._highs.getModelStatus()}")
        dual = np.array(self._highs.getSolution().row_dual)
        communities = self.costs.pair.shape[1]
        needs = np.zeros(self.costs.needs.shape)
        prices = self.costs.needs[self._skills, self._needy]
        needs[self._skills, self._needy] = np.clip(dual[2 * communities : self._last], 0, prices)
        shadow = Shadow(
            np.maximum(dual[:communities], 0), np.maximum(dual[communities : 2 * communities], 0), needs
        )
        return float(self._highs.getInfo().objective_function_value), shadow, dual[self._last :]

    def decide(self, begin: Iterable[Bundle], seconds: float) -> tuple[list[Bundle], float]:
        """The cheapest choice of whole bundles found in time, from the plan ``begin`` on; and what none undercuts."""
        needs = len(self._skills)
        many = needs + len(self.bundles)
        self._highs.changeColsIntegrality(
            len(self.bundles),
            np.arange(needs, many, dtype=np.int32),
            np.full(len(self.bundles), highspy.HighsVarType.kInteger),
        )
        taken = set(begin)
        start = np.array([float(each in taken) for each in self.bundles])
        self._highs.setSolution(len(start), np.arange(needs, many, dtype=np.int32), start)
        self._highs.setOptionValue("time_limit", max(seconds, 0.1))
        self._highs.run()
        info, value = self._highs.getInfo(), self._highs.getSolution().col_value
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return list(taken), float(info.mip_dual_bound)
        found = [each for each, much in zip(self.bundles, value[needs:], strict=True) if much > TAKEN]
        return found, float(info.mip_dual_bound)


def as_bundles(serves: Bools) -> list[Bundle]:
    """A plan by organisation; who serves nobody has the empty bundle."""
    return [Bundle(row, tuple(np.nonzero(serves[row])[0].tolist())) for row in range(len(serves))]


def as_serves(bundles: Iterable[Bundle], shape: tuple[int, ...]) -> Bools:
    serves = np.zeros(shape, dtype=bool)
    for each in bundles:
        serves[each.organisation, list(each.communities)] = True
    return serves
