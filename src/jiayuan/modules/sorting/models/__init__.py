"""Words that nobody knew, and what the district answered."""

from .item import LocalItem
from .word import AskedWord

__all__ = ["AskedWord", "LocalItem"]
