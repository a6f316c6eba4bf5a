"""Correcting a place in the console."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.change import Particulars, correct_place
from ..domain.queries.page import place_by_code
from ..interfaces.forms import PlaceForm
from ..models import Place
from ..rules import KEEPERS

SHOWN = ("population", "households", "address", "latitude", "longitude")


@console_view(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, code: str) -> HttpResponse:
    """The form, and what it sends."""
    place = place_by_code(code)
    gate(request.actor, "places.change", place.path)
    if request.method != "POST":
        initial = {field: getattr(place, field) for field in SHOWN}
        return _page(request, place, PlaceForm(initial=initial))
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    try:
        _apply(place, form.cleaned_data, by=request.actor)
    except DomainError as error:
        if error.field == "position":
            error.field = "latitude"
        return _page(request, place, form.blame(error), status=error.status)
    messages.success(request, _("Saved. The history below keeps what was there before."))
    return redirect("console-place", place.code)


def _apply(place: Place, given: dict[str, Any], *, by: Actor) -> None:
    particulars = Particulars(given["population"], given["households"], given["address"])
    correct_place(place.path, particulars, by=by, position=_position(place, given))


def _position(place: Place, given: dict[str, Any]) -> tuple[str, str] | None:
    """What was sent, unless it is what the form showed: an estimate confirmed by nobody stays an estimate."""
    sent = (given["latitude"], given["longitude"])
    shown = tuple("" if each is None else str(each) for each in (place.latitude, place.longitude))
    return None if sent in (shown, ("", "")) else sent


def _page(request: Visit, place: Place, form: PlaceForm, *, status: int = 200) -> HttpResponse:
    return render(request, "places/edit.html", {"place": place, "form": form}, status=status)
