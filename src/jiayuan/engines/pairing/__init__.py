"""Which institution serves which community this season. Plain data in, plain data out; see ``docs/engines/pairing.md``.

>>> plan = solve(read_instance(json.load(file)), seconds=60)
"""

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.plans import Status

from .check import check_plan
from .model import Community, Instance, Organisation, Pair, Plan, Prices
from .reading import read_instance
from .solve import solve
from .what_if import Difference, what_if
from .writing import plan_as_data

__all__ = [
    "Community",
    "Difference",
    "Fault",
    "Faults",
    "Instance",
    "Organisation",
    "Pair",
    "Plan",
    "Prices",
    "Status",
    "check_plan",
    "plan_as_data",
    "read_instance",
    "solve",
    "what_if",
]
