"""Plausible positions for communities whose position nobody published."""

from collections.abc import Iterable, Iterator
from math import cos, pi, sin, sqrt
from typing import Any

import shapely
from shapely.geometry import Point

from ..enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from ..geo import Position, metres_between, metres_to_degrees
from .facts import Facts, Row
from .outline import outline

GOLDEN_ANGLE = pi * (3 - sqrt(5))
DEFAULT_APART = 350.0
NEAREST = 0.55
"""No two positions are closer than this part of the distance they should be apart."""
DIGITS = 5
MOST_STEPS = 4000


def estimate_positions(facts: Facts) -> dict[str, Position]:
    """Path -> position for every place of the facts, the same on every run.

    A street lies at its anchor, its communities on a spiral around it, inside the boundary. Without an
    anchor the spiral starts at the middle of the district.
    """
    area = outline(facts.boundary) if facts.boundary else None
    if area is not None:
        shapely.prepare(area)
    positions: dict[str, Position] = {}
    if area is not None:
        middle = area.representative_point()
        centre = (round(middle.y, DIGITS), round(middle.x, DIGITS))
        positions |= {row.path: centre for row in facts.rows if row.kind == PlaceKind.DISTRICT}
        for row in (row for row in facts.rows if row.kind in STREET_KINDS):
            at, _apart = _anchor(facts, row.path, PlaceKind.COMMUNITY, centre)
            positions[row.path] = at
        positions |= _communities(facts, area, centre)
    return positions


def _anchor(facts: Facts, street: str, kind: PlaceKind, otherwise: Position) -> tuple[Position, float]:
    given: dict[str, Any] = facts.anchors.get(street, {})
    found = given.get(kind) or given.get(PlaceKind.COMMUNITY) or {}
    at = found.get("at", otherwise)
    return (at[0], at[1]), found.get("apart", DEFAULT_APART)


def _communities(facts: Facts, area: Any, centre: Position) -> dict[str, Position]:
    found: dict[str, Position] = {}
    spirals: dict[tuple[str, PlaceKind], Iterator[Position]] = {}
    for row in (row for row in facts.rows if row.kind in COMMUNITY_KINDS):
        key = (row.parent_path or "", row.kind)
        at, apart = _anchor(facts, *key, centre)
        spiral = spirals.setdefault(key, _spiral(at, apart))
        found[row.path] = _next_free(spiral, found.values(), apart, area, row)
    return found


def _next_free(
    spiral: Iterator[Position], taken: Iterable[Position], apart: float, area: Any, row: Row
) -> Position:
    others = list(taken)
    for position in spiral:
        inside = area.covers(Point(position[1], position[0]))
        if inside and all(metres_between(position, other) >= apart * NEAREST for other in others):
            return position
    raise AssertionError(f"no room for {row.path}")


def _spiral(at: Position, apart: float) -> Iterator[Position]:
    """Points around ``at`` as the seeds of a sunflower lie, each about ``apart`` metres from the next."""
    step = apart * sqrt(sqrt(3) / 2 / pi)
    for number in range(1, MOST_STEPS):
        up, along = metres_to_degrees(step * sqrt(number), at[0])
        angle = number * GOLDEN_ANGLE
        yield round(at[0] + up * sin(angle), DIGITS), round(at[1] + along * cos(angle), DIGITS)
