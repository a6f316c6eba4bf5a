"""Words that nobody knew and what the district answered; pledges and their words; classes while they last."""

from .classroom import ClassRoom, ClassSeat, ClassTally
from .item import LocalItem
from .pledge import Pledge
from .word import AskedWord
from .wording import PledgeWording

__all__ = ["AskedWord", "ClassRoom", "ClassSeat", "ClassTally", "LocalItem", "Pledge", "PledgeWording"]
