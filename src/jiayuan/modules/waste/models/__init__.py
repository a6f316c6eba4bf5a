"""Tables of waste sorting: where it is brought, what stands there, when it is fetched."""

from .dated import standing
from .missed import MissedCollection
from .point import DropPoint, OpeningHours
from .serving import Bin, CollectionDay, Guide
from .trying import Pilot, Zone

__all__ = [
    "Bin",
    "CollectionDay",
    "DropPoint",
    "Guide",
    "MissedCollection",
    "OpeningHours",
    "Pilot",
    "Zone",
    "standing",
]
