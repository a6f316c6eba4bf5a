"""The district's outline and its communities as GeoJSON: the base layer of every map, for anybody."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from ..enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from ..models import Place

CACHED_SECONDS = 3600
DRAWN = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)


def _etag(_request: HttpRequest) -> str:
    seen = (
        Place.objects.within(settings.DISTRICT)
        .current()
        .of_kind(*DRAWN)
        .aggregate(at=Max("updated_at"), count=Count("pk"))
    )
    at = seen["at"].timestamp() if seen["at"] else 0
    return f'"{at:.6f}-{seen["count"]}-{get_language()}"'


def _answer(features: list[dict[str, Any]]) -> HttpResponse:
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features}, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/geo+json"
    response["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    # Names are written in the reader's language, which is kept in a cookie.
    patch_vary_headers(response, ["Cookie"])
    return response


def _points() -> list[dict[str, Any]]:
    rows = (
        Place.objects.within(settings.DISTRICT)
        .current()
        .of_kind(*COMMUNITY_KINDS)
        .filter(latitude__isnull=False)
    )
    return [
        {
            "type": "Feature",
            "id": each.path,
            "properties": {
                "code": each.code,
                "name": each.display_name,
                "is_estimated": each.position_is_estimated,
            },
            "geometry": {"type": "Point", "coordinates": [each.longitude, each.latitude]},
        }
        for each in rows.defer("boundary").order_by("path")
    ]


@require_safe
@condition(etag_func=_etag)
def boundary(_request: HttpRequest) -> HttpResponse:
    """The outline of the district in WGS-84, and its communities as named points."""
    rows = Place.objects.filter(pk=settings.DISTRICT, boundary__isnull=False)
    outlines = [
        {
            "type": "Feature",
            "id": each.path,
            "properties": {"code": each.code, "name": each.display_name},
            "geometry": each.boundary,
        }
        for each in rows
    ]
    return _answer(outlines + _points())


@require_safe
@condition(etag_func=_etag)
def communities(_request: HttpRequest) -> HttpResponse:
    """The communities and villages as named points in WGS-84."""
    return _answer(_points())
