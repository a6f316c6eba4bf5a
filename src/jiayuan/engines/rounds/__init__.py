"""Which truck calls where, in which order, on which day. Plain data in, plain data out; see ``docs/engines/rounds.md``.

>>> plan = solve(read_instance(file.read()), seconds=60)
"""

from jiayuan.engines.faults import Fault, Faults

from .charge import charged
from .check import check_plan, cost_of
from .explain import Comparison, Effort, compare, effort_of
from .keeping import WeekBeside, week_beside
from .model import Instance, Left, Note, Plan, Route, Site, Stop, Trip, Truck
from .reading import read_instance
from .roads import on_roads
from .solve import solve
from .steady import steadied
from .walk import Call, Ground, Walk, walk
from .writing import plan_as_data

__all__ = [
    "Call",
    "Comparison",
    "Effort",
    "Fault",
    "Faults",
    "Ground",
    "Instance",
    "Left",
    "Note",
    "Plan",
    "Route",
    "Site",
    "Stop",
    "Trip",
    "Truck",
    "Walk",
    "WeekBeside",
    "charged",
    "check_plan",
    "compare",
    "cost_of",
    "effort_of",
    "on_roads",
    "plan_as_data",
    "read_instance",
    "solve",
    "steadied",
    "walk",
    "week_beside",
]
