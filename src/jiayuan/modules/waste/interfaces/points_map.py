"""Drop points as the map takes them."""

from collections.abc import Iterable
from typing import Any

from jiayuan.foundation.clock.opening import spoken_openings

from ..domain.queries.near import PointNear


def as_features(points: Iterable[PointNear]) -> dict[str, Any]:
    """GeoJSON; what has no position is only in the list."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(each) for each in points if each.metres is not None],
    }


def _feature(each: PointNear) -> dict[str, Any]:
    about = {
        "title": f"{each.point.estate} · {each.point}",
        "meta": spoken_openings(each.hours),
        "tone": "success",
        "icon": "recycle",
    }
    where = {"type": "Point", "coordinates": [each.point.longitude, each.point.latitude]}
    return {"type": "Feature", "geometry": where, "properties": about}
