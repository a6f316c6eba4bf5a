"""Which pairs can still be in a better plan, by what they add to the bound of the shadow prices (Lagrange).

With shadow prices every wish is a question of its own: the cheapest ``size`` helpers, or nobody. What it costs to
answer otherwise, the bound rises by; and what raises it above a plan that is known is in no better plan (fixing by
reduced costs; Nemhauser and Wolsey 1988).
"""

from dataclasses import dataclass

import numpy as np

from .flow import Choice
from .pairs import Floats, Ints, Pairs


@dataclass(frozen=True)
class Reduced:
    """What the bound rises by to ``take`` each pair, to ``leave`` or ``serve`` each wish (infinite: it cannot be)."""

    take: Floats
    leave: Floats
    serve: Floats

    def within(self, margin: float) -> Choice:
        """All that raises the bound by no more."""
        return Choice(self.take <= margin, self.leave <= margin, self.serve > margin)


def reduced_by(pairs: Pairs, worth: Floats) -> Reduced:
    wishes = len(pairs.size)
    paid = pairs.cost + worth[pairs.helper]
    order = np.lexsort((paid, pairs.wish))
    wish, value = pairs.wish[order], paid[order]
    rank = _ranks(wish, wishes)
    inside = rank < pairs.size[wish]
    is_able = np.bincount(pairs.wish, minlength=wishes) >= pairs.size
    together = np.bincount(wish[inside], weights=value[inside], minlength=wishes)
    last = np.zeros(wishes)
    at_last = rank == pairs.size[wish] - 1
    last[wish[at_last]] = value[at_last]
    best = np.where(is_able, np.minimum(pairs.unserved, together), pairs.unserved)
    with_it = together[pairs.wish] + np.maximum(paid - last[pairs.wish], 0)
    return Reduced(
        take=np.where(is_able[pairs.wish], with_it - best[pairs.wish], np.inf),
        leave=pairs.unserved.astype(np.float64) - best,
        serve=np.where(is_able, together - best, np.inf),
    )


def _ranks(wish: Ints, wishes: int) -> Ints:
    """The how manieth of its wish each row is; rows are in order of the wishes."""
    counts = np.bincount(wish, minlength=wishes)
    return np.arange(len(wish)) - np.repeat(np.cumsum(counts) - counts, counts)
