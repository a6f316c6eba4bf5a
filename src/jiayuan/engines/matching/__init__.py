"""Which helpers suit which wish. Plain data in, plain data out; see ``docs/engines/matching.md``.

>>> instance = read_instance(json.load(file))
>>> proposal = propose(instance, instance.wishes[0], most=5)
>>> plan = solve(instance, seconds=60)
"""

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.plans import Status

from .check import check_bound, check_plan, check_proposal
from .model import (
    Alternative,
    Helper,
    Instance,
    LeftOut,
    Match,
    Offer,
    Plan,
    Prices,
    Proposal,
    Service,
    Tier,
    Unserved,
    Urgency,
    Wish,
)
from .propose import propose
from .reading import read_instance
from .service import service_of
from .simple import nearest_first
from .solve import solve
from .writing import plan_as_data, proposal_as_data

__all__ = [
    "Alternative",
    "Fault",
    "Faults",
    "Helper",
    "Instance",
    "LeftOut",
    "Match",
    "Offer",
    "Plan",
    "Prices",
    "Proposal",
    "Service",
    "Status",
    "Tier",
    "Unserved",
    "Urgency",
    "Wish",
    "check_bound",
    "check_plan",
    "check_proposal",
    "nearest_first",
    "plan_as_data",
    "proposal_as_data",
    "propose",
    "read_instance",
    "service_of",
    "solve",
]
