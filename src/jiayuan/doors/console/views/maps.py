"""The working map: what this actor may open, where it is."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.mapping import WHOLE_EARTH, chosen_from, overview, parse_box
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.visit import Visit


@require_safe
@console_view()
def map_page(request: Visit) -> HttpResponse:
    chosen = chosen_from(request.GET)
    found = overview(request.actor, WHOLE_EARTH, public=False, chosen=chosen)
    return render(
        request, "console/map.html", {"overview": found, "chosen": chosen, "datum": settings.MAP_TILES_DATUM}
    )


@require_safe
@console_view()
def map_features(request: Visit) -> HttpResponse:
    """GeoJSON; ``?bbox=west,south,east,north``, ``group``, ``state``."""
    box = parse_box(request.GET.get("bbox", ""))
    found = overview(request.actor, box, public=False, chosen=chosen_from(request.GET))
    response = JsonResponse(found.as_geojson(), content_type="application/geo+json")
    response["Cache-Control"] = "private, no-store"
    return response
