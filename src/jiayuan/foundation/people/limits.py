"""How often something may be done. Counted in the shared cache, so that all workers count together."""

import math
import time

from django.core.cache import cache


def take(name: str, amount: int, seconds: int) -> int:
    """Take one of ``amount`` turns that each come back after ``seconds``.

    Every turn is a cache key of its own, taken with ``add``: two requests at once can never have the same one.

    :returns: 0 if a turn was free, else the seconds until the next one is.
    """
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
            return 0
    soonest = min((until for until in taken.values()), default=moment + seconds)
    return max(1, math.ceil(soonest - moment))
