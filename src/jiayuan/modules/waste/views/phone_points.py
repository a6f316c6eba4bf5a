"""All drop points of a community as a list: for whoever cannot see the map, or wants to read it in order."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..domain.queries.standing import all_of


@require_safe
def all_points(request: Visit) -> HttpResponse:
    """``place``: a community, else the one that the reader belongs to; without either, all to choose from."""
    home = home_of(request)
    asked = request.GET.get("place", "") or (home.path if home is not None else "")
    streets = communities()
    place = next(
        (each for _street, rows in streets for each in rows if each.path == asked[:COMMUNITY_LENGTH]), None
    )
    context = {"place": place, "streets": streets, "points": all_of(place.path) if place else []}
    return render(request, "waste/phone/all_points.html", context)
