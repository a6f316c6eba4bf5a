"""Figures and outlines of several places as those of one."""

from collections.abc import Sequence
from typing import Any

import shapely

from ..geo import Position
from ..models import Place
from .outline import as_boundary, outline

DIGITS = 6


def total(numbers: Sequence[int | None]) -> int | None:
    """The sum, unknown as soon as one part is."""
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None


def middle_of(places: Sequence[Place]) -> Position | tuple[None, None]:
    """The mean of their positions, weighing all alike; nothing if none has one."""
    known = [
        (place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    if not known:
        return None, None
    latitudes, longitudes = zip(*known, strict=True)
    return round(sum(latitudes) / len(known), DIGITS), round(sum(longitudes) / len(known), DIGITS)


def combined_boundary(places: Sequence[Place]) -> dict[str, Any] | None:
    """What their boundaries enclose together; none unless every one has a boundary."""
    if not places or any(place.boundary is None for place in places):
        return None
    return as_boundary(shapely.union_all([outline(place.boundary) for place in places if place.boundary]))
