"""Tables of help stations, wishes and the community fund."""

from .allotment import Allotment
from .asking import Asking
from .callback import CallBack, CallBackDraw
from .claim import Claim
from .fund import Account, Fund, Payment, Transfer
from .item import ItemPhoto, StationItem
from .ladder import Ladder, LadderRule
from .match_run import MatchLine, MatchRun
from .photo import WishPhoto
from .picture import WishPicture
from .readiness import Readiness
from .relay import RelayLine
from .service import ServiceRecord
from .special import Recipient, RecipientContact, SpecialService
from .station import Post, PostMember, Station
from .visit import Away, Swap, Visit
from .voice import WishVoice
from .wish import TierStay, Wish, WishContact

__all__ = [
    "Account",
    "Allotment",
    "Asking",
    "Away",
    "CallBack",
    "CallBackDraw",
    "Claim",
    "Fund",
    "ItemPhoto",
    "Ladder",
    "LadderRule",
    "MatchLine",
    "MatchRun",
    "Payment",
    "Post",
    "PostMember",
    "Readiness",
    "Recipient",
    "RecipientContact",
    "RelayLine",
    "ServiceRecord",
    "SpecialService",
    "Station",
    "StationItem",
    "Swap",
    "TierStay",
    "Transfer",
    "Visit",
    "Wish",
    "WishContact",
    "WishPhoto",
    "WishPicture",
    "WishVoice",
]
