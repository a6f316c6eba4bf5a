"""OR-Tools on one instance of capacities, as a program of its own: it brings its own HiGHS, and a process that has
loaded another one cannot load it. Reads ``{"metres", "loads", "capacity", "seconds"}``, prints the cost."""

import json
import sys
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2


def solved(given: dict[str, Any]) -> float:
    """What its rounds cost; not a number where it finds none."""
    metres, loads = given["metres"], given["loads"]
    trucks = len(metres) // 4
    manager = pywrapcp.RoutingIndexManager(len(metres), trucks, 0)
    model = pywrapcp.RoutingModel(manager)
    way = model.RegisterTransitCallback(
        lambda here, there: metres[manager.IndexToNode(here)][manager.IndexToNode(there)]
    )
    model.SetArcCostEvaluatorOfAllVehicles(way)
    load = model.RegisterUnaryTransitCallback(lambda here: loads[manager.IndexToNode(here)])
    model.AddDimensionWithVehicleCapacity(load, 0, [given["capacity"]] * trucks, True, "load")
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.SAVINGS
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(1_000 * given["seconds"]))
    found = model.SolveWithParameters(asked)
    return float(found.ObjectiveValue()) if found else float("nan")


if __name__ == "__main__":
    print(solved(json.load(sys.stdin)))
