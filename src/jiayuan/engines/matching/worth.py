"""What two that can are worth to one another, in metres; for single numbers and for arrays alike."""

from collections.abc import Mapping
from typing import Any

from . import rules
from .model import WEIGHT, Helper, Instance, Parts, Prices, Wish

MINUTES = 60
DAY = 24 * MINUTES
MOST_DAYS = 60


def priced(prices: Prices, amounts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a cost, but for the load. ``amounts``: as in :func:`amounts_of`."""
    return {
        "distance": amounts["metres"],
        "skill": prices.skill * amounts["levels"],
        "language": prices.language * amounts["languages"],
        "tier": prices.tier * amounts["tiers"],
        "availability": prices.wait * (amounts["starts"] // MINUTES),
        "late": prices.late * amounts["late"],
        "past": -prices.past * amounts["past"],
        "fairness": prices.asked * amounts["asked"],
    }


def due(instance: Instance, wish: Wish) -> int:
    """The minute from now until when it should have begun; what is overdue should begin now."""
    return max(instance.hours[wish.urgency] * MINUTES - wish.waited, 0)


def amounts_of(instance: Instance, wish: Wish, helper: Helper, metres: int) -> dict[str, int]:
    """For two that break no rule."""
    starts = rules.time((wish.windows, wish.minutes), helper.windows)
    return {
        "metres": metres,
        "levels": rules.skill((wish.any_of, wish.all_of), rules.skills_of(helper)),
        "languages": rules.language(wish.languages, helper.languages),
        "tiers": rules.tier(wish.tiers, helper.tier),
        "starts": starts,
        "late": int(starts > due(instance, wish)),
        "past": int(helper.id in wish.past),
        "asked": helper.asked,
    }


def load_step(prices: Prices, capacity: Any, load: Any) -> Any:
    """What one wish more costs a helper who has ``load``: the steps grow, so that work is spread (convex)."""
    return prices.load * (2 * load + 1) // capacity


def parts_of(instance: Instance, wish: Wish, helper: Helper, metres: int, load: int) -> Parts:
    """Everything that this helper, with ``load`` wishes before it, costs for this wish."""
    parts = priced(instance.prices, amounts_of(instance, wish, helper, metres))
    return parts | {"load": int(load_step(instance.prices, helper.capacity, load))}


def unserved(prices: Prices, wish: Wish) -> int:
    """What it costs that nobody takes a wish. A joint one counts once, however many it needs."""
    return prices.unserved * WEIGHT[wish.urgency] + prices.waited * min(wish.waited // DAY, MOST_DAYS)
