"""A GeoJSON file as somebody sent it, read into one boundary: each refusal says what to change in the file."""

import json
import math
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from jiayuan.foundation.common.errors import Invalid

MOST_POINTS = 5000
MOST_CHARACTERS = 500_000
FEWEST_IN_RING = 4
"""The first corner once more at the end."""
KNOWN_SYSTEMS = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")
"""WGS-84 by its names, and China's CGCS2000, which lies within centimetres of it."""
EXPORT = gettext_lazy("Export the boundary again as one GeoJSON polygon in degrees.")


def read_shape(text: str) -> BaseGeometry:
    """The one Polygon or MultiPolygon of a GeoJSON text, in the datum of the text, (longitude, latitude).

    A bare geometry, a feature, or a collection of features whose polygons belong together. Heights are dropped.

    :raises Invalid: field ``boundary``; no GeoJSON, another kind of geometry, metres instead of degrees, too many
        corners, a ring that is open or crosses itself.
    """
    content = _parsed(text)
    _check_system(content)
    geometries = _geometries(content)
    points = sum(_check_points(each) for each in geometries)
    if points > MOST_POINTS:
        raise invalid(
            _("The boundary has %(count)s corners; at most %(most)s are kept.")
            % {"count": points, "most": MOST_POINTS},
            _("Simplify it: a tolerance of a metre or two loses nothing that can be seen."),
        )
    return _joined([_shaped(each) for each in geometries])


def count_points(geometry: BaseGeometry) -> int:
    return int(shapely.get_num_coordinates(geometry))


def invalid(message: str, remedy: Any) -> Invalid:
    return Invalid(message, remedy, field="boundary")


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise invalid(
            _("The file is too long."), _("Simplify the boundary, or leave everything else out of the file.")
        )
    try:
        content = json.loads(text.lstrip("\ufeff"), parse_constant=float)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        raise invalid(_("This is not GeoJSON."), EXPORT)
    return content


def _check_system(content: dict[str, Any]) -> None:
    """Old files may name a coordinate system; new ones are always in degrees."""
    named = content.get("crs")
    if named is not None and not any(each in json.dumps(named) for each in KNOWN_SYSTEMS):
        raise invalid(_("The file is in a coordinate system that is not read here."), EXPORT)


def _geometries(content: dict[str, Any]) -> list[dict[str, Any]]:
    if content["type"] == "FeatureCollection":
        features = content.get("features")
        listed = features if isinstance(features, list) else []
        found = [each.get("geometry") for each in listed if isinstance(each, dict)]
    elif content["type"] == "Feature":
        found = [content.get("geometry")]
    else:
        found = [content]
    geometries = [each for each in found if isinstance(each, dict)]
    if not geometries or any(each.get("type") not in ("Polygon", "MultiPolygon") for each in geometries):
        raise invalid(
            _("A boundary is an area; the file holds something else as well, or none."),
            _("Leave only the polygon in the file."),
        )
    return geometries


def _check_points(geometry: dict[str, Any]) -> int:
    """How many corners there are; every ring is closed and in degrees."""
    polygons = [geometry.get("coordinates")] if geometry["type"] == "Polygon" else geometry.get("coordinates")
    if not isinstance(polygons, list) or not polygons:
        raise invalid(_("The boundary has no corners."), EXPORT)
    count = 0
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise invalid(_("The boundary has no corners."), EXPORT)
        for ring in rings:
            count += _check_ring(ring)
    return count


def _check_ring(ring: Any) -> int:
    if not isinstance(ring, list) or not all(_is_position(each) for each in ring):
        raise invalid(_("A corner of the boundary is not a pair of numbers."), EXPORT)
    if any(abs(each[0]) > 180 or abs(each[1]) > 180 for each in ring):
        raise invalid(_("The corners are in metres, not in degrees."), EXPORT)
    if len(ring) < FEWEST_IN_RING or ring[0][:2] != ring[-1][:2]:
        raise invalid(
            _("A line of the boundary is not closed, or has fewer than three corners."),
            _("Let the last corner be the first again."),
        )
    return len(ring)


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 2 <= len(value) <= 4
        and all(
            isinstance(each, (int, float))
            and not isinstance(each, bool)
            and abs(each) < 1e12
            and math.isfinite(each)
            for each in value
        )
    )


def _shaped(geometry: dict[str, Any]) -> BaseGeometry:
    try:
        found = shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError) as error:  # pragma: no cover - the rings were looked at before
        raise invalid(_("This is not GeoJSON."), EXPORT) from error
    if not found.is_valid:
        raise invalid(
            _("The boundary crosses or touches itself near %(where)s.") % {"where": _where(found)},
            _("Move that corner, or let your map program repair the polygon."),
        )
    return found


def _where(geometry: BaseGeometry) -> str:
    """``Self-intersection[112.5 37.8]`` -> ``112.5 37.8``."""
    return explain_validity(geometry).partition("[")[2].rstrip("]")


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    joined = shapely.union_all(parts)
    if not isinstance(joined, (Polygon, MultiPolygon)) or joined.area == 0:
        raise invalid(_("The boundary encloses nothing."), EXPORT)
    return joined
