"""Points of a place that residents bring something to, for a room that prints them and does not keep them."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.clock.opening import Opening
from jiayuan.foundation.common.registers import registers

COMMUNITY, ESTATE = 12, 15
"""Digits of the path of a community and of an estate."""


@dataclass(frozen=True)
class OpenPoint:
    """``path``: of the estate; ``url``: the page on which residents find its hours as they are now."""

    key: str
    name: str
    path: str
    estate: str
    where: str
    hours: tuple[Opening, ...]
    url: str


def points_in(path: str) -> Sequence[OpenPoint]:
    """Those inside a community or estate, as today knows them; of a larger place none, and no query."""
    if not (path.isascii() and path.isdigit() and len(path) >= COMMUNITY):
        return ()
    return [point for read in registers.open_points for point in read(path[:ESTATE])]


def point_with(key: str) -> OpenPoint | None:
    """``key`` begins with the path of its estate."""
    path = key.partition("-")[0]
    return next((each for each in points_in(path) if each.key == key), None)
