"""Tables of help stations, wishes and the community fund."""

from .claim import Claim
from .fund import Account, Fund, Payment, Transfer
from .item import ItemPhoto, StationItem
from .ladder import Ladder, LadderRule
from .photo import WishPhoto
from .relay import RelayLine
from .service import ServiceRecord
from .station import Post, PostMember, Station
from .voice import WishVoice
from .wish import TierStay, Wish, WishContact

__all__ = [
    "Account",
    "Claim",
    "Fund",
    "ItemPhoto",
    "Ladder",
    "LadderRule",
    "Payment",
    "Post",
    "PostMember",
    "RelayLine",
    "ServiceRecord",
    "Station",
    "StationItem",
    "TierStay",
    "Transfer",
    "Wish",
    "WishContact",
    "WishPhoto",
    "WishVoice",
]
