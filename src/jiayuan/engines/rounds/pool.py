"""The best week that can be put together from rounds that were seen (set partitioning; Balinski and Quandt 1964).

Variables: x(r,d) in {0,1}, round r is driven on day d; y(i,p) in {0,1}, stop i has pattern p. Least Σ cost(r)·x(r,d),
where every stop has one pattern, is in one round on each of its days and in none on the others, and no day has more
trucks than there are. Solved by HiGHS (Huangfu and Hall 2018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from jiayuan.engines.highs import quiet

from .model import Stop

Pool = dict[tuple[str, ...], int]
"""Rounds as rows of stops, and what each costs."""
MOST = 3_000
"""Columns that HiGHS is given; the rounds seen last come first."""
TAKEN = 0.5
Driven = list[tuple[int, tuple[str, ...]]]
"""Days and rounds."""


@dataclass(frozen=True)
class Week:
    """What is served, and by how many trucks a day at most (None: as many as are needed)."""

    stops: Sequence[Stop]
    days: int
    trucks: int | None


def recombined(week: Week, pool: Pool, begin: Driven, seconds: float) -> Driven:
    """The cheapest week of these rounds found in time; the one to ``begin`` with if there is none better."""
    return _Programme(week, pool, begin).decide(seconds)


class _Programme:
    def __init__(self, week: Week, pool: Pool, begin: Driven) -> None:
        self.stops, self.days, self.begin = week.stops, week.days, begin
        self.row = {stop.id: number * week.days for number, stop in enumerate(week.stops)}
        self.open = {stop.id: {day for each in stop.patterns for day in each} for stop in week.stops}
        self.highs = quiet()
        count, days = len(week.stops), week.days
        most = highspy.kHighsInf if week.trucks is None else week.trucks
        lower = np.concatenate([np.zeros(count * days), np.ones(count), np.zeros(days)])
        upper = np.concatenate([np.zeros(count * days), np.ones(count), np.full(days, most)])
        nothing = np.array([], dtype=np.int32)
        self.highs.addRows(len(lower), lower, upper, 0, nothing, nothing, nothing.astype(float))
        self.columns: Driven = []
        self.patterns: list[tuple[str, tuple[int, ...]]] = []
        self._add_rounds(pool)
        self._add_patterns()

    def _add_rounds(self, pool: Pool) -> None:
        """Each on every day on which all its stops may be served, those of the beginning first."""
        known = {round_: pool[round_] for _, round_ in self.begin} | dict(reversed(pool.items()))
        for round_, cost in known.items():
            fits = set.intersection(*(self.open[each] for each in round_))
            for day in sorted(fits):
                rows = [self.row[each] + day for each in round_] + [len(self.stops) * (self.days + 1) + day]
                self._column(cost, sorted(rows), np.ones(len(rows)))
                self.columns.append((day, round_))
            if len(self.columns) > MOST:
                return

    def _add_patterns(self) -> None:
        for number, stop in enumerate(self.stops):
            for pattern in stop.patterns:
                rows = [self.row[stop.id] + day for day in sorted(pattern)] + [
                    len(self.stops) * self.days + number
                ]
                self._column(0, rows, np.array([-1.0] * len(pattern) + [1.0]))
                self.patterns.append((stop.id, tuple(sorted(pattern))))

    def _column(self, cost: int, rows: list[int], values: "np.typing.NDArray[np.float64]") -> None:
        self.highs.addCol(float(cost), 0, 1, len(rows), np.array(rows, dtype=np.int32), values)

    def decide(self, seconds: float) -> Driven:
        many = len(self.columns) + len(self.patterns)
        every = np.arange(many, dtype=np.int32)
        self.highs.changeColsIntegrality(many, every, np.full(many, highspy.HighsVarType.kInteger))
        begun = set(self.begin)
        served = _served(self.begin)
        start = [float(each in begun) for each in self.columns]
        start += [float(served.get(stop) == pattern) for stop, pattern in self.patterns]
        self.highs.setSolution(many, every, np.array(start))
        self.highs.setOptionValue("time_limit", max(seconds, 0.1))
        self.highs.run()
        if self.highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return self.begin
        value = self.highs.getSolution().col_value
        return [each for each, much in zip(self.columns, value, strict=False) if much > TAKEN]


def _served(driven: Driven) -> Mapping[str, tuple[int, ...]]:
    days: dict[str, list[int]] = {}
    for day, round_ in driven:
        for each in round_:
            days.setdefault(each, []).append(day)
    return {stop: tuple(sorted(found)) for stop, found in days.items()}
