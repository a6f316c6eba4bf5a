"""Counts in steps, and what can be said of them. The single value is never kept, so a median is read off the steps."""

from bisect import bisect_left
from collections.abc import Mapping

EDGES = (15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 420, 600, 900, 1200, 1800)
"""Seconds; a time stands at the first edge that it does not pass."""
LEFT_OPEN = 9999
"""The step of forms that lay open for more than half an hour: the time says nothing then, only how often it was so."""
MOST_FIELDS = 60
SMALLEST = 5
"""Of fewer entries nothing is said."""


def step_of(seconds: int) -> int:
    at = bisect_left(EDGES, seconds)
    return EDGES[at] if at < len(EDGES) else LEFT_OPEN


def median_seconds(steps: Mapping[int, int]) -> float | None:
    """Without those left open, evenly spread inside the step where the middle one lies. None of none."""
    known = {edge: steps[edge] for edge in EDGES if steps.get(edge)}
    total = sum(known.values())
    if not total:
        return None
    passed, middle = 0, total / 2
    for edge, count in known.items():
        if passed + count >= middle:
            at = EDGES.index(edge)
            lower = EDGES[at - 1] if at else 0
            return lower + (edge - lower) * (middle - passed) / count
        passed += count
    raise AssertionError("the middle lies inside the whole")


def median_count(steps: Mapping[int, int]) -> float | None:
    """Of whole numbers that stand each in a step of their own; between two middle ones their mean. None of none."""
    total = sum(steps.values())
    if not total:
        return None
    middle = [_at(steps, place) for place in ((total - 1) // 2, total // 2)]
    return sum(middle) / 2


def _at(steps: Mapping[int, int], place: int) -> int:
    passed = 0
    for value in sorted(steps):
        passed += steps[value]
        if place < passed:
            return value
    raise AssertionError("the place lies inside the whole")
