"""Where a place ends: entering a boundary, and the outline for the map on its page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.boundary import remove_boundary, set_boundary, survey_boundary
from ..domain.geojson import MOST_CHARACTERS, invalid
from ..domain.queries.page import place_by_code
from ..enums import Datum
from ..interfaces.change_forms import BoundaryForm
from ..models import Place
from ..rules import KEEPERS

MOST_BYTES = MOST_CHARACTERS * 4


@console_view(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def boundary(request: Visit, code: str) -> HttpResponse:
    """GET asks for a file; POST shows what was read, with ``step=do`` keeps it, with ``step=remove`` takes the
    present one away."""
    place = place_by_code(code)
    gate(request.actor, "places.change", place.path)
    if request.method != "POST":
        return _page(request, place, BoundaryForm())
    step = request.POST.get("step", "")
    if step == "remove":
        remove_boundary(place.path, by=request.actor)
        messages.success(request, _("The boundary was taken away."))
        return redirect("console-place", place.code)
    form = BoundaryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    try:
        return _go_on(request, place, form.cleaned_data, do=step == "do")
    except DomainError as error:
        return _page(request, place, form.blame(error), status=error.status)


def _go_on(request: Visit, place: Place, given: dict[str, Any], *, do: bool) -> HttpResponse:
    text, datum = _text(given), Datum(given["datum"])
    if do:
        set_boundary(place.path, text, datum, by=request.actor, because=given["because"])
        messages.success(request, _("Kept. Positions inside it now lie in this place."))
        return redirect("console-place", place.code)
    survey = survey_boundary(place.path, text, datum)
    context = {"place": place, "survey": survey, "text": text, "datum": datum, "because": given["because"]}
    return render(request, "places/boundary_preview.html", context)


def _text(given: dict[str, Any]) -> str:
    """The file's text, or what was pasted."""
    sent = given["file"]
    if sent is None:
        if not given["boundary"].strip():
            raise invalid(_("There is no boundary yet."), _("Choose a file, or paste its text."))
        return str(given["boundary"])
    if sent.size > MOST_BYTES:
        raise invalid(
            _("The file is too long."), _("Simplify the boundary, or leave everything else out of the file.")
        )
    try:
        return str(sent.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise invalid(_("This is not GeoJSON."), _("Save the file as UTF-8 text.")) from error


def _page(request: Visit, place: Place, form: BoundaryForm, *, status: int = 200) -> HttpResponse:
    return render(request, "places/boundary.html", {"place": place, "form": form}, status=status)


@console_view()
@require_safe
def outline(_request: Visit, code: str) -> HttpResponse:
    """The outlines of the district and of this place (WGS-84), for the map on its page."""
    wanted = {settings.DISTRICT, place_by_code(code).path}
    rows = Place.objects.filter(pk__in=wanted, boundary__isnull=False).order_by("path")
    features = [
        {
            "type": "Feature",
            "id": each.path,
            "properties": {"name": each.display_name},
            "geometry": each.boundary,
        }
        for each in rows
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})
