"""Boundaries as shapes: read, converted, widened by metres."""

from math import cos, radians
from typing import Any

import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from ..geo import gcj02_to_wgs84, metres_per_degree

DIGITS = 6
"""A millionth of a degree is a tenth of a metre."""


def outline(boundary: dict[str, Any]) -> BaseGeometry:
    """The shape of a GeoJSON Polygon or MultiPolygon; self-crossings as published are mended."""
    return polygons_of(shapely.make_valid(shape(boundary)))


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Only what has an area: mending can leave stray lines."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.area > 0]
    return shapely.union_all(parts)


def to_wgs84(boundary: dict[str, Any]) -> dict[str, Any]:
    """A GCJ-02 boundary as a valid WGS-84 one (GeoJSON)."""

    def convert(points: Any) -> Any:
        return numpy.array([gcj02_to_wgs84(latitude, longitude)[::-1] for longitude, latitude in points])

    shifted = polygons_of(shapely.make_valid(shapely.transform(shape(boundary), convert)))
    return as_boundary(shifted)


def as_boundary(geometry: BaseGeometry) -> dict[str, Any]:
    """The shape as GeoJSON, rounded to a tenth of a metre."""
    return _tidy(mapping(shapely.set_precision(geometry, 10**-DIGITS)))


def _tidy(value: Any) -> Any:
    """GeoJSON as plain lists with short numbers, equal to itself after a trip through the database."""
    if isinstance(value, dict):
        return {key: _tidy(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidy(each) for each in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def scaled(geometry: BaseGeometry) -> BaseGeometry:
    """The shape in metres: flat geometry, good to a thousandth within a district."""
    scale = _metres_a_degree(geometry)
    return shapely.transform(geometry, lambda points: points * scale)


def _metres_a_degree(geometry: BaseGeometry) -> Any:
    return numpy.array([cos(radians(geometry.centroid.y)) * metres_per_degree(), metres_per_degree()])


def widened(geometry: BaseGeometry, metres: float) -> BaseGeometry:
    """The shape with ``metres`` of margin around it."""
    scale = _metres_a_degree(geometry)
    flat = shapely.transform(geometry, lambda points: points * scale)
    return shapely.transform(flat.buffer(metres), lambda points: points / scale)
