"""The best assignment of all open wishes, proven where time allows.

1. Pairs that can be (``pairs``), and the flow over all of them (``flow``). Without joint wishes that is the best plan.
2. With joint wishes some may be half served. Leave those: a first plan.
3. The programme in whole numbers, over what rises the bound of the shadow prices by little (``tighten``): a good plan.
4. The same over all that could be in a better one: the best plan of all, or a bound when time is up.
"""

import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from jiayuan.engines.plans import Status

from .check import cost_parts
from .explain import alternatives, unserved
from .flow import TAKEN, WHOLE, Choice, Found, Programme
from .model import Instance, Match, Plan
from .pairs import Bools, Pairs, pairs_of
from .service import service_of
from .tighten import reduced_by
from .worth import parts_of

PRECISION = 1e-9
"""Share of a bound that floating point may have added."""
MARGIN = 1_000.0
"""Metres that the first programme in whole numbers looks beyond the relaxation."""
FOR_FIRST = 0.4
"""Share of the time for it."""


def solve(instance: Instance, *, seconds: float = 60.0, seed: int = 0) -> Plan:
    """The cheapest plan, or the best found in about ``seconds`` (the flow itself is always brought to its end)."""
    begun = time.monotonic()
    search = _Search(pairs_of(instance), begun + seconds, seed)
    search.run()
    return _plan(instance, search, time.monotonic() - begun)


@dataclass
class _Search:
    pairs: Pairs
    until: float
    seed: int

    def run(self) -> None:
        wishes = len(self.pairs.size)
        everything = Choice(
            np.ones(len(self.pairs.wish), dtype=bool),
            np.ones(wishes, dtype=bool),
            np.zeros(wishes, dtype=bool),
        )
        self.relaxed = Programme(self.pairs, everything, self.seed).relax()
        self.bound = self.lowest = _whole(self.relaxed.value)
        self.found = self.relaxed
        if not self.relaxed.is_whole:
            self.found = self._round(self.relaxed)
            self._search()

    def _round(self, relaxed: Found) -> Found:
        """Joint wishes that are half served are left; the rest is a flow."""
        left = relaxed.left > WHOLE
        joint, wishes = self.pairs.size > 1, len(self.pairs.size)
        choice = Choice(np.ones(len(self.pairs.wish), dtype=bool), ~joint | left, joint & left)
        found = Programme(self.pairs, choice, self.seed).relax()
        return replace(found, left=found.left[:wishes])

    def _search(self) -> None:
        reduced = reduced_by(self.pairs, self.relaxed.worth)
        margin, share = MARGIN, FOR_FIRST
        while self.bound < self.cost and time.monotonic() < self.until:
            margin = min(margin, self.cost - self.relaxed.value)
            programme = Programme(self.pairs, reduced.within(margin + WHOLE), self.seed)
            begin = self.found if self.cost - self.relaxed.value <= margin else None
            found, floor = programme.decide(begin, share * (self.until - time.monotonic()))
            if found is not None and round(found.value) < self.cost:
                self.found = found
            floor = min(floor, self.relaxed.value + margin) if begin is None else floor
            self.bound = max(self.bound, min(_whole(floor), self.cost))
            if begin is not None:
                return
            margin, share = float("inf"), 1.0

    @property
    def cost(self) -> int:
        return round(self.found.value)

    @property
    def takes(self) -> Bools:
        return self.found.takes > TAKEN


def _whole(bound: float) -> int:
    """Every cost is whole: a bound rises to the next whole number, but for what floating point may have added."""
    return math.ceil(bound - max(PRECISION * abs(bound), WHOLE))


def _plan(instance: Instance, search: _Search, seconds: float) -> Plan:
    pairs, takes = search.pairs, search.takes
    matches = tuple(_matches(instance, pairs, takes))
    chosen = [(each.wish, each.helper) for each in matches]
    parts = cost_parts(instance, chosen)
    cost = sum(parts.values())
    return Plan(
        matches=matches,
        unserved=unserved(instance, pairs, takes),
        cost=cost,
        bound=search.bound,
        relaxed=search.lowest,
        status=Status.OPTIMAL if search.bound >= cost else Status.BEST_FOUND,
        seconds=seconds,
        parts=parts,
        service=service_of(instance, chosen),
        shadow={
            each.id: worth
            for each, worth in zip(instance.helpers, search.relaxed.worth.tolist(), strict=True)
            if worth
        },
    )


def _matches(instance: Instance, pairs: Pairs, takes: Bools) -> Iterator[Match]:
    loads: Counter[int] = Counter()
    others = alternatives(instance, pairs, takes)
    for number, other in zip(np.nonzero(takes)[0].tolist(), others, strict=True):
        row, metres = int(pairs.helper[number]), int(pairs.metres[number])
        wish, helper = instance.wishes[pairs.wish[number]], instance.helpers[row]
        parts = parts_of(instance, wish, helper, metres, helper.load + loads[row])
        loads[row] += 1
        yield Match(wish.id, helper.id, metres, int(pairs.starts[number]), sum(parts.values()), parts, other)
