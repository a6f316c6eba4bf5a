"""The five doors: learn, speak, help, enjoy, evaluate."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import current_district

from ..domain.catalogue import current_of
from ..domain.queries.cards import waiting_for_rating
from ..domain.queries.catalogue import current_versions, grouped, match_categories
from ..domain.queries.changes import changed_cases, pair_of
from ..domain.queries.listing import CaseFilter, public_list
from ..domain.queries.promise import promises_of
from ..domain.queries.satisfaction import cases_of_ratings, ratings_of, satisfaction_with
from ..enums import TRANSITIONS, Action, State
from .common import home_of

LONGEST_QUERY = 200
A_WALL = 12
MAIN_WAY = (
    Action.FILE, Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE,
)  # fmt: skip
"""The straight way of a case through the table; the other actions are ways back and aside."""


@require_safe
def learn(request: Visit) -> HttpResponse:
    """学: what is promised for every kind of problem, and what happens to a report."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    versions = current_versions()
    found = match_categories(query, versions, limit=20) if query.strip() else versions
    by_action = {each.action: each for each in TRANSITIONS}
    context = {
        "q": query,
        "groups": grouped(found),
        "nothing": bool(query.strip()) and not found,
        "way": [by_action[each] for each in MAIN_WAY],
        "aside": [each for each in TRANSITIONS if each.action not in MAIN_WAY and each.action != Action.NOTE],
    }
    return render(request, "cases/phone/learn.html", context)


@require_safe
def promise(request: Visit, code: str) -> HttpResponse:
    """One kind of problem: who handles it, how soon, what proof."""
    version = current_of(code)
    return render(request, "cases/phone/promise.html", {"version": version, "promises": promises_of(version)})


@require_safe
def speak(request: Visit) -> HttpResponse:
    """讲: tell the community; what others told lately, near home."""
    home = home_of(request)
    rows = public_list(CaseFilter(place=home.path[:12] if home is not None else ""))
    context = {
        "q": request.GET.get("q", "")[:LONGEST_QUERY],
        "home": home,
        "recent": list(rows.order_by("-pk")[:5]),
    }
    return render(request, "cases/phone/speak.html", context)


@require_safe
def help_page(request: Visit) -> HttpResponse:
    """帮: ask for help, for oneself or for a neighbour. What is asked for here is never public."""
    versions = [each for each in current_versions() if each.is_private]
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    context = {
        "q": query,
        "versions": versions,
        "found": match_categories(query, versions),
        "home": home_of(request),
    }
    return render(request, "cases/phone/help.html", context)


@require_safe
def joy(request: Visit) -> HttpResponse:
    """乐: what has changed around us."""
    home = home_of(request)
    near = request.GET.get("near") == "1" and home is not None
    rows = changed_cases(home.path[:12] if near and home is not None else "")
    page = page_of(rows, by="-closed_at", after=request.GET.get("after", ""), size=A_WALL)
    wall = [(case, *pair_of(case.public_photos)) for case in page]
    context = {"page": page, "wall": wall, "near": near, "home": home}
    return render(request, "cases/phone/joy.html", context)


@require_safe
def evaluate(request: Visit) -> HttpResponse:
    """评: what waits for my rating, and what people think of what is done."""
    home = home_of(request)
    district = current_district()
    waiting = waiting_for_rating(request.actor).select_related("version__category", "place")
    context = {
        "waiting": list(waiting.order_by("-closed_at")[:20]),
        "home": home,
        "here": satisfaction_with(home.path[:12]) if home is not None else None,
        "everywhere": satisfaction_with(district.path),
        "district": district,
    }
    return render(request, "cases/phone/evaluate.html", context)


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
