"""Other solvers of rounds, as they come, for :mod:`rounds` to stand beside. Each is None where it is not installed.

All take an instance of capacities alone (one kind of truck from place 0, stop *i* at place *i*), and give the way.
"""

import json
import subprocess
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from pyvrp import Client, Depot, Location, ProblemData, VehicleType
from pyvrp import solve as solve_by_pyvrp
from pyvrp.stop import MaxRuntime

from jiayuan.engines.rounds import Instance
from jiayuan.engines.rounds.ways import metres_between


def plain_pyvrp(instance: Instance, seconds: float, seed: int) -> float:
    metres = metres_between(instance)
    data = ProblemData(
        [Location(each.x, each.y) for each in instance.places],
        [Client(stop.place, delivery=list(stop.load)) for stop in instance.stops],
        [Depot(0)],
        [VehicleType(len(instance.stops), list(instance.trucks[0].capacity))],
        [metres],
        [metres],
    )
    return float(
        solve_by_pyvrp(data, MaxRuntime(seconds), seed=seed, display=False, collect_stats=False).cost()
    )


def _ortools(instance: Instance, seconds: float, _: int) -> float:
    given = {
        "metres": metres_between(instance).tolist(),
        "loads": [0, *(stop.load[0] for stop in instance.stops)],
        "capacity": instance.trucks[0].capacity[0],
        "seconds": seconds,
    }
    command = [sys.executable, str(Path(__file__).with_name("_ortools.py"))]
    done = subprocess.run(  # noqa: S603 a program of this folder
        command, input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _vroom(instance: Instance, seconds: float, _: int) -> float:
    """It ends by itself when its own local search does, at the latest after that time."""
    import vroom as library

    made = library.Input()
    made.set_durations_matrix("car", metres_between(instance).astype("uint32"))
    for number in range(len(instance.stops) // 4):
        capacity = [instance.trucks[0].capacity[0]]
        made.add_vehicle(library.Vehicle(number, start=0, end=0, capacity=capacity))
    for stop in instance.stops:
        made.add_job(library.Job(stop.place, location=stop.place, delivery=list(stop.load)))
    found = made.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    return float(found.summary.cost)


ortools = _ortools if find_spec("ortools") else None
vroom = _vroom if find_spec("vroom") else None
