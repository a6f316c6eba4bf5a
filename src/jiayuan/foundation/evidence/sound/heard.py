"""What comes out of rewriting a recording."""

from dataclasses import dataclass


class Unclean(Exception):
    """It cannot be read to the end, or holds what cannot be left out."""


@dataclass(frozen=True)
class Heard:
    """A recording with nothing in it but sound, and how long it lasts."""

    data: bytes
    mime: str
    suffix: str
    milliseconds: int
