"""The public map: what is reported around us, without anything that points to a person."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.mapping import WHOLE_EARTH, Overview, chosen_from, overview, parse_box
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.visit import Visit


def _public(request: Visit, box: tuple[float, float, float, float]) -> Overview:
    """As a visitor without any token sees it, whoever looks: a shared screen shows no more."""
    return overview(Actor(), box, public=True, chosen=chosen_from(request.GET))


@require_safe
def map_page(request: Visit) -> HttpResponse:
    context = {"overview": _public(request, WHOLE_EARTH), "chosen": chosen_from(request.GET)}
    return render(request, "phone/map.html", context)


@require_safe
def map_features(request: Visit) -> HttpResponse:
    """GeoJSON; ``?bbox=west,south,east,north``, ``group``, ``state``."""
    found = _public(request, parse_box(request.GET.get("bbox", "")))
    return JsonResponse(found.as_geojson(), content_type="application/geo+json")
