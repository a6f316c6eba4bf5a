"""Which sets of days will do for a stop that is served so often a week, with so many days between."""

from functools import lru_cache
from math import comb

MOST = 500
"""Sets of days a stop may have; more than any week needs."""


@lru_cache(maxsize=256)
def spaced(days: int, often: int, apart: int) -> tuple[tuple[int, ...], ...]:
    """The sets of ``often`` days, each at least ``apart`` after the one before; the week repeats. Where there are more
    than :data:`MOST`, as many of them, as far from each other as can be in their order."""
    if often * apart > days:
        return ()
    count = sum(_after(first, first, days, often, apart) for first in range(days))
    ranks = range(count) if count <= MOST else (each * count // MOST for each in range(MOST))
    return tuple(_in_order(rank, days, often, apart) for rank in ranks)


def _in_order(rank: int, days: int, often: int, apart: int) -> tuple[int, ...]:
    """The set that stands at this place when all are written in order, found without writing the others."""
    chosen: list[int] = []
    day = 0
    while len(chosen) < often:
        first = chosen[0] if chosen else day
        count = _after(day, first, days, often - len(chosen), apart)
        if rank < count:
            chosen.append(day)
            day += apart
        else:
            rank -= count
            day += 1
    return tuple(chosen)


def _after(day: int, first: int, days: int, left: int, apart: int) -> int:
    """In how many ways ``day`` and ``left - 1`` days after it can be chosen, the last not too near the next first."""
    last = min(days - 1, first + days - apart)
    if day > last:
        return 0
    room = last - (day + apart) + 1 - (left - 2) * (apart - 1)
    return comb(max(room, 0), left - 1)


def gaps(chosen: tuple[int, ...], days: int) -> list[int]:
    """Days from each visit to the next, over the end of the week."""
    following = [*chosen[1:], chosen[0] + days]
    return [later - earlier for earlier, later in zip(chosen, following, strict=True)]


def widest(days: int, often: int) -> int:
    """The largest number of days that can lie between each two of so many visits."""
    return days // often
