"""The open wishes of a district: the engine beside the nearest first and beside chance, in one table.

    python benchmarks/matching.py [--seconds 60] [--seed 20261130]

Each instance is drawn by the seed (`_wishes.py`): clustered communities, few lawyers, many hands, one wish in
eight for several helpers together. Nearest first and chance go through the wishes in order of waiting; each takes the
nearest helpers (or any) that keep every rule and have room, or nobody. Costs are metres (docs/engines).
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from _wishes import district

from jiayuan.engines.matching import (
    Instance,
    Plan,
    check_bound,
    check_plan,
    nearest_first,
    propose,
    read_instance,
    service_of,
    solve,
)  # fmt: skip
from jiayuan.engines.matching.check import cost_parts
from jiayuan.engines.matching.pairs import pairs_of

SIZES = ((500, 150), (2_000, 1_200), (5_000, 1_200))


def line(name: str, instance: Instance, chosen: Iterable[tuple[str, str]], best: int) -> None:
    chosen = list(chosen)
    cost, said = sum(cost_parts(instance, chosen).values()), service_of(instance, chosen)
    print(
        f"  {name:<14}{cost:>12,}{cost / best:>7.3f}{said.served:>9.1%}{said.in_time:>9.1%}{said.mean_metres:>8.0f}"
        f"{said.far_metres:>8,}{said.fullest:>9.0%}{said.spread:>8.3f}",
        flush=True,
    )


def measured(name: str, instance: Instance, seconds: float) -> Plan:
    """Seconds on the wall, and of the processor, which a busy machine does not change as much."""
    begun, used = time.perf_counter(), time.process_time()
    plan = solve(instance, seconds=seconds)
    took, used = time.perf_counter() - begun, time.process_time() - used
    faults = len(check_plan(instance, plan))
    print(
        f"{name}: {took:.1f} s ({used:.1f} s of the processor), cost {plan.cost:,}, bound {plan.bound:,}, "
        f"gap {plan.gap:.4%}, {plan.status}, {faults} faults",
        flush=True,
    )
    return plan


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=20261130)
    given = options.parse_args()
    for wishes, helpers in SIZES:
        instance = read_instance(district(wishes, helpers, given.seed))
        begun = time.perf_counter()
        pairs = pairs_of(instance)
        print(f"\n{wishes:,} wishes × {helpers:,} helpers")
        print(f"{len(pairs.wish):,} pairs that can be, found in {time.perf_counter() - begun:.2f} s")
        alone = replace(instance, wishes=tuple(replace(each, size=1) for each in instance.wishes))
        measured("without joint wishes (a flow)", alone, given.seconds)
        plan = measured("with joint wishes", instance, given.seconds)
        print("                  cost (m)  ÷ best   served  in time    mean     90 %  fullest  spread")
        assert not check_bound(instance, plan)
        line("engine", instance, [(each.wish, each.helper) for each in plan.matches], plan.cost)
        line("nearest first", instance, nearest_first(instance, pairs), plan.cost)
        line("chance", instance, nearest_first(instance, pairs, seed=given.seed), plan.cost)
        used = time.process_time()
        for wish in instance.wishes[:200]:
            propose(instance, wish)
        print(f"a proposal for one wish: {(time.process_time() - used) / 200 * 1000:.1f} ms of the processor")
    print(f"\nlargest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
