"""What the platform goes by: categories, places, the table of states; and what is public."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.places.domain.queries import search_places
from jiayuan.services.cases.domain.queries.catalogue import current_versions, grouped
from jiayuan.services.cases.domain.queries.layers import public_features
from jiayuan.services.cases.enums import TRANSITIONS

from .schemas import CategoryOut, PlaceOut, TransitionOut
from .shapes import category_out
from .visitors import actor_of

router = Router(tags=["facts"])
WHOLE_EARTH = "-180,-90,180,90"


@router.get("/categories", response=list[CategoryOut], summary="What can be reported, and what is promised")
def categories(request: HttpRequest) -> Any:  # noqa: ARG001
    return [
        category_out(version, group.label)
        for group in grouped(current_versions())
        for version in group.versions
    ]


@router.get("/places", response=list[PlaceOut], summary="Places by name, pinyin or initials")
def places(request: HttpRequest, q: str = Query("", max_length=60)) -> Any:  # noqa: ARG001
    return [
        {
            "path": each.path,
            "kind": each.kind,
            "name": each.display_name,
            "within": each.parent.display_name if each.parent else "",
            "latitude": each.latitude,
            "longitude": each.longitude,
        }
        for each in search_places(q.replace("\x00", ""), limit=20)
    ]


@router.get("/lifecycle", response=list[TransitionOut], summary="The table of states and actions")
def lifecycle(request: HttpRequest) -> Any:  # noqa: ARG001
    return [
        {
            "action": each.action.value,
            "label": str(each.action.label),
            "sources": [state.value for state in each.sources],
            "target": each.target.value if each.target else None,
            "needs": [need.value for need in each.needs],
        }
        for each in TRANSITIONS
    ]


@router.get("/public/cases.geojson", summary="Open public cases as GeoJSON")
def public_cases(request: HttpRequest, bbox: str = WHOLE_EARTH) -> Any:
    """Points snapped to 100 metres, in WGS-84. ``bbox`` is west,south,east,north."""
    features = public_features(actor_of(request), _box(bbox))
    return JsonResponse(
        {"type": "FeatureCollection", "features": list(features)}, content_type="application/geo+json"
    )


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(each) for each in text.split(",", 4))
    except ValueError as error:
        raise _no_box() from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise _no_box()
    return west, south, east, north


def _no_box() -> Invalid:
    return Invalid(
        _("The box is not understood."),
        _("Send west,south,east,north in degrees, such as 112.5,37.8,112.7,37.9."),
        field="bbox",
    )
