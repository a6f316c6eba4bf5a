"""The pairing of a season: the engine beside taking the nearest first and beside chance, in one table.

    python benchmarks/pairing.py [--seconds 60] [--seed 20261129]

Each line is drawn by the seed: organisations × communities in a rectangle of 13 × 12 km, eight skills, needs of one to
three skills with weights, seven of ten communities with a partner of last season. Costs are metres (docs/engines).
"""

import argparse
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from jiayuan.engines.pairing import Instance, check_plan, read_instance, solve
from jiayuan.engines.pairing.check import cost_parts
from jiayuan.engines.pairing.costs import costs_of

SIZES = ((70, 90), (300, 400), (1_000, 1_500))
SKILLS = ("law", "medicine", "teaching", "repair", "safety", "environment", "culture", "counselling")


def season(organisations: int, communities: int, seed: int) -> dict[str, Any]:
    """The JSON of an instance."""
    lot = random.Random(seed)

    def where() -> dict[str, float]:
        return {"latitude": 37.80 + lot.random() * 0.12, "longitude": 112.50 + lot.random() * 0.14}

    offered = [
        {
            "id": f"o{number}", **where(), "capacity": lot.choice([2, 2, 3, 3, 4]),
            "strength": lot.choice([1, 2, 3]), "skills": lot.sample(SKILLS, lot.choice([1, 1, 2, 3])),
        }
        for number in range(organisations)
    ]  # fmt: skip
    wanted = [
        {
            "id": f"c{number}", **where(), "work": lot.choice([1, 1, 2, 3]),
            "needs": {skill: lot.choice([1, 2]) for skill in lot.sample(SKILLS, lot.choice([1, 2, 3]))},
        }
        for number in range(communities)
    ]  # fmt: skip
    last = [
        [f"o{lot.randrange(organisations)}", f"c{each}"] for each in range(communities) if lot.random() < 0.7
    ]
    return {"organisations": offered, "communities": wanted, "continued": last}


def one_after_another(instance: Instance, seed: int | None) -> int:
    """The cost when communities choose in turn, each the cheapest partner that is free (or, with a seed, any)."""
    costs, lot = costs_of(instance), random.Random(seed)
    room = costs.capacity.copy()
    least, pairs = int(costs.least.sum()), []
    order = list(range(len(instance.communities)))
    lot.shuffle(order)
    for column in order:
        free = [row for row in range(len(room)) if room[row] > 0]
        row = lot.choice(free) if seed is not None else min(free, key=lambda each: costs.alone[each, column])
        room[row] -= 1
        pairs.append((instance.organisations[row].id, instance.communities[column].id))
    serving = {one for one, _ in pairs}
    idle = [each for each in instance.organisations if each.id not in serving] if least else []
    for each in idle:  # everybody takes part: the cheapest second partner
        row = instance.organisations.index(each)
        column = lot.randrange(len(order)) if seed is not None else int(costs.pair[row].argmin())
        pairs.append((each.id, instance.communities[column].id))
    return sum(cost_parts(instance, pairs).values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=20261129)
    given = options.parse_args()
    print(
        "size          engine (m)      bound (m)     gap  status      seconds   greedy ÷   random ÷   faults"
    )
    for organisations, communities in SIZES:
        instance = read_instance(season(organisations, communities, given.seed))
        begun = time.perf_counter()
        plan = solve(instance, seconds=given.seconds)
        took = time.perf_counter() - begun
        greedy, chance = (one_after_another(instance, seed) for seed in (None, given.seed))
        faults = len(check_plan(instance, plan))
        print(
            f"{organisations:>5} × {communities:<5}{plan.cost:>12,}{plan.bound:>15,}{plan.gap:>8.2%}  {plan.status:<11}"
            f"{took:>8.1f}{greedy / plan.cost:>11.3f}{chance / plan.cost:>11.3f}{faults:>9}",
            flush=True,
        )
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
