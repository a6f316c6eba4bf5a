"""The public map: what is reported around us, without anything that points to a person."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.mapping import (
    WHOLE_EARTH,
    Overview,
    about_layers,
    chosen_from,
    overview,
    parse_box,
)
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.visit import Visit


def _about(request: Visit) -> dict[str, Any]:
    return about_layers(request.GET.get("show", ""), public=True)


def _public(request: Visit, box: tuple[float, float, float, float]) -> Overview:
    """As a visitor without any token sees it, whoever looks: a shared screen shows no more."""
    layer = _about(request)["layer"]
    return overview(Actor(), box, public=True, chosen=chosen_from(request.GET), layer=layer)


@require_safe
def map_page(request: Visit) -> HttpResponse:
    """``show``: a layer that stands apart, alone."""
    context = {"overview": _public(request, WHOLE_EARTH), "chosen": chosen_from(request.GET)}
    return render(request, "phone/map.html", context | _about(request))


@require_safe
def map_features(request: Visit) -> HttpResponse:
    """GeoJSON; ``?bbox=west,south,east,north``, ``group``, ``state``, ``show``."""
    found = _public(request, parse_box(request.GET.get("bbox", "")))
    return JsonResponse(found.as_geojson(), content_type="application/geo+json")
