"""Why this one: what the cheapest other partner for the same place would add, everything else left as it is."""

from dataclasses import dataclass

import numpy as np

from .costs import Bools, Costs, Ints, overwork
from .model import Alternative, Instance

NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class _Now:
    """Who serves whom, the work of each organisation, and what its work beyond the share costs."""

    serves: Bools
    loads: Ints
    extra: Ints


def alternatives(
    instance: Instance, costs: Costs, rows: Ints, columns: Ints, limit: int | None
) -> list[Alternative | None]:
    """For each pair of the plan, in its order; None where nobody else may or can, or where the pair is fixed."""
    serves = np.zeros(costs.pair.shape, dtype=bool)
    serves[rows, columns] = True
    counts, loads = serves.sum(axis=1), serves @ costs.work
    now = _Now(serves, loads, overwork(costs, loads))
    found: list[Alternative | None] = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if costs.fixed[row, column] or counts[row] - 1 < costs.least[row]:
            found.append(None)
            continue
        extra = _extras(costs, now, (row, column))
        can = costs.allowed[:, column] & ~serves[:, column] & (counts < costs.capacity)
        if limit is not None:
            others = serves[:, column].copy()
            others[row] = False
            if not (costs.alone[others, column] <= limit).any():
                can &= costs.alone[:, column] <= limit
        best = int(np.where(can, extra, NEVER).argmin())
        found.append(Alternative(instance.organisations[best].id, int(extra[best])) if can[best] else None)
    return found


def _extras(costs: Costs, now: _Now, pair: tuple[int, int]) -> Ints:
    """What each organisation in the place of the pair's would add for its community."""
    row, column = pair
    others = now.serves[:, column].copy()
    others[row] = False
    met = costs.has[others].any(axis=0) if others.any() else np.zeros(costs.has.shape[1], dtype=bool)
    lacking = np.where(met, 0, costs.needs[:, column])
    unmet = lacking.sum() - costs.has.astype(np.int64) @ lacking
    work = np.zeros_like(now.loads)
    work[row] = costs.work[column]
    without = overwork(costs, now.loads - work)
    heavier = overwork(costs, now.loads + costs.work[column]) - now.extra
    way = costs.pair[:, column] - costs.pair[row, column]
    result: Ints = way + (unmet - unmet[row]) + heavier - (now.extra[row] - without[row])
    return result
