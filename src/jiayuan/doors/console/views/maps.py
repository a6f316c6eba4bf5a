"""The working map: what this actor may open, where it is."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.mapping import WHOLE_EARTH, about_layers, chosen_from, overview, parse_box
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.visit import Visit


@require_safe
@console_view()
def map_page(request: Visit) -> HttpResponse:
    """``show``: a layer that stands apart, alone."""
    chosen, about = chosen_from(request.GET), about_layers(request.GET.get("show", ""), public=False)
    found = overview(request.actor, WHOLE_EARTH, public=False, chosen=chosen, layer=about["layer"])
    context = {"overview": found, "chosen": chosen, "datum": settings.MAP_TILES_DATUM} | about
    return render(request, "console/map.html", context)


@require_safe
@console_view()
def map_features(request: Visit) -> HttpResponse:
    """GeoJSON; ``?bbox=west,south,east,north``, ``group``, ``state``, ``show``."""
    box, layer = (
        parse_box(request.GET.get("bbox", "")),
        about_layers(request.GET.get("show", ""), public=False)["layer"],
    )
    found = overview(request.actor, box, public=False, chosen=chosen_from(request.GET), layer=layer)
    response = JsonResponse(found.as_geojson(), content_type="application/geo+json")
    response["Cache-Control"] = "private, no-store"
    return response
