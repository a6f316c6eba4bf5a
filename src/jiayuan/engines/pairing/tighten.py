"""A tight bound over bundles, and the proof (Dantzig and Wolfe 1960).

Bundles are generated until none could make the relaxation cheaper; smoothed shadow prices keep them from swinging
(Wentges 1997). The bundles that could still be in a better plan, if they can be counted, prove the plan the
best or give way to one that is.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from .bundles import Bundle, Pricing
from .near import near
from .programme import Programme
from .shadow import Shadow

SMALL = 0.5
"""Metres that generation leaves: less than what a whole number rounds away."""
STEP = 0.3
"""How far from the best shadow prices so far towards those of the relaxation the next are taken."""
NEGATIVE = -1e-4
MANY = 60_000
"""Bundles that HiGHS is given at most for the proof."""


@dataclass(frozen=True)
class Bound:
    """No plan costs less than ``value``, by these shadow prices."""

    value: float
    shadow: Shadow


def bound_by_bundles(
    pricing: Pricing, programme: Programme, plan: Iterable[Bundle], shadow: Shadow, *, until: float
) -> Bound:
    """The best bound, by about ``until``; ``plan`` is one to begin with, ``shadow`` a first guess."""
    programme.add(plan)
    offers = pricing.offers(shadow)
    best = Bound(pricing.bound(shadow, offers), shadow)
    programme.add(each.bundle for each in offers)
    while time.monotonic() < until:
        value, now, own = programme.relax()
        if value - best.value < SMALL:
            break
        earned = pricing.earned(now)
        for prices in (best.shadow.toward(now, STEP), now):
            offers = pricing.offers(prices)
            best = max(best, Bound(pricing.bound(prices, offers), prices), key=lambda each: each.value)
            if programme.add(
                each.bundle
                for each in offers
                if pricing.value(each.bundle, earned) - own[each.bundle.organisation] < NEGATIVE
            ):
                break
        else:
            break
    return best


def prove(
    pricing: Pricing, programme: Programme, plan: list[Bundle], cost: int, bound: Bound, *, until: float
) -> tuple[list[Bundle], float]:
    """The best plan of all and its cost as the bound, if time and the number of bundles allow; else what was known.

    Whatever is cheaper than ``plan`` has only bundles whose value lies within the gap of their organisation's cheapest.
    """
    least = pricing.least(pricing.offers(bound.shadow))
    bundles = near(pricing, bound.shadow, least, cost - bound.value, MANY)
    if bundles is None or time.monotonic() > until:
        return plan, bound.value
    programme.add([*plan, *bundles])
    found, floor = programme.decide(plan, until - time.monotonic())
    return found, max(bound.value, min(floor, float(cost)))
