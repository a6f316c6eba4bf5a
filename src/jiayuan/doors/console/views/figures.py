"""A calm first page of numbers; each opens the rows behind it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.figures import figures, scope_of, scopes
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.common.visit import Visit


@require_safe
@console_view(*DESK_STAFF, Role.IT_STAFF)
def figures_page(request: Visit) -> HttpResponse:
    """``?place=`` one of the places where I work, or directly inside."""
    places = scopes(request.actor)
    place = scope_of(request.GET.get("place", ""), places)
    context = {"places": places, "place": place, "figures": figures(request.actor, place.path)}
    return render(request, "console/figures.html", context)
