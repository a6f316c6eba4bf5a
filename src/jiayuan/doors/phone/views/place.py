"""Choosing the place I belong to: by name, by position, or one of the last."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from jiayuan.district.desk.belonging import BELONGING_KINDS, choose_home, recent_homes
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.foundation.places.domain.queries import communities, nearest_communities, search_places
from jiayuan.foundation.places.home import HOME_PLACE
from jiayuan.foundation.places.models import Place

RECENT = "recent_places"
FOUND = 20
NEAR = 6
KEPT = 4


@require_http_methods(["GET", "HEAD", "POST"])
def choose_place(request: Visit) -> HttpResponse:
    """``?q=`` searches; a POST with ``place`` chooses, with ``latitude`` and ``longitude`` finds what is near."""
    if request.method == "POST" and "place" in request.POST:
        return _choose(request)
    if request.method == "POST":
        return _locate(request)
    words = request.GET.get("q", "")[:100]
    found = search_places(words, BELONGING_KINDS, FOUND) if words.strip() else []
    return _page(request, {"q": words, "found": found})


def _page(request: Visit, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """The whole page, or to htmx only its list."""
    onward = request.POST.get("next", request.GET.get("next", ""))
    shown = {"next": onward if _is_ours(request, onward) else "", **context}
    if not (context.get("found") or context.get("near")):
        shown["recent"] = recent_homes(request.session.get(RECENT, []))
        shown["streets"] = communities()
    template = "phone/_places.html" if request.htmx else "phone/place.html"
    response = render(request, template, shown, status=status)
    response["Vary"] = "HX-Request"
    return response


def _locate(request: Visit) -> HttpResponse:
    """What is near the position sent. The position is used and forgotten."""
    try:
        position = parse_position(request.POST.get("latitude", ""), request.POST.get("longitude", ""))
    except DomainError as error:
        return _page(request, {"error": error}, status=error.status)
    near = nearest_communities(*position, NEAR)
    return _page(request, {"near": near})


def _choose(request: Visit) -> HttpResponse:
    place = choose_home(request.POST["place"], by=request.actor)
    _remember(request, place)
    onward = request.POST.get("next", "")
    return HttpResponseRedirect(onward if _is_ours(request, onward) else reverse("home"))


def _remember(request: Visit, place: Place) -> None:
    request.session[HOME_PLACE] = place.path
    earlier = [path for path in request.session.get(RECENT, []) if path != place.path]
    request.session[RECENT] = [place.path, *earlier][:KEPT]


def _is_ours(request: Visit, address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, request.is_secure()
    )
