"""National ID numbers are not collected: a column full of them is recognised by its check digits."""

import re
from typing import Any

_SHAPE = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "10X98765432"
ENOUGH = 3


def is_identity_number(value: Any) -> bool:
    """Eighteen places with a possible birthday and the right check digit (GB 11643)."""
    text = str(value or "").strip()
    if not _SHAPE.fullmatch(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return _DIGITS[total % 11] == text[-1].upper()


class IdentityWatch:
    """Counts them by column while a table is read."""

    def __init__(self) -> None:
        self.counts: dict[int, int] = {}

    def see(self, cells: list[Any]) -> int | None:
        """The column that has just shown itself to hold ID numbers, if one has."""
        for index, value in enumerate(cells):
            if isinstance(value, str) and len(value) >= 18 and is_identity_number(value):
                self.counts[index] = self.counts.get(index, 0) + 1
                if self.counts[index] >= ENOUGH:
                    return index
        return None
