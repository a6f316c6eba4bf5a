"""A share of few or many, said honestly: with how many it is made of, and how far chance alone may have moved it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

TENTH = Decimal("0.1")
NORMAL_95 = Decimal("1.959964")
"""Ninety-five per cent of a normal distribution lie within so many standard deviations."""


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``; with fewer than ``enough`` nothing is said but the two numbers."""

    part: int
    whole: int
    enough: int = 10

    @property
    def is_few(self) -> bool:
        return self.whole < self.enough

    @property
    def percent(self) -> Decimal | None:
        """To one decimal; None of nothing."""
        if not self.whole:
            return None
        return (Decimal(100 * self.part) / self.whole).quantize(TENTH, ROUND_HALF_UP)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's interval in per cent (E. B. Wilson, 1927): where the share lies that the next cases would show, in
        nineteen months of twenty."""
        if not self.whole:
            return None
        with localcontext() as context:
            context.prec = 20
            n, p, z = Decimal(self.whole), Decimal(self.part) / self.whole, NORMAL_95
            middle = (p + z * z / (2 * n)) / (1 + z * z / n)
            reach = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        low, high = max(middle - reach, Decimal(0)), min(middle + reach, Decimal(1))
        return (100 * low).quantize(TENTH, ROUND_HALF_UP), (100 * high).quantize(TENTH, ROUND_HALF_UP)

    @property
    def low(self) -> Decimal | None:
        return self.interval[0] if self.interval else None

    @property
    def high(self) -> Decimal | None:
        return self.interval[1] if self.interval else None
