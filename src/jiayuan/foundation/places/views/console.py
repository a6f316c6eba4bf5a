"""Places in the console: browse the tree, look one up."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import Page, page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.boundary import BOUNDED
from ..domain.queries import current_district, lineage, search_places
from ..domain.queries.page import children_shown, counts_below, listed, place_by_code, succession_of
from ..enums import COMMUNITY_KINDS, PATH_LENGTHS, STREET_KINDS, PlaceKind
from ..history import told_about
from ..interfaces.changes import changes_of
from ..models import Place
from ..paths import path_of_printed_code

PAGE_SIZE = 50
ORGANISATIONS_SHOWN = 20
LEVELS: dict[str, tuple[PlaceKind, ...]] = {
    "street": STREET_KINDS,
    "community": COMMUNITY_KINDS,
    "estate": (PlaceKind.ESTATE,),
    "building": (PlaceKind.BUILDING,),
    "unit": (PlaceKind.UNIT,),
}


@console_view()
def places(request: Visit) -> HttpResponse:
    """The tree, level by level: ``in`` (a code), ``level``, ``closed``, ``after``; or what ``q`` finds."""
    text = request.GET.get("q", "").strip()[:60]
    area = _area(request.GET.get("in", ""))
    level = request.GET.get("level", "")
    closed = request.GET.get("closed") == "1"
    rows: Page[Place]
    if text:
        rows = Page(search_places(text, limit=PAGE_SIZE), None)
    else:
        found = listed(area, LEVELS.get(level, ()), closed=closed)
        rows = page_of(found, by="path", after=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        "q": text, "area": area, "around": lineage(area.path), "level": level, "closed": closed, "rows": rows,
        "levels": _levels(area),
    }  # fmt: skip
    return render(request, "places/places.html", context)


def _area(code: str) -> Place:
    if not code:
        return current_district()
    found = Place.objects.defer("boundary").filter(pk=path_of_printed_code(code)).first()
    if found is None:
        raise Missing(
            _("There is no place with this code."), _("Look for it by its name in the list of places.")
        )
    return found


def _levels(area: Place) -> list[tuple[str, Any, int]]:
    """(name, label, how many) of each level below that has any places."""
    counts = counts_below(area)
    labels = {
        "street": _("Streets"), "community": _("Communities"), "estate": _("Estates"), "building": _("Buildings"),
        "unit": _("Building units"),
    }  # fmt: skip
    found = [
        (name, labels[name], sum(counts.get(kind, 0) for kind in kinds)) for name, kinds in LEVELS.items()
    ]
    return [each for each in found if each[2]]


@console_view()
def place(request: Visit, code: str) -> HttpResponse:
    """One place: particulars, names, what it came from and became, what lies in it, history."""
    found = place_by_code(code)
    organisations: Any = found.organisations
    changing = may(request.actor, "places.change", found.path)
    context = {
        "place": found,
        "around": lineage(found.path)[:-1],
        "names": found.names.order_by("since", "pk"),
        "succession": succession_of(found),
        "children": children_shown(found),
        "levels": _levels(found)
        if PATH_LENGTHS[PlaceKind(found.kind)] < PATH_LENGTHS[PlaceKind.UNIT]
        else [],
        "organisations": organisations.visible_to(request.actor)
        .current()
        .order_by("name")[:ORGANISATIONS_SHOWN],
        "told": told_about(found),
        "changing": changing,
    }
    if changing.allowed and found.closed_on is None:
        context["changes"] = [
            (each, reverse(f"console-place-{each.name}", args=[found.code])) for each in changes_of(found)
        ]
        context["bounded"] = found.kind in BOUNDED
    return render(request, "places/place.html", context)


@console_view()
def point(_request: Visit, code: str) -> HttpResponse:
    """The middle of one place as a GeoJSON point for the map on its page; empty if nobody knows it."""
    found = place_by_code(code)
    middle = {"type": "Point", "coordinates": [found.longitude, found.latitude]}
    properties = {"title": found.display_name, "meta": found.get_kind_display(), "icon": "map-pin"}
    feature = {"type": "Feature", "id": found.path, "properties": properties, "geometry": middle}
    features = [] if found.latitude is None else [feature]
    return JsonResponse({"type": "FeatureCollection", "features": features})
