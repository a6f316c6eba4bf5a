"""Tables of help stations and wishes."""

from .claim import Claim
from .ladder import Ladder, LadderRule
from .relay import RelayLine
from .station import Post, PostMember, Station
from .wish import TierStay, Wish, WishContact

__all__ = [
    "Claim",
    "Ladder",
    "LadderRule",
    "Post",
    "PostMember",
    "RelayLine",
    "Station",
    "TierStay",
    "Wish",
    "WishContact",
]
