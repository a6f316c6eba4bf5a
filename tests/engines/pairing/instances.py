"""Instances for the tests: drawn by lot, small enough to try every plan there is."""

import random
from itertools import chain, combinations
from typing import Any

from jiayuan.engines.pairing import Instance
from jiayuan.engines.pairing.check import cost_parts
from jiayuan.engines.pairing.costs import costs_of
from jiayuan.engines.pairing.model import Ids

SKILLS = ("law", "repair", "teaching")


def drawn(seed: int, organisations: int = 3, communities: int = 3) -> dict[str, Any]:
    """The JSON of an instance. Some have no plan at all."""
    lot = random.Random(seed)

    def where() -> dict[str, float]:
        return {"latitude": 37.80 + lot.random() / 10, "longitude": 112.50 + lot.random() / 10}

    ids = [(f"o{row}", f"c{column}") for row in range(organisations) for column in range(communities)]
    skills = [lot.sample(SKILLS, lot.randint(0, 2)) for _ in range(organisations)]
    return {
        "organisations": [
            {
                "id": f"o{row}", **where(), "capacity": lot.randint(1, 3), "least": lot.randint(0, 1),
                "strength": lot.randint(1, 3), "skills": skills[row],
            }
            for row in range(organisations)
        ],
        "communities": [
            {
                "id": f"c{column}", **where(), "wanted": lot.choice([1, 1, 2]), "work": lot.randint(1, 3),
                "needs": {skill: lot.randint(1, 2) for skill in lot.sample(SKILLS, lot.randint(0, 2))},
            }
            for column in range(communities)
        ],
        "continued": [list(each) for each in ids if lot.random() < 0.3],
        "fixed": [list(each) for each in ids if lot.random() < 0.06],
        "forbidden": [list(each) for each in ids if lot.random() < 0.1],
        "is_fair": lot.random() < 0.6,
    }  # fmt: skip


def best_by_trying_all(instance: Instance) -> tuple[int, int | None] | None:
    """Cost of the best plan and the fair limit, by looking at every set of pairs; None if none keeps the limits."""
    pairs = [
        (one.id, two.id)
        for one in instance.organisations
        for two in instance.communities
        if (one.id, two.id) not in instance.forbidden
    ]
    costs = costs_of(instance)
    alone = {
        (one.id, two.id): int(costs.alone[row, column])
        for row, one in enumerate(instance.organisations)
        for column, two in enumerate(instance.communities)
    }
    every = chain.from_iterable(combinations(pairs, count) for count in range(len(pairs) + 1))
    found = [
        (sum(cost_parts(instance, plan).values()), _worst(instance, plan, alone))
        for plan in every
        if _keeps(instance, plan)
    ]
    if not found:
        return None
    limit = min(worst for _, worst in found) if instance.is_fair else None
    return min(cost for cost, worst in found if limit is None or worst <= limit), limit


def _keeps(instance: Instance, plan: tuple[Ids, ...]) -> bool:
    chosen = set(plan)
    if not instance.fixed <= chosen:
        return False
    served = {each.id: sum(pair[1] == each.id for pair in plan) for each in instance.communities}
    loads = {each.id: sum(pair[0] == each.id for pair in plan) for each in instance.organisations}
    return all(served[each.id] >= each.wanted for each in instance.communities) and all(
        each.least <= loads[each.id] <= each.capacity for each in instance.organisations
    )


def _worst(instance: Instance, plan: tuple[Ids, ...], alone: dict[Ids, int]) -> int:
    return max(min(alone[pair] for pair in plan if pair[1] == each.id) for each in instance.communities)
