"""Tables of waste sorting: where it is brought, what stands there, when it is fetched, by whom."""

from .appointment import Appointment, PickupHours
from .dated import standing
from .fleet import Crew, Site, Vehicle
from .inspection import Inspection
from .kit import Kit, KitCopy, KitStep, KitTick
from .left import LeftCall
from .missed import MissedCollection
from .plan import RoundPlan
from .point import DropPoint, OpeningHours
from .round import Handover, Round, RoundStop
from .serving import Bin, CollectionDay, Guide
from .shift import Shift
from .trying import Pilot, Zone
from .week import WeekWeight
from .week_plan import WeekPlan
from .weighed import TicketNumber, Unloading, Weighing

__all__ = [
    "Appointment",
    "Bin",
    "CollectionDay",
    "Crew",
    "DropPoint",
    "Guide",
    "Handover",
    "Inspection",
    "Kit",
    "KitCopy",
    "KitStep",
    "KitTick",
    "LeftCall",
    "MissedCollection",
    "OpeningHours",
    "PickupHours",
    "Pilot",
    "Round",
    "RoundPlan",
    "RoundStop",
    "Shift",
    "Site",
    "TicketNumber",
    "Unloading",
    "Vehicle",
    "WeekPlan",
    "WeekWeight",
    "Weighing",
    "Zone",
    "standing",
]
