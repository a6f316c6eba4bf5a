from .entry import Entry, Seal, Stream

__all__ = ["Entry", "Seal", "Stream"]
