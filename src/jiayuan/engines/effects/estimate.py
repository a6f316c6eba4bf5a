"""Difference in differences over matched pairs.

Every place counts once, by the means of its weeks: weeks of one place are no independent observations, and treating
them so makes intervals far too narrow (Bertrand, Duflo, Mullainathan (2004), How much should we trust
differences-in-differences estimates?, QJE 119:249-275). Student's interval over pairs; beside it stands how often
signs drawn by lot give as much (Fisher's randomization).
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
from scipy.stats import t as student

from .likeness import Lived, live, pair_up
from .model import Effect, Estimate, Pair, Panel, Trial

FEWEST = 3
"""Pairs for an interval: of two, nothing can be said."""
CERTAINTY = 0.95
_ALL_SIGNS = 12
_DRAWS = 10_000


def estimate(panel: Panel, seed: int = 0) -> Effect:
    """The answer depends on nothing but the panel and ``seed``; the order of its rows does not matter."""
    series = {each.name: each for each in panel.series}
    begun = {each.name for each in panel.trials}
    others = sorted((each for each in panel.series if each.name not in begun), key=lambda each: each.name)
    lived: list[tuple[Trial, Lived]] = []
    short = []
    for trial in sorted(panel.trials, key=lambda each: each.name):
        found = live(series[trial.name], trial.start, panel.window) if trial.name in series else None
        if found is None:
            short.append(trial.name)
        else:
            lived.append((trial, found))
    if not lived:
        return Effect((), (), short)
    couples, unlike = pair_up(lived, others, panel.window)
    pairs = [_pair(one, other) for one, other in couples]
    if not pairs:
        return Effect((), unlike, short)
    differences = [each.difference for each in pairs]
    return Effect(
        pairs,
        unlike,
        short,
        naive=_interval([each.after - each.before for each in pairs]),
        effect=_interval(differences),
        before=_interval([each.apart_before for each in pairs]),
        chance=_chance(differences, seed) if len(pairs) >= FEWEST else None,
    )


def _pair(one: Lived, other: Lived) -> Pair:
    apart = (one.second_half - one.first_half) - (other.second_half - other.first_half)
    return Pair(
        one.series.name, other.series.name, one.before, one.after, other.before, other.after, apart
    )  # fmt: skip


def _interval(values: Sequence[float]) -> Estimate:
    mean = float(np.mean(values))
    if len(values) < FEWEST:
        return Estimate(mean)
    error = float(np.std(values, ddof=1) / np.sqrt(len(values)))
    reach = float(student.ppf((1 + CERTAINTY) / 2, len(values) - 1)) * error
    return Estimate(mean, mean - reach, mean + reach)


def _chance(values: Sequence[float], seed: int) -> float:
    sizes = np.abs(np.array(values, dtype=float))
    if len(values) <= _ALL_SIGNS:
        signs = np.array(list(product((-1, 1), repeat=len(values))))
    else:
        signs = np.random.default_rng(seed).choice((-1, 1), size=(_DRAWS, len(values)))
    least = abs(float(np.sum(values))) * (1 - 1e-12)
    hits = int(np.sum(np.abs(signs @ sizes) >= least))
    if len(values) <= _ALL_SIGNS:
        return hits / len(signs)
    return (hits + 1) / (len(signs) + 1)  # what was measured is a draw as well: never nothing
