"""How often something may be done. Counted in the shared cache, so that all workers count together."""

import math
import time

from django.core.cache import cache

Limit = tuple[str, int, int]
"""(name, amount, seconds), as :func:`take` has them."""


def take(name: str, amount: int, seconds: int) -> int:
    """Take one of ``amount`` turns that each come back after ``seconds``.

    Every turn is a cache key of its own, taken with ``add``: two requests at once can never have the same one.

    :returns: 0 if a turn was free, else the seconds until the next one is.
    """
    return _take(name, amount, seconds)[1]


def take_all(*limits: Limit) -> tuple[Limit, int] | None:
    """Take a turn of each, in this order, or none at all: what was taken before one refused is given back.

    :returns: None if every turn was free, else the limit that refused and the seconds until it has a turn again.
    """
    taken: list[str] = []
    for limit in limits:
        key, wait = _take(*limit)
        if wait:
            cache.delete_many(taken)
            return limit, wait
        taken.append(key)
    return None


def _take(name: str, amount: int, seconds: int) -> tuple[str, int]:
    """The key of the turn taken and 0, or nothing and the seconds to wait."""
    moment = time.time()
    keys = [f"turn:{name}:{amount}/{seconds}:{number}" for number in range(amount)]
    taken = cache.get_many(keys)
    for key in keys:
        if (
            taken.get(key, math.inf) <= moment
        ):  # come back by our clock, though the cache still keeps it by its own
            cache.delete(key)
            del taken[key]
        if key not in taken and cache.add(key, moment + seconds, seconds):
            return key, 0
    soonest = min((until for until in taken.values()), default=moment + seconds)
    return "", max(1, math.ceil(soonest - moment))
