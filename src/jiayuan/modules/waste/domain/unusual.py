"""When a weight is out of the ordinary.

By median and median deviation of the weeks before, which a single odd week does not move: modified z-score of Iglewicz
and Hoaglin (1993), How to detect and handle outliers, limit 3.5. A small change is never one, however even the weeks
before were: nobody is sent to look at ten kilograms.
"""

from collections.abc import Sequence
from statistics import median

from ..quality_enums import Flag

FEWEST = 5
"""Weeks before, to know what is usual."""
LIMIT = 3.5
_SCALE = 0.6745
SHARE, KILOGRAMS = 0.3, 20.0
"""It differs by at least so much of the usual, and by so many kilograms a collection."""


def usual_of(before: Sequence[float]) -> float | None:
    return median(before) if len(before) >= FEWEST else None


def flag_of(value: float, before: Sequence[float]) -> str:
    """``value`` and ``before``: kilograms a collection. Empty: nothing out of the ordinary, or too few weeks to say."""
    usual = usual_of(before)
    if usual is None:
        return ""
    apart = abs(value - usual)
    if apart < max(SHARE * usual, KILOGRAMS):
        return ""
    spread = median(abs(each - usual) for each in before)
    if spread > 0 and _SCALE * apart / spread <= LIMIT:
        return ""
    return Flag.FALL if value < usual else Flag.JUMP
