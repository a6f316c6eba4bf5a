"""Pages behind the doors: one promise, all changes around us, the ratings one by one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import current_district
from jiayuan.foundation.places.home import home_of

from ..domain.catalogue import current_of
from ..domain.queries.changes import changed_cases, pair_of
from ..domain.queries.promise import promises_of
from ..domain.queries.satisfaction import cases_of_ratings, ratings_of, satisfaction_with
from ..enums import State

A_WALL = 12


@require_safe
def promise(request: Visit, code: str) -> HttpResponse:
    """One kind of problem: who handles it, how soon, what proof."""
    version = current_of(code)
    return render(request, "cases/phone/promise.html", {"version": version, "promises": promises_of(version)})


@require_safe
def changes(request: Visit) -> HttpResponse:
    """Everything that was put right and may be shown; ``?near=1`` around the place one belongs to."""
    home = home_of(request)
    near = request.GET.get("near") == "1" and home is not None
    rows = changed_cases(home.path[:12] if near and home is not None else "")
    page = page_of(rows, by="-closed_at", after=request.GET.get("after", ""), size=A_WALL)
    wall = [(case, *pair_of(case.public_photos)) for case in page]
    context = {"page": page, "wall": wall, "near": near, "home": home}
    return render(request, "cases/phone/changes.html", context)


@require_safe
def ratings(request: Visit) -> HttpResponse:
    """The ratings behind the figure, one by one; without the words, which may speak of people."""
    home = home_of(request)
    here = request.GET.get("here") == "1" and home is not None
    place = home if here and home is not None else current_district()
    page = page_of(
        ratings_of(place.path[:12]).select_related("place"), by="-id", after=request.GET.get("after", "")
    )
    cases = cases_of_ratings(list(page))
    rows = [(each, cases.get(each.subject)) for each in page]
    context = {
        "page": page,
        "rows": rows,
        "place": place,
        "here": here,
        "closed": State.CLOSED,
        "figure": satisfaction_with(place.path[:12]),
    }
    return render(request, "cases/phone/ratings.html", context)
