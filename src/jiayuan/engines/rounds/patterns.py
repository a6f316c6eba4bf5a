"""Which sets of days will do for a stop that is served so often a week, with so many days between."""

from itertools import combinations

MOST = 500
"""Sets of days a stop may have; more than any week needs."""


def spaced(days: int, often: int, apart: int) -> tuple[tuple[int, ...], ...]:
    """All sets of ``often`` days, each at least ``apart`` after the one before. The week repeats."""
    return tuple(
        chosen
        for chosen in combinations(range(days), often)
        if all(gap >= apart for gap in gaps(chosen, days))
    )


def gaps(chosen: tuple[int, ...], days: int) -> list[int]:
    """Days from each visit to the next, over the end of the week."""
    following = [*chosen[1:], chosen[0] + days]
    return [later - earlier for earlier, later in zip(chosen, following, strict=True)]


def widest(days: int, often: int) -> int:
    """The largest number of days that can lie between each two of so many visits."""
    return days // often
