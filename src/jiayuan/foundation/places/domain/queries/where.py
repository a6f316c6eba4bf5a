"""Which place is this point in?"""

from math import isfinite
from typing import Any

from django.conf import settings
from shapely.geometry import Point

from ...enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind, kinds_alike
from ...geo import metres_between
from ...models import Place
from .lineage import current_district
from .shapes import shapes_of

FARTHEST_METRES = {PlaceKind.COMMUNITY: 3000.0, PlaceKind.VILLAGE: 3000.0}
FARTHEST_BELOW = 200.0
NEAREST_KEPT = 50
DISTRICT_WITHOUT_BOUNDARY = 20_000.0
"""As far from its middle as a district reaches that was loaded without a boundary."""


def inside_district(latitude: float, longitude: float) -> bool:
    """Does this WGS-84 position lie in the district, give or take 300 metres? One query (two after a
    change).
    """
    if not (isfinite(latitude) and isfinite(longitude)):
        return False
    shapes = shapes_of([PlaceKind.DISTRICT])
    if shapes:
        return any(shape.covers(Point(longitude, latitude)) for _path, shape in shapes)
    middle = current_district()
    if middle.latitude is None or middle.longitude is None:
        return False
    return (
        metres_between((middle.latitude, middle.longitude), (latitude, longitude))
        <= DISTRICT_WITHOUT_BOUNDARY
    )


def place_at(latitude: float, longitude: float, kind: PlaceKind = PlaceKind.COMMUNITY) -> Place | None:
    """The living place of this kind that a WGS-84 position lies in, or None.

    A place whose boundary covers the position; otherwise the one whose middle is nearest, among those
    without a boundary, within three kilometres for a community and 200 metres for anything below. Villages
    count as communities and towns as streets; a street is that of the community. Outside the district there
    is none.
    """
    if not inside_district(latitude, longitude):
        return None
    return current_district() if kind == PlaceKind.DISTRICT else _place_below(latitude, longitude, kind)


def _place_below(latitude: float, longitude: float, kind: PlaceKind) -> Place | None:
    covered = next(
        (path for path, shape in shapes_of(kinds_alike(kind)) if shape.covers(Point(longitude, latitude))),
        None,
    )
    if covered is not None:
        return Place.objects.defer("boundary").get(pk=covered)
    if kind in STREET_KINDS:
        community = _place_below(latitude, longitude, PlaceKind.COMMUNITY)
        return community.parent if community is not None else None
    near = _nearest(
        latitude,
        longitude,
        kind,
        with_boundary=False,
        farthest=FARTHEST_METRES.get(kind, FARTHEST_BELOW),
        most=1,
    )
    return near[0] if near else None


def nearest_communities(latitude: float, longitude: float, n: int = 5) -> list[Place]:
    """The ``n`` living communities and villages whose middles are nearest, nearest first, each with its
    street. Two queries; at most fifty."""
    return _nearest(latitude, longitude, PlaceKind.COMMUNITY, with_boundary=True, most=min(n, NEAREST_KEPT))


def _nearest(
    latitude: float,
    longitude: float,
    kind: PlaceKind,
    *,
    with_boundary: bool,
    farthest: float = float("inf"),
    most: int,
) -> list[Place]:
    kinds = COMMUNITY_KINDS if kind in COMMUNITY_KINDS else (kind,)
    rows = Place.objects.within(settings.DISTRICT).current().of_kind(*kinds).filter(latitude__isnull=False)
    if not with_boundary:
        rows = rows.filter(boundary__isnull=True)
    middles: Any = rows.values_list("path", "latitude", "longitude")
    away = [(metres_between((latitude, longitude), (up, along)), path) for path, up, along in middles]
    paths = [path for metres, path in sorted(away)[:most] if metres <= farthest]
    found = Place.objects.select_related("parent").defer("boundary", "parent__boundary").in_bulk(paths)
    return [found[path] for path in paths]
