"""What people notice of a plan, whoever made it."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import mean, pstdev

from .model import Ids, Instance, Service
from .propose import way
from .rules import time
from .worth import MINUTES


def service_of(instance: Instance, chosen: Iterable[Ids]) -> Service:
    """:param chosen: pairs that keep every rule."""
    wishes = {each.id: each for each in instance.wishes}
    helpers = {each.id: each for each in instance.helpers}
    starts: dict[str, int] = defaultdict(int)
    loads: Counter[str] = Counter({each.id: each.load for each in instance.helpers})
    ways = []
    for ids in chosen:
        wish, helper = wishes[ids[0]], helpers[ids[1]]
        starts[wish.id] = max(
            starts[wish.id], time((wish.windows, wish.minutes), helper.windows)
        )  # a joint wish begins when all are there
        loads[helper.id] += 1
        ways.append(way(instance, wish.place, helper.place))
    in_time = sum(
        begin + wishes[wish].waited <= instance.hours[wishes[wish].urgency] * MINUTES
        for wish, begin in starts.items()
    )
    full = [loads[each.id] / each.capacity for each in instance.helpers if each.capacity]
    ways.sort()
    return Service(
        served=len(starts) / len(wishes),
        in_time=in_time / len(wishes),
        mean_metres=mean(ways) if ways else 0.0,
        far_metres=ways[math.ceil(0.9 * len(ways)) - 1] if ways else 0,
        fullest=max(full, default=0.0),
        spread=pstdev(full) if full else 0.0,
    )
