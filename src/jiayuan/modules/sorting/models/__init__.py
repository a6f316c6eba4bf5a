"""Words that nobody knew and what the district answered; pledges; classes while they last."""

from .classroom import ClassRoom, ClassSeat, ClassTally
from .item import LocalItem
from .pledge import Pledge
from .word import AskedWord

__all__ = ["AskedWord", "ClassRoom", "ClassSeat", "ClassTally", "LocalItem", "Pledge"]
