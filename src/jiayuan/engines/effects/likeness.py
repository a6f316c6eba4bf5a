"""Which place is like which: pairs without putting back, so that no place is counted twice.

Optimal matching: Rosenbaum (1989), Optimal matching for observational studies, JASA 84. Compared are the level
and the slope of the weeks before, and the logarithm of the size, each in its own standard deviations. Who is further
away than :data:`FURTHEST` resembles nobody and is left out: better no answer than a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from .model import Series, Trial, Window

FURTHEST = 1.5
"""In standard deviations, over all three (root of the mean square)."""
_FORBIDDEN = 1e6


@dataclass(frozen=True)
class Lived:
    """A place around one start: means of both halves of the weeks before, and of those after."""

    series: Series
    before: float
    after: float
    first_half: float
    second_half: float
    slope: float


def live(series: Series, start: int, window: Window) -> Lived | None:
    """None: too few weeks have a value."""
    early = range(start - window.before, start)
    before = [(week, series.values[week]) for week in early if week in series.values]
    after = [series.values[w] for w in range(start, start + window.after) if w in series.values]
    if min(len(before), len(after)) < window.least:
        return None
    middle = start - window.before // 2
    halves = [[value for week, value in before if (week < middle) is first] for first in (True, False)]
    if not all(halves):
        return None
    weeks, values = (np.array(each, dtype=float) for each in zip(*before, strict=True))
    centred = weeks - weeks.mean()
    slope = float(centred @ values / (centred @ centred))
    return Lived(series, float(values.mean()), _mean(after), _mean(halves[0]), _mean(halves[1]), slope)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def pair_up(
    trials: Sequence[tuple[Trial, Lived]], others: Sequence[Series], window: Window
) -> tuple[list[tuple[Lived, Lived]], list[str]]:
    """Pairs, and the names of those that nothing resembles."""
    rows: list[list[Lived | None]] = [
        [live(other, trial.start, window) for other in others] for trial, _ in trials
    ]
    scale = _scale([lived for _, lived in trials] + [each for row in rows for each in row if each])
    costs = np.full((len(trials), len(others) + len(trials)), _FORBIDDEN)
    for number, (_, lived) in enumerate(trials):
        for column, other in enumerate(rows[number]):
            distance = _distance(lived, other, scale) if other else _FORBIDDEN
            if distance <= FURTHEST:
                costs[number, column] = distance
        costs[number, len(others) + number] = FURTHEST * len(trials)
    chosen = dict(zip(*linear_sum_assignment(costs), strict=True))
    pairs, unlike = [], []
    for number, (trial, lived) in enumerate(trials):
        other = rows[number][chosen[number]] if chosen[number] < len(others) else None
        if other is None:
            unlike.append(trial.name)
        else:
            pairs.append((lived, other))
    return pairs, unlike


def _traits(lived: Lived) -> np.ndarray:
    return np.array([lived.before, lived.slope, np.log(max(lived.series.size, 1))])


def _scale(lives: Sequence[Lived]) -> np.ndarray:
    spread = np.std([_traits(each) for each in lives], axis=0)
    return np.where(spread > 0, spread, 1.0)


def _distance(one: Lived, other: Lived, scale: np.ndarray) -> float:
    return float(np.sqrt(np.mean(((_traits(one) - _traits(other)) / scale) ** 2)))
