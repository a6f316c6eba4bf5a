"""Needs and helpers beside each other, as a table and on the map, with the next step where one of them is missing."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.coverage import coverage, scope_of
from ..interfaces.coverage_map import SIGNS, features, legend, link_of
from ..rules import DESK

SHOWN = 8
"""Of each list beside the map; all of them stand in the tables and on the map."""


@console_view(*DESK_STAFF)
@require_safe
def table(request: Visit) -> HttpResponse:
    """``?place=`` goes down to a street or a community."""
    scope = scope_of(request.actor, request.GET.get("place", ""))
    found = coverage(scope)
    lists = found.by_answer()
    context = {
        "scope": scope,
        "rows": [(row, link_of(row), SIGNS[row.answer]) for row in found.rows],
        "found": found,
        **{answer.value: [(row, link_of(row)) for row in rows[:SHOWN]] for answer, rows in lists.items()},
        "more": {answer.value: len(rows) - SHOWN for answer, rows in lists.items()},
        "legend": legend(found),
        "has_points": any(found.on_map()),
        "above": scope.path[:-3] if request.actor.reach.holds(DESK_STAFF, scope.path[:-3]) else "",
        "opens": request.actor.reach.has_any(DESK),
    }
    return render(request, "help/console/coverage.html", context)


@console_view(*DESK_STAFF)
@require_safe
def points(request: Visit) -> HttpResponse:
    """The same as points of a map."""
    found = coverage(scope_of(request.actor, request.GET.get("place", "")))
    return JsonResponse({"type": "FeatureCollection", "features": features(found)})
