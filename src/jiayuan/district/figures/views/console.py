"""The page of numbers, and the rows behind each."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.figures import scope_of, scopes
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.figures import Scope
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place

from ..domain.export import file_name, rows_as_csv
from ..domain.queries.ask import answer, answers, figure_by_id, scope_for
from ..interfaces.shown import PERIODS, Asked, asked_by, tile
from ..rules import READERS, sees_only_public

A_PAGE = 50


def _asked(request: Visit, said: Mapping[str, str] | None = None) -> tuple[Asked, list[Place], Place, Scope]:
    asked, places = asked_by(request.GET if said is None else said), list(scopes(request.actor))
    place = scope_of(asked.place, places)
    is_public = sees_only_public(request.actor, place)
    return asked, places, place, scope_for(place, day=asked.day, since=asked.since, is_public=is_public)


def _asked_or_today(request: Visit) -> tuple[Asked, list[Place], Place, Scope, Invalid | None]:
    """Where the day asked for is none, the same of today, and what was wrong: the form is there to choose another."""
    try:
        return (*_asked(request), None)
    except Invalid as error:
        kept = {name: request.GET[name] for name in ("place", "period") if name in request.GET}
        return (*_asked(request, kept), error)


def _common(asked: Asked, places: list[Place], place: Place, scope: Scope) -> dict[str, Any]:
    return {
        "places": places,
        "place": place,
        "day": scope.day,
        "today": today(),
        "since": asked.since,
        "periods": PERIODS.items(),
        "period": asked.period,
        "is_live": scope.is_live,
        "is_public": scope.is_public,
        "query": asked.query(place.path),
    }


@require_safe
@console_view(*READERS)
def figures_page(request: Visit) -> HttpResponse:
    """``?place=`` one of the places where I work, or directly inside; ``as_of=`` a day; ``period=``."""
    asked, places, place, scope, fault = _asked_or_today(request)
    tiles = [tile(each, asked) for each in answers(scope)]
    groups = [
        [each for each in tiles if each["is_flow"]],
        [each for each in tiles if not each["is_flow"]],
    ]
    context = _common(asked, places, place, scope) | {"happened": groups[0], "standing": groups[1]}
    context["fault"] = fault
    return render(request, "figures/figures.html", context, status=fault.status if fault else 200)


@require_safe
@console_view(*READERS)
def rows_page(request: Visit, figure_id: str) -> HttpResponse:
    """The rows that a number was counted from, newest first."""
    asked, places, place, scope, fault = _asked_or_today(request)
    figure = figure_by_id(figure_id, is_public=scope.is_public)
    page = page_of(figure.listed(scope), by="-pk", after=request.GET.get("after", ""), size=A_PAGE)
    lines = [figure.shape.line(row, scope.is_public) for row in page]
    context = _common(asked, places, place, scope) | {
        "figure": tile(answer(figure, scope), asked),
        "page": page,
        "lines": lines,
        "fault": fault,
    }
    return render(request, "figures/rows.html", context, status=fault.status if fault else 200)


@require_safe
@console_view(*READERS)
def rows_export(request: Visit, figure_id: str) -> HttpResponse:
    """The same rows for a spreadsheet."""
    _said, _places, _place, scope = _asked(request)
    figure = figure_by_id(figure_id, is_public=scope.is_public)
    response = HttpResponse(
        rows_as_csv(figure, scope, by=request.actor), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name(figure, scope)}"'
    return response
