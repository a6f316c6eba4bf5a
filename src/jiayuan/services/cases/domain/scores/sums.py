"""Lines added up, for units and places, as they were frozen and as they stand with what was corrected since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from jiayuan.foundation.places.paths import ancestors

from ...models import ScoreLine, ScoreMonth, ScoreTotal
from ...score_enums import RATED, TIMED, UNIT_ALONE
from ..queries.satisfaction import FEW
from .shares import Share

TENTH = Decimal("0.1")


class Judged(Protocol):
    """A line or a correction of one: what counts of it."""

    is_late: bool
    rated: int
    satisfied: int
    stars: int
    why: str


@dataclass
class Sums:
    """``lines`` closings; of ``timed`` of them the time counts, of ``rated`` the stars."""

    lines: int = 0
    timed: int = 0
    in_time: int = 0
    rated: int = 0
    satisfied: int = 0
    stars: int = 0

    def add(self, line: Judged, sign: int = 1) -> None:
        self.lines += sign
        if line.why in TIMED:
            self.timed += sign
            self.in_time += sign * (not line.is_late)
        if line.why in RATED:
            self.rated += sign * line.rated
            self.satisfied += sign * line.satisfied
            self.stars += sign * line.stars

    @property
    def on_time(self) -> Share:
        return Share(self.in_time, self.timed)

    @property
    def satisfaction(self) -> Share:
        return Share(self.satisfied, self.rated, FEW)

    @property
    def mean(self) -> Decimal | None:
        """Mean stars to one decimal; None for too few."""
        if self.rated < FEW:
            return None
        return (Decimal(self.stars) / self.rated).quantize(TENTH, ROUND_HALF_UP)

    @property
    def uncounted(self) -> int:
        return self.lines - self.timed


Key = int | str
"""A unit, or the path of a place."""


def keys_of(line: ScoreLine) -> Iterable[Key]:
    """Whose sums a line is part of. What a unit did not finish, and a part of a case, is in its own alone."""
    yield line.unit_id
    if line.why not in UNIT_ALONE:
        path = line.place_id[:12]
        yield from (*ancestors(path), path)


def summed(lines: Iterable[ScoreLine]) -> Mapping[Key, Sums]:
    found: dict[Key, Sums] = defaultdict(Sums)
    for line in lines:
        for key in keys_of(line):
            found[key].add(line)
    return found


def totals_of(month: ScoreMonth, sums: Mapping[Key, Sums]) -> list[ScoreTotal]:
    """Unsaved rows."""
    return [
        ScoreTotal(
            month=month, **({"unit_id": key} if isinstance(key, int) else {"place_id": key}), **vars(each)
        )
        for key, each in sums.items()
    ]


def sums_of(total: ScoreTotal) -> Sums:
    return Sums(total.lines, total.timed, total.in_time, total.rated, total.satisfied, total.stars)
