"""Other solvers of rounds, as they come, for :mod:`rounds` to stand beside. Each is None where it is not installed.

All take an instance of capacities alone (one kind of truck from place 0, stop *i* at place *i*), and give the way.
"""

from importlib.util import find_spec

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
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    metres = metres_between(instance).tolist()
    loads = [0, *(stop.load[0] for stop in instance.stops)]
    trucks = len(instance.stops) // 4
    manager = pywrapcp.RoutingIndexManager(len(metres), trucks, 0)
    model = pywrapcp.RoutingModel(manager)
    way = model.RegisterTransitCallback(
        lambda here, there: metres[manager.IndexToNode(here)][manager.IndexToNode(there)]
    )
    model.SetArcCostEvaluatorOfAllVehicles(way)
    load = model.RegisterUnaryTransitCallback(lambda here: loads[manager.IndexToNode(here)])
    model.AddDimensionWithVehicleCapacity(load, 0, [instance.trucks[0].capacity[0]] * trucks, True, "load")
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.SAVINGS
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(1_000 * seconds))
    found = model.SolveWithParameters(asked)
    return float(found.ObjectiveValue()) if found else float("nan")


def _vroom(instance: Instance, _: float, __: int) -> float:
    """It ends by itself, when its own local search does."""
    import vroom as library

    made = library.Input()
    made.set_durations_matrix("car", metres_between(instance).astype("uint32"))
    for number in range(len(instance.stops) // 4):
        capacity = [instance.trucks[0].capacity[0]]
        made.add_vehicle(library.Vehicle(number, start=0, end=0, capacity=capacity))
    for stop in instance.stops:
        made.add_job(library.Job(stop.place, location=stop.place, delivery=list(stop.load)))
    return float(made.solve(exploration_level=5, nb_threads=1).summary.cost)


ortools = _ortools if find_spec("ortools") else None
vroom = _vroom if find_spec("vroom") else None
