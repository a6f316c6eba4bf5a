"""The pairs that can be, as arrays: who is in reach (a k-d tree; Bentley 1975), who keeps every rule, what it costs.

Rules are asked once for every two values that meet (five thousand wishes have some dozens of different needs), and only
of pairs that kept the rules before. Nothing is ever as large as wishes × helpers.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from jiayuan.engines.ground import EARTH

from . import rules
from .model import Instance, Point
from .rules import FAIL, RULES
from .worth import due, load_step, priced, unserved

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
SLACK = 2
"""Metres that the tree looks beyond a reach, before the distance is rounded."""


@dataclass(frozen=True)
class Pairs:
    """Wishes and helpers by their number in the instance. ``fell``: wish × rule, helpers in reach by the first rule
    they failed (the column after the last rule: by none)."""

    wish: Ints
    helper: Ints
    metres: Ints
    starts: Ints
    cost: Ints
    """But for the load."""
    fell: Ints
    unserved: Ints
    size: Ints
    free: Ints
    """Wishes a helper can still take."""
    steps: tuple[Ints, ...]
    """Of each helper, what the first, second … of them costs."""


def pairs_of(instance: Instance) -> Pairs:
    wish, helper, metres = _in_reach(instance)
    sieve = _Sieve(instance, wish, helper)
    levels, starts, kept = sieve.run()
    wish, helper, metres = wish[kept], helper[kept], metres[kept]
    helpers, many = instance.helpers, len(instance.helpers)
    last = np.array([due(instance, each) for each in instance.wishes], dtype=np.int64)
    asked = np.array([each.asked for each in helpers], dtype=np.int64)
    amounts = levels | {
        "metres": metres,
        "starts": starts,
        "late": (starts > last[wish]).astype(np.int64),
        "past": _named(sieve.numbers("past"), wish, helper, many).astype(np.int64),
        "asked": asked[helper],
    }
    free = np.array([max(each.capacity - each.load, 0) for each in helpers], dtype=np.int64)
    useful = np.minimum(free, np.bincount(helper, minlength=many))
    return Pairs(
        wish,
        helper,
        metres,
        starts,
        np.sum(list(priced(instance.prices, amounts).values()), axis=0, dtype=np.int64),
        sieve.fell,
        np.array([unserved(instance.prices, each) for each in instance.wishes], dtype=np.int64),
        np.array([each.size for each in instance.wishes], dtype=np.int64),
        free,
        tuple(
            load_step(instance.prices, each.capacity, each.load + np.arange(count))
            for each, count in zip(helpers, useful.tolist(), strict=True)
        ),
    )


def distances(places: Floats, others: Floats, *, is_geographic: bool) -> Ints:
    """From each place to the other of the same number, in whole metres."""
    if not is_geographic:
        return np.rint(np.hypot(*(places - others).T)).astype(np.int64)
    here, there = np.radians(places), np.radians(others)
    east, north = ((there - here) / 2).T
    flat = np.cos(here[:, 1]) * np.cos(there[:, 1]) * np.sin(east) ** 2
    return np.rint(2 * EARTH * np.arcsin(np.sqrt(np.sin(north) ** 2 + flat))).astype(np.int64)


def points(places: Iterable[Point]) -> Floats:
    return np.array(list(places), dtype=np.float64).reshape(-1, 2)


def _in_reach(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """Pairs in order of the wishes, then of the helpers."""
    wishes, helpers = (
        points(each.place for each in instance.wishes), points(each.place for each in instance.helpers),
    )  # fmt: skip
    reach = np.array([each.reach for each in instance.helpers], dtype=np.float64)
    tree, centres, wide = cKDTree(wishes), helpers, reach + SLACK
    if instance.is_geographic:  # straight through the earth, as the tree measures
        tree, centres = cKDTree(_on_globe(wishes)), _on_globe(helpers)
        wide = 2 * EARTH * np.sin(np.minimum(wide / (2 * EARTH), np.pi / 2)) + SLACK
    near = tree.query_ball_point(centres, wide)
    helper = np.repeat(np.arange(len(helpers)), [len(each) for each in near])
    wish = np.array([each for some in near for each in some], dtype=np.int64)
    metres = distances(wishes[wish], helpers[helper], is_geographic=instance.is_geographic)
    inside = metres <= reach[helper]
    wish, helper, metres = wish[inside], helper[inside], metres[inside]
    order = np.lexsort((helper, wish))
    return wish[order], helper[order], metres[order]


def _on_globe(places: Floats) -> Floats:
    east, north = np.radians(places).T
    return EARTH * np.stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1
    )


def _named(named: Ints, wish: Ints, helper: Ints, many: int) -> Bools:
    return np.isin(wish * many + helper, named)


class _Sieve:
    """Asks one rule after another of the pairs that are left."""

    def __init__(self, instance: Instance, wish: Ints, helper: Ints) -> None:
        self.instance, self.wish, self.helper = instance, wish, helper
        self.left = np.arange(len(wish))
        self.amounts: dict[str, Ints] = {}
        self.fell = np.zeros((len(instance.wishes), len(RULES) + 1), dtype=np.int64)

    def run(self) -> tuple[dict[str, Ints], Ints, Ints]:
        """Amounts, beginnings and numbers of the pairs that keep every rule."""
        wishes, helpers, many = self.instance.wishes, self.instance.helpers, len(self.instance.helpers)
        self._by_value(
            "skill", rules.skill, [(w.any_of, w.all_of) for w in wishes], [*map(rules.skills_of, helpers)]
        )
        self._by_value(
            "qualification",
            rules.qualification,
            [each.qualifications for each in wishes],
            [each.qualifications for each in helpers],
        )
        self._by_value(
            "language",
            rules.language,
            [each.languages for each in wishes],
            [each.languages for each in helpers],
        )
        self._by_value(
            "declined", rules.declined, [each.kinds for each in wishes], [each.declines for each in helpers]
        )
        self._by_value("tier", rules.tier, [each.tiers for each in wishes], [each.tier for each in helpers])
        self._by_value(
            "group", rules.group, [each.groups for each in wishes], [each.groups for each in helpers]
        )
        for code, name in (("excluded", "excluded"), ("refused", "refused")):
            wish, helper = self.wish[self.left], self.helper[self.left]
            self._keep(code, ~_named(self.numbers(name), wish, helper, many))
        self._keep("out", ~np.array([each.is_out for each in helpers], dtype=bool)[self.helper[self.left]])
        self._by_value(
            "time",
            rules.time,
            [(each.windows, each.minutes) for each in wishes],
            [each.windows for each in helpers],
        )
        room = np.array([each.load < each.capacity for each in helpers], dtype=bool)
        self._keep("full", room[self.helper[self.left]])
        np.add.at(self.fell[:, -1], self.wish[self.left], 1)
        names = {"levels": "skill", "languages": "language", "tiers": "tier"}
        amounts = {name: self.amounts[code] for name, code in names.items()}
        return amounts, self.amounts["time"], self.left

    def numbers(self, name: str) -> Ints:
        """Pairs that one of the two names, each as one number."""
        wishes, helpers = self.instance.wishes, self.instance.helpers
        if name == "refused":
            of_wish = {each.id: number for number, each in enumerate(wishes)}
            found = [
                of_wish[other] * len(helpers) + number
                for number, each in enumerate(helpers)
                for other in each.refused
                if other in of_wish
            ]
        else:
            of_helper = {each.id: number for number, each in enumerate(helpers)}
            found = [
                number * len(helpers) + of_helper[other]
                for number, each in enumerate(wishes)
                for other in getattr(each, name)
                if other in of_helper
            ]
        return np.array(found, dtype=np.int64)

    def _by_value(
        self,
        code: str,
        rule: Callable[[Any, Any], int],
        of_wishes: Sequence[Hashable],
        of_helpers: Sequence[Hashable],
    ) -> None:
        one, firsts = _numbered(of_wishes)
        two, seconds = _numbered(of_helpers)
        met, where = np.unique(
            one[self.wish[self.left]] * len(seconds) + two[self.helper[self.left]], return_inverse=True
        )
        said = [rule(firsts[each // len(seconds)], seconds[each % len(seconds)]) for each in met.tolist()]
        amounts = np.array(said, dtype=np.int64)[where]
        self._keep(code, amounts != FAIL, amounts)

    def _keep(self, code: str, kept: Bools, amounts: Ints | None = None) -> None:
        np.add.at(self.fell[:, RULES.index(code)], self.wish[self.left[~kept]], 1)
        self.left = self.left[kept]
        self.amounts = {name: values[kept] for name, values in self.amounts.items()}
        if amounts is not None:
            self.amounts[code] = amounts[kept]


def _numbered(values: Sequence[Hashable]) -> tuple[Ints, list[Any]]:
    """Each value as a number, and the values by number."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(each, len(numbers)) for each in values], dtype=np.int64), list(
        numbers
    )
