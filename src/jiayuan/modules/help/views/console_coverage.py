"""Needs and helpers beside each other, as a table and on the map, with the next step where one of them is missing."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.coverage import Row, coverage, features, scope_of
from ..rules import DESK


@console_view(*DESK_STAFF)
@require_safe
def table(request: Visit) -> HttpResponse:
    """``?place=`` goes down to a street or a community."""
    scope = scope_of(request.actor, request.GET.get("place", ""))
    rows = coverage(scope)
    context = {
        "scope": scope,
        "rows": [(row, _link(row)) for row in rows],
        "lonely": [row for row in rows if row.is_lonely],
        "idle": [row for row in rows if row.is_idle],
        "needs": sum(row.needs for row in rows),
        "above": scope.path[:-3] if request.actor.reach.holds(DESK_STAFF, scope.path[:-3]) else "",
        "opens": request.actor.reach.has_any(DESK),
    }
    return render(request, "help/console/coverage.html", context)


@console_view(*DESK_STAFF)
@require_safe
def points(request: Visit) -> HttpResponse:
    """The same as points of a map."""
    rows = coverage(scope_of(request.actor, request.GET.get("place", "")))
    return JsonResponse({"type": "FeatureCollection", "features": features(rows, _links(rows))})


def _links(rows: Sequence[Row]) -> Mapping[str, str]:
    return {row.place.path: _link(row) for row in rows}


def _link(row: Row) -> str:
    """To what lies below; of a courtyard to its needs."""
    if row.opens:
        return f"{reverse('console-coverage')}?place={row.place.path}"
    return f"{reverse('console-wishes')}?state=need&place={row.place.path}"
