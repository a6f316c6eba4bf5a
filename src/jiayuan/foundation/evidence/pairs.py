"""Before and after, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Generic, TypeVar

Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Pair(Generic[Shown]):
    """What it was and what it became; one side may be missing."""

    before: Shown | None
    after: Shown | None


def pair(before: Sequence[Shown], after: Sequence[Shown]) -> list[Pair[Shown]]:
    """The first with the first, the second with the second; what is left over stands alone."""
    return [Pair(*both) for both in zip_longest(before, after)]
