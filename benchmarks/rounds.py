"""Rounds: the engine beside other solvers on public instances and on a district's day, in tables.

    python benchmarks/rounds.py FOLDER [--seconds 10 30] [--seeds 1 2 3] [--cores 1 2]

FOLDER holds ``cvrp/*.vrp`` with ``*.sol`` beside them and ``pvrp/*`` (CVRPLIB's X set, Cordeau's periodic files); they
are not part of the project. Plain PyVRP is the library as it comes. OR-Tools and VROOM (``pyvroom``) stand in the table
where they are installed. Without FOLDER only the district is planned: 456 estates in 44 communities, four streams.
"""

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from _routers import ortools, plain_pyvrp, vroom

from jiayuan.engines.rounds import Instance, Plan, check_plan, effort_of, read_instance, solve
from jiayuan.engines.rounds.district import read_district

PERIODIC = {"p02": (1322.87, 60), "p08": (2022.47, 60), "p13": (3492.89, 150)}
"""Best known values, and the seconds each gets."""
STREAMS = {"kitchen": 0.45, "other": 0.9, "recyclable": 0.15, "hazardous": 0.004}
"""Kilograms a household and day."""


Way = Callable[[Instance, float, int], float]
"""From an instance, seconds and a seed to what its rounds cost."""


def engine(cores: int) -> Way:
    def run(instance: Instance, seconds: float, seed: int) -> float:
        plan = solve(instance, seconds=seconds, seed=seed, workers=cores)
        assert check_plan(instance, plan) == [], "the validator finds fault"
        return plan.cost / instance.scale

    return run


def measured(
    way: Callable[[Instance, float, int], float],
    instance: Instance,
    seconds: float,
    seeds: list[int],
    best: float,
) -> str:
    """Median above the best known value, all seeds, and the time the wall took."""
    gaps, took = [], []
    for seed in seeds:
        begun = time.perf_counter()
        gaps.append(100 * (way(instance, seconds, seed) / best - 1))
        took.append(time.perf_counter() - begun)
    every = " ".join(f"{gap:.2f}" for gap in gaps)
    return f"{statistics.median(gaps):>7.2f} %   ({every})   {max(took):.1f} s"


def capacities(folder: Path, given: argparse.Namespace) -> None:
    ways: dict[str, Any] = {f"engine, {cores} core(s)": engine(cores) for cores in given.cores}
    ways |= {"plain PyVRP": plain_pyvrp, "OR-Tools": ortools, "VROOM": vroom}
    without_luck = ("OR-Tools", "VROOM")
    for path in sorted(folder.glob("cvrp/*.vrp")):
        best = float(path.with_suffix(".sol").read_text().split("Cost")[1].strip(" :\n").split()[0])
        instance = read_instance(path.read_text(), path.stem)
        for seconds in given.seconds:
            for name, way in ways.items():
                if way is not None:
                    seeds = given.seeds[:1] if name in without_luck else given.seeds
                    said = measured(way, instance, seconds, seeds, best)
                    print(f"{path.stem:<12}{seconds:>4.0f} s  {name:<18}{said}", flush=True)


def periodic(folder: Path, given: argparse.Namespace) -> None:
    for name, (best, seconds) in PERIODIC.items():
        path = folder / "pvrp" / name
        if path.exists():
            instance = read_instance(path.read_text(), name)
            for cores in given.cores:
                said = measured(engine(cores), instance, seconds, given.seeds, best)
                print(f"{name:<12}{seconds:>4} s  engine, {cores} core(s)  {said}", flush=True)


def district(seed: int, estates: int = 456, communities: int = 44) -> dict[str, Any]:
    """A district's day: estates in clusters, a yard, four plants, trucks of each stream."""
    lot = random.Random(seed)
    centres = [(112.50 + lot.random() * 0.14, 37.80 + lot.random() * 0.12) for _ in range(communities)]
    stops = []
    for number in range(estates):
        x, y = centres[number % communities]
        homes = lot.randint(60, 600)
        streams = {
            each: {"kg": round(rate * homes, 1), "m3": round(rate * homes / 250, 3)}
            for each, rate in STREAMS.items()
        }
        stops.append(
            {"id": f"c{number % communities}-e{number}", "longitude": x + lot.gauss(0, 0.004),
             "latitude": y + lot.gauss(0, 0.003), "minutes": 3, "streams": streams}
        )  # fmt: skip
    sites = [{"id": "yard", "kind": "yard", "longitude": 112.58, "latitude": 37.87}]
    sites += [
        {"id": f"{stream} plant", "kind": "disposal", "longitude": 112.66 - 0.05 * place, "latitude": 37.78,
         "minutes": 12, "opens": "04:00", "closes": "20:00", "streams": [stream]}
        for place, stream in enumerate(STREAMS)
    ]  # fmt: skip
    trucks = [
        {"id": f"{stream} truck", "stream": stream, "kg": 3_000, "m3": 10, "range_km": 160,
         "starts": "04:00", "ends": "13:00"}
        for stream in STREAMS
    ]  # fmt: skip
    return {"name": "a day", "sites": sites, "trucks": trucks, "stops": stops}


def one_community_after_another(data: dict[str, Any], seconds: float) -> Iterator[Plan]:
    """Each community plans its own rounds, as it was before there was one fleet."""
    names = {stop["id"].partition("-")[0] for stop in data["stops"]}
    for name in sorted(names):
        own = data | {"stops": [stop for stop in data["stops"] if stop["id"].startswith(f"{name}-")]}
        yield solve(read_district(own), seconds=seconds / len(names), workers=1)


def a_day(given: argparse.Namespace) -> None:
    data = district(20261130)
    instance = read_district(data)
    begun = time.perf_counter()
    plan = solve(instance, seconds=given.day, workers=max(given.cores))
    took = time.perf_counter() - begun
    apart = [route for each in one_community_after_another(data, given.day) for route in each.routes]
    for name, routes in (("one fleet", plan.routes), ("community by community", apart)):
        found = effort_of(replace(instance, today=()), routes)
        effort = f"{found.driven / 1_000:>9.1f} km{found.away / 3_600:>8.1f} h"
        print(f"{name:<24}{found.trucks:>5} trucks{found.trips:>5} trips{effort}")
    print(f"planned in {took:.1f} s; left out {len(plan.left)}; faults {len(check_plan(instance, plan))}")
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--seconds", type=float, nargs="*", default=[10.0, 30.0])
    options.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    options.add_argument("--cores", type=int, nargs="*", default=[1, 2])
    options.add_argument("--day", type=float, default=60.0, help="Seconds for the district's day.")
    given = options.parse_args()
    if given.folder is not None:
        capacities(given.folder, given)
        periodic(given.folder, given)
    a_day(given)


if __name__ == "__main__":
    main()
