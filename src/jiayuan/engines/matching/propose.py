"""For one wish the helpers that fit best, each with its reasons, and why near ones were left out."""

import heapq

from jiayuan.engines.ground import metres as on_globe

from .model import Helper, Instance, LeftOut, Offer, Point, Proposal, Wish
from .rules import broken, time
from .worth import parts_of

NEAR = 10
"""Helpers who fail a hard rule that are named, the nearest first."""


def propose(instance: Instance, wish: Wish, *, most: int = 5, near: int = NEAR) -> Proposal:
    """The ``most`` best by cost; the nearer, then the first by id, where it is the same."""
    offers, others = [], []
    for helper in instance.helpers:
        metres = way(instance, wish.place, helper.place)
        if metres <= helper.reach and not broken(wish, helper, metres):
            offers.append(_offer(instance, wish, helper, metres))
        else:
            others.append((metres, helper.id, helper))
    best = heapq.nsmallest(most, offers, key=lambda each: (each.cost, each.metres, each.helper))
    nearest = heapq.nsmallest(near, others, key=lambda each: each[:2])
    left_out = tuple(LeftOut(name, metres, broken(wish, each, metres)) for metres, name, each in nearest)
    return Proposal(wish.id, tuple(best), left_out, len(offers), len(offers) >= wish.size)


def way(instance: Instance, here: Point, there: Point) -> int:
    """Metres between two places."""
    if instance.is_geographic:
        return on_globe(here[1], here[0], there[1], there[0])
    return round(((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5)


def _offer(instance: Instance, wish: Wish, helper: Helper, metres: int) -> Offer:
    parts = parts_of(instance, wish, helper, metres, helper.load)
    starts = time((wish.windows, wish.minutes), helper.windows)
    return Offer(helper.id, sum(parts.values()), metres, starts, parts)
