"""Every bundle that could still be in a better plan."""

from dataclasses import dataclass, field

import numpy as np

from .bundles import Bundle, Pricing
from .costs import Floats
from .shadow import Shadow


def near(pricing: Pricing, shadow: Shadow, least: Floats, margin: float, many: int) -> list[Bundle] | None:
    """Every bundle whose value is at most ``margin`` above the ``least`` of its organisation; None if more than
    ``many``. A plan with any other bundle costs more than the bound of these shadow prices and the margin together.
    """
    earned, costs = pricing.earned(shadow), pricing.costs
    found: list[Bundle] = []
    for row in range(len(least)):
        fixed = np.nonzero(costs.fixed[row])[0]
        worth = np.where(costs.fixed[row], -np.inf, earned[row])
        order = np.argsort(-worth, kind="stable")
        order = order[np.isfinite(worth[order])]
        search = _Search(
            worth=worth[order].tolist(),
            work=costs.work[order].tolist(),
            over=pricing.over[row].tolist(),
            least=int(costs.least[row]) - len(fixed),
            limit=float(least[row]) + margin,
            many=many - len(found),
        )
        room = int(costs.capacity[row]) - len(fixed)
        search.run(0, room, float(earned[row][fixed].sum()), int(costs.work[fixed].sum()), ())
        if len(search.found) > search.many:
            return None
        names, always = order.tolist(), fixed.tolist()
        found += [
            Bundle(row, tuple(sorted([*always, *(names[each] for each in chosen)])))
            for chosen in search.found
        ]
    return found


@dataclass
class _Search:
    """Depth first over communities in the order of what they earn (``worth``), the best first."""

    worth: list[float]
    work: list[int]
    over: list[int]
    least: int
    limit: float
    many: int
    found: list[tuple[int, ...]] = field(default_factory=list)

    def run(self, begin: int, room: int, earned: float, load: int, chosen: tuple[int, ...]) -> None:
        if len(self.found) > self.many:
            return
        if len(chosen) >= self.least and self.over[load] - earned <= self.limit:
            self.found.append(chosen)
        if not room:
            return
        for each in range(begin, len(self.worth)):
            worth = self.worth[each]
            most = earned + worth * (room if worth > 0 else 1)
            if self.over[load] - most > self.limit:
                return  # whatever follows earns still less
            self.run(each + 1, room - 1, earned + worth, load + self.work[each], (*chosen, each))
