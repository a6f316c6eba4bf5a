"""What is asked and what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

RARE = 0.05
"""What comes by chance less often is taken for an effect."""


@dataclass(frozen=True)
class Series:
    """One place. ``values``: by the number of the week; a week without a value is left out. ``size``: households."""

    name: str
    size: int
    values: Mapping[int, float]


@dataclass(frozen=True)
class Trial:
    """A place where something began in week ``start``."""

    name: str
    start: int


@dataclass(frozen=True)
class Window:
    """Weeks looked at before and after the start, and how many of each must have a value."""

    before: int = 8
    after: int = 8
    least: int = 4


@dataclass(frozen=True)
class Panel:
    """All places, and those in which something began. The others are what they are compared with."""

    series: Sequence[Series]
    trials: Sequence[Trial]
    window: Window = field(default_factory=Window)


@dataclass(frozen=True)
class Pair:
    """A place and the one that is like it; means of the weeks before and after."""

    name: str
    like: str
    before: float
    after: float
    like_before: float
    like_after: float
    apart_before: float
    """How far the two moved apart in the second half of the weeks before: nothing had begun yet."""

    @property
    def difference(self) -> float:
        return (self.after - self.before) - (self.like_after - self.like_before)


@dataclass(frozen=True)
class Estimate:
    """A mean, and where there are pairs enough a 95 % interval: in 19 of 20 trials one like it
    holds the truth."""

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def is_told_apart_from_nothing(self) -> bool:
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Effect:
    """``naive``: only before and after, which takes for an effect whatever else happened. ``unlike``: nothing resembles
    them. ``short``: too few weeks."""

    pairs: Sequence[Pair]
    unlike: Sequence[str]
    short: Sequence[str]
    naive: Estimate | None = None
    effect: Estimate | None = None
    before: Estimate | None = None
    """Of ``apart_before``: told apart from nothing, it says that the comparison does not hold."""
    chance: float | None = None
    """How often signs drawn by lot give as large a mean: exact up to twelve pairs, else of 10,000 draws."""

    @property
    def is_clear(self) -> bool:
        """Neither Student's interval nor signs drawn by lot explain it; of fewer than six pairs the lot always may."""
        apart = self.effect is not None and self.effect.is_told_apart_from_nothing
        return apart and self.chance is not None and self.chance <= RARE
