"""What a measure did: pilots beside places like them, before and after, and how sure that is."""

from .estimate import estimate
from .model import Effect, Pair, Panel, Series, Trial, Window

__all__ = ["Effect", "Pair", "Panel", "Series", "Trial", "Window", "estimate"]
