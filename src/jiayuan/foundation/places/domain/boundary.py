"""Entering where a place ends."""

from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid

from ..enums import COMMUNITY_KINDS, STREET_KINDS, Datum, PlaceKind, kinds_alike
from ..models import Place
from . import checks
from .geojson import EXPORT, count_points, invalid, read_shape
from .newcomer import record_change
from .outline import as_boundary, outline, scaled, to_wgs84, widened
from .queries.shapes import MARGIN_METRES

BOUNDED = (*STREET_KINDS, *COMMUNITY_KINDS, PlaceKind.ESTATE)
"""The district's own outline comes with its facts; a building is a point."""
SQUARE_METRES = 10_000
"""In a hectare."""
SMALLEST = 0.1
NOTICED = 0.01
"""The part of the smaller area that an overlap has to be to be spoken of."""


@dataclass(frozen=True)
class Survey:
    """A boundary that was read, and what is to be known before it is kept.

    ``hectares`` of area; ``estates_outside`` of the living estates of a community, of ``estates`` with a position;
    ``overlaps``: places beside it whose boundary it overlaps, with the part of the smaller one in percent.
    """

    place: Place
    boundary: dict[str, Any]
    points: int
    hectares: float
    middle_inside: bool
    estates: int
    estates_outside: list[Place]
    overlaps: list[tuple[Place, int]]


def survey_boundary(path: str, text: str, datum: Datum) -> Survey:
    """Read a boundary for a place without keeping it.

    :param text: GeoJSON. :param datum: of the text; it is converted to WGS-84.
    :raises Invalid: field ``boundary``: what :func:`.geojson.read_shape` refuses, swapped coordinates, outside of the
        district; or a place that has none. :raises Missing, Conflict: no such place, or closed.
    """
    place = checks.lock_living(path)
    if place.kind not in BOUNDED:
        raise Invalid(
            _("%(name)s has no boundary of its own.") % {"name": place.display_name},
            _("Boundaries are kept for streets, communities and estates."),
        )
    given = read_shape(text)
    boundary = to_wgs84(mapping(given)) if datum == Datum.GCJ02 else as_boundary(given)
    area = outline(boundary)
    hectares = round(scaled(area).area / SQUARE_METRES, 1)
    if hectares < SMALLEST:
        raise invalid(_("The boundary encloses next to nothing."), EXPORT)
    _check_district(path, area)
    outside = _estates_outside(place, area)
    return Survey(
        place=place,
        boundary=boundary,
        points=count_points(area),
        hectares=hectares,
        middle_inside=_covers(area, place),
        estates=outside[0],
        estates_outside=outside[1],
        overlaps=_overlaps(place, area),
    )


def set_boundary(path: str, text: str, datum: Datum, *, by: Actor, because: str = "") -> Place:
    """Keep a boundary. From then on a position inside it lies in this place.

    :raises Refused: not for this actor. :raises Invalid, Missing, Conflict: as :func:`survey_boundary`.
    """
    if by is not SYSTEM:
        gate(by, "places.change", path)
    grounds = checks.check_grounds(because)
    with transaction.atomic():
        surveyed = survey_boundary(path, text, datum)
        place = surveyed.place
        place.boundary = surveyed.boundary
        place.save()
        after = {"points": surveyed.points, "datum": datum.value}
        record_change(path, "place.bounded", by, after=after, because=grounds)
    return place


def remove_boundary(path: str, *, by: Actor, because: str = "") -> Place:
    """Take a boundary away: positions are then told by the nearest middle again.

    :raises Refused: not for this actor. :raises Conflict: there is none.
    """
    gate(by, "places.change", path)
    grounds = checks.check_grounds(because)
    with transaction.atomic():
        place = checks.lock_living(path)
        if place.boundary is None or place.kind not in BOUNDED:
            raise Conflict(_("There is no boundary to take away."), _("Reload the page."))
        before = {"points": count_points(outline(place.boundary))}
        place.boundary = None
        place.save()
        record_change(path, "place.unbounded", by, before=before, after={}, because=grounds)
    return place


def _check_district(path: str, area: BaseGeometry) -> None:
    """Within the district, give or take the margin; without an outline of the district nothing is asked."""
    district = Place.objects.filter(pk=path[:6]).values_list("boundary", flat=True).first()
    if not district:
        return
    around = widened(outline(district), MARGIN_METRES)
    if around.covers(area):
        return
    swapped = shapely.transform(area, lambda points: points[:, ::-1])
    if around.covers(swapped):
        raise invalid(
            _("Latitude and longitude seem to be swapped."), _("In GeoJSON the longitude comes first.")
        )
    raise invalid(
        _("The boundary reaches outside the district."),
        _("Is it the right file? Look at it in your map program, and at the coordinate system chosen here."),
    )


def _covers(area: BaseGeometry, place: Place) -> bool:
    return (
        place.latitude is None
        or place.longitude is None
        or area.covers(Point(place.longitude, place.latitude))
    )


def _estates_outside(place: Place, area: BaseGeometry) -> tuple[int, list[Place]]:
    if place.kind not in COMMUNITY_KINDS:
        return 0, []
    estates = Place.objects.current().filter(parent_id=place.path, latitude__isnull=False).defer("boundary")
    found = list(estates.order_by("path"))
    return len(found), [each for each in found if not _covers(area, each)]


def _overlaps(place: Place, area: BaseGeometry) -> list[tuple[Place, int]]:
    """Read from the database, not from memory: once for each boundary that is entered."""
    beside = Place.objects.current().within(place.path[:6]).of_kind(*kinds_alike(place.kind))
    found = []
    for other in beside.filter(boundary__isnull=False).exclude(pk=place.path).order_by("path"):
        its = outline(other.boundary or {})
        shared = area.intersection(its).area / min(area.area, its.area)
        if shared > NOTICED:
            found.append((other, round(shared * 100)))
    return found
