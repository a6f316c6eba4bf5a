"""Boundaries held ready in memory, renewed when a row changes."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import shapely
from django.conf import settings
from shapely.geometry.base import BaseGeometry

from ...enums import PlaceKind
from ...models import Place
from ..outline import outline, widened

MARGIN_METRES = 300.0
"""Positions from phones and a boundary drawn to a hundred metres: so far outside still counts as inside."""

_Held = tuple[tuple[tuple[str, object], ...], list[tuple[str, BaseGeometry]]]
_held: dict[tuple[str, ...], _Held] = {}
_lock = Lock()


def shapes_of(kinds: Sequence[PlaceKind]) -> list[tuple[str, BaseGeometry]]:
    """(path, boundary) of every living place of these kinds in the district that has one. The district's own
    is widened by its margin. One small query that notices changes; a second when there are any."""
    key = (settings.DISTRICT, *kinds)
    rows = Place.objects.within(settings.DISTRICT).current().of_kind(*kinds).filter(boundary__isnull=False)
    seen = tuple(rows.order_by("path").values_list("path", "updated_at"))
    with _lock:
        held = _held.get(key)
    if held is not None and held[0] == seen:
        return held[1]
    shapes = [
        (path, _ready(kind, boundary))
        for path, kind, boundary in rows.values_list("path", "kind", "boundary")
    ]
    with _lock:
        _held[key] = (seen, shapes)
    return shapes


def _ready(kind: str, boundary: Any) -> BaseGeometry:
    geometry = outline(boundary)
    if kind == PlaceKind.DISTRICT:
        geometry = widened(geometry, MARGIN_METRES)
    shapely.prepare(geometry)
    return geometry
