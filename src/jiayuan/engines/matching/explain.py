"""Why this one: what the cheapest other helper would add, all else left as it is. Why nobody: who fell out where."""

import numpy as np

from .model import Alternative, Instance, Unserved
from .pairs import Bools, Floats, Ints, Pairs
from .rules import RULES

NEVER = np.inf


def loads_of(pairs: Pairs, takes: Bools) -> Ints:
    """Wishes that each helper takes by this plan."""
    return np.bincount(pairs.helper[takes], minlength=len(pairs.free))


def alternatives(instance: Instance, pairs: Pairs, takes: Bools) -> list[Alternative | None]:
    """For each pair that is taken, in order; None where nobody else who can has room."""
    loads = loads_of(pairs, takes)
    last, following = _steps(pairs, loads)
    instead = np.where(takes, NEVER, pairs.cost + following[pairs.helper])
    order = np.lexsort((pairs.metres, instead, pairs.wish))
    first = np.searchsorted(pairs.wish[order], np.arange(len(pairs.size)))
    found: list[Alternative | None] = []
    for number in np.nonzero(takes)[0].tolist():
        other = order[first[pairs.wish[number]]]
        if instead[other] == NEVER:
            found.append(None)
            continue
        extra = instead[other] - pairs.cost[number] - last[pairs.helper[number]]
        found.append(Alternative(instance.helpers[pairs.helper[other]].id, int(extra)))
    return found


def _steps(pairs: Pairs, loads: Ints) -> tuple[Floats, Floats]:
    """Of each helper, what the last wish of the plan costs and what one more would."""
    last, following = np.zeros(len(loads)), np.full(len(loads), NEVER)
    for helper, (steps, load) in enumerate(zip(pairs.steps, loads.tolist(), strict=True)):
        if load:
            last[helper] = steps[load - 1]
        if load < len(steps):
            following[helper] = steps[load]
    return last, following


def unserved(instance: Instance, pairs: Pairs, takes: Bools) -> tuple[Unserved, ...]:
    """Every wish that nobody takes, in order, and why."""
    room = loads_of(pairs, takes) < pairs.free
    ready = np.bincount(pairs.wish[room[pairs.helper]], minlength=len(pairs.size))
    is_served = np.zeros(len(pairs.size), dtype=bool)
    is_served[pairs.wish[takes]] = True
    return tuple(
        Unserved(
            instance.wishes[wish].id,
            _reason(pairs, wish, int(ready[wish])),
            int(pairs.fell[wish, -1]),
            {code: int(count) for code, count in zip(RULES, pairs.fell[wish], strict=False) if count},
        )
        for wish in np.nonzero(~is_served)[0].tolist()
    )


def _reason(pairs: Pairs, wish: int, ready: int) -> str:
    fell, size = pairs.fell[wish], int(pairs.size[wish])
    if fell[-1] >= size:
        return "price" if ready >= size else "taken"
    if fell[-1]:
        return "too_few"
    return RULES[int(np.nonzero(fell)[0].max(initial=0))]
