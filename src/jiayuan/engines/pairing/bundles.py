"""Bundles: everything that one organisation takes on, and which would be worth most at given shadow prices.

What work beyond the fair share costs depends on all that an organisation does together. Pairs that may be parted get
round it (two thirds of a community here, a third there); whole bundles cannot.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .costs import Bools, Costs, Floats, Ints, overwork
from .shadow import Shadow

FIXED_BONUS = 1e9
"""Metres by which a fixed pair is preferred, so that it is in every bundle."""
TABLE = 50_000_000
"""Cells of the table that :class:`Pricing` may fill: some 50 MB."""


class Bundle(NamedTuple):
    """A row and its columns, in order."""

    organisation: int
    communities: tuple[int, ...]


class Offer(NamedTuple):
    """``value``: what the bundle costs less what the shadow prices pay for it."""

    value: float
    bundle: Bundle


def overwork_of(costs: Costs, most: int) -> Ints:
    """What ``0 … most`` units of work cost each organisation beyond its share (organisation × work)."""
    loads = np.arange(most + 1)
    return np.stack([overwork(costs, np.full(len(costs.share), load)) for load in loads], axis=1)


class Pricing:
    """The cheapest bundle of every organisation, for each number of communities, by dynamic programming.

    Communities with as much work differ only in what they earn; so of each such class only the ``capacity`` best can
    be in the best bundle. The table (organisation × communities taken × work) is filled item by item, for all
    organisations at once.
    """

    def __init__(self, costs: Costs, good: Bools | None) -> None:
        self.costs = costs
        self.good = good if good is not None else np.zeros(costs.pair.shape, dtype=bool)
        self.most = int(min(costs.capacity.max(initial=0), costs.pair.shape[1]))
        self.classes = np.unique(costs.work)
        self.load = self.most * int(self.classes.max(initial=0))
        self.has = costs.has.astype(np.float64)
        items = self.most * len(self.classes)
        self.is_too_large = len(costs.share) * (self.most + 1) * (self.load + 1) * items > TABLE
        self.over = overwork_of(costs, self.load)

    def bound(self, shadow: Shadow, offers: list[Offer]) -> float:
        """What every plan costs at least (Lagrangian bound)."""
        paid = float((self.costs.wanted * shadow.wanted).sum() + shadow.fair.sum() + shadow.needs.sum())
        return paid + float(self.least(offers).sum())

    def least(self, offers: list[Offer]) -> Floats:
        """The value of each organisation's cheapest bundle."""
        best = np.full(len(self.costs.share), np.inf)
        for value, bundle in offers:
            best[bundle.organisation] = min(best[bundle.organisation], value)
        return best

    def earned(self, shadow: Shadow) -> Floats:
        """What each pair earns less its price; minus infinity where it is forbidden."""
        paid = shadow.wanted[None, :] + np.where(self.good, shadow.fair[None, :], 0) + self.has @ shadow.needs
        return np.where(self.costs.allowed, paid - self.costs.pair, -np.inf)

    def value(self, bundle: Bundle, earned: Floats) -> float:
        """What a bundle costs less what it earns."""
        columns = list(bundle.communities)
        load = int(self.costs.work[columns].sum())
        return float(self.over[bundle.organisation, load] - earned[bundle.organisation, columns].sum())

    def offers(self, shadow: Shadow) -> list[Offer]:
        """For every organisation the cheapest bundle of each size that it may have."""
        items = list(self._items(self.earned(shadow) + np.where(self.costs.fixed, FIXED_BONUS, 0)))
        best, took = self._fill(items)
        value = best - self.over[:, None, :]
        found: list[Offer] = []
        must = self.costs.fixed.sum(axis=1)
        for size in range(self.most + 1):
            loads = value[:, size].argmax(axis=1)
            worth = np.take_along_axis(value[:, size], loads[:, None], 1)[:, 0]
            may = (
                (self.costs.least <= size)
                & (size <= self.costs.capacity)
                & (must <= size)
                & np.isfinite(worth)
            )
            rows = np.nonzero(may)[0]
            sets = _retrace(items, took, rows, size, loads[rows])
            found += [
                Offer(float(must[row] * FIXED_BONUS - worth[row]), Bundle(int(row), columns))
                for row, columns in zip(rows, sets, strict=True)
            ]
        return found

    def _items(self, earned: Floats) -> Iterator[tuple[int, Floats, Ints]]:
        """Work, earnings and column of the best communities of each organisation and class, the best first."""
        for work in self.classes.tolist():
            columns = np.nonzero(self.costs.work == work)[0]
            order = np.argsort(-earned[:, columns], axis=1, kind="stable")[:, : self.most]
            values = np.take_along_axis(earned[:, columns], order, 1)
            for rank in range(order.shape[1]):
                yield work, values[:, rank], columns[order[:, rank]]

    def _fill(self, items: list[tuple[int, Floats, Ints]]) -> tuple[Floats, list[Bools]]:
        best = np.full((len(self.costs.share), self.most + 1, self.load + 1), -np.inf)
        best[:, 0, 0] = 0
        took = []
        for work, value, _ in items:
            with_it = np.full_like(best, -np.inf)
            with_it[:, 1:, work:] = best[:, :-1, : self.load + 1 - work] + value[:, None, None]
            took.append(with_it > best)
            best = np.maximum(best, with_it)
        return best, took


def _retrace(
    items: list[tuple[int, Floats, Ints]], took: list[Bools], rows: Ints, size: int, loads: Ints
) -> list[tuple[int, ...]]:
    """Which columns stand behind these cells of the table."""
    left, loads = np.full(len(rows), size), loads.copy()
    sets: list[list[int]] = [[] for _ in rows]
    for (work, _, columns), taken in zip(reversed(items), reversed(took), strict=True):
        now = taken[rows, left, loads]
        for number in np.nonzero(now)[0]:
            sets[number].append(int(columns[rows[number]]))
        left, loads = left - now, loads - work * now
    return [tuple(sorted(each)) for each in sets]
