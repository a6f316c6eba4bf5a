"""Changes of the tree, in one place. Codes are permanent: a changed place gets a new one."""

from .correct import Particulars, correct_place
from .merge import merge_communities
from .move import move_estate
from .rename import rename_place
from .split import Part, split_community

__all__ = [
    "Part",
    "Particulars",
    "correct_place",
    "merge_communities",
    "move_estate",
    "rename_place",
    "split_community",
]
