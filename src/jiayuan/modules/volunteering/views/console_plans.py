"""Planning a season in the console: asked for, worked out, compared, accepted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.common.visit import Visit

from ..domain.plans import accept_plan, ask_what_if, begin_plan, stop_plan, visible_plan
from ..domain.queries.plans import places_to_plan, shown
from ..domain.seasons import open_season
from ..enums import PlanState
from ..interfaces.forms import PlanForm, SeasonForm, WhatIfForm, choices_of, day_of, number_of
from ..models import Season, SeasonPlan
from .common import METHODS, done, form_page, tree, try_it

LATEST = 20


@console_view(*OFFICERS)
@require_http_methods(METHODS)
def plans(request: Visit) -> HttpResponse:
    """Ask for a plan; the latest plans."""
    seasons, places = list(Season.objects.all()[:LATEST]), places_to_plan(request.actor)
    choices = {"season": choices_of(seasons, empty=False), "place": tree(places)}
    given = request.POST if request.method == "POST" else None
    form = PlanForm(given, choices=choices)
    if given is not None:
        season = next((each for each in seasons if str(each.pk) == given.get("season")), None)
        path, capacity = given.get("place", ""), given.get("capacity", "").strip()
        room = number_of(capacity) or (-1 if capacity else 0)
        made = season and try_it(form, lambda: begin_plan(season, path, by=request.actor, capacity=room))
        if made:
            return done(request, _("It is being worked out."), "console-season-plan", made.pk)
    rows = SeasonPlan.objects.visible_to(request.actor).select_related("season", "place", "asked_by")
    context = {
        "form": form,
        "has_seasons": bool(seasons),
        "rows": rows.defer("place__boundary", "instance", "result")[:LATEST],
    }
    return render(
        request, "volunteering/console/plans.html", context, status=422 if given is not None else 200
    )


@console_view(*OFFICERS)
@require_http_methods(METHODS)
def season(request: Visit) -> HttpResponse:
    """Name a span of time."""
    given = request.POST if request.method == "POST" else None
    form = SeasonForm(given)
    if given is not None:
        path = request.actor.reach.paths_for(*OFFICERS)[0]
        made = try_it(
            form,
            lambda: open_season(
                given.get("name", ""), day_of(given, "first_day"), day_of(given, "last_day"),
                place_path=path, by=request.actor,
            ),
        )  # fmt: skip
        if made is not None:
            return done(
                request, _("The season is there. Now have its pairs worked out."), "console-season-plans"
            )
    return form_page(
        request, form, title=_("New season"), back="console-season-plans", button=_("Save"),
        lead=_("A half-year or a year for which pairs are planned."),
    )  # fmt: skip


@console_view(*OFFICERS)
@require_safe
def plan(request: Visit, pk: int) -> HttpResponse:
    """How far it is, then the plan and why."""
    return _show(request, visible_plan(request.actor, pk))


def _show(request: Visit, found: SeasonPlan, form: WhatIfForm | None = None) -> HttpResponse:
    context = {
        "plan": found,
        "shown": shown(found),
        "may_accept": found.state == PlanState.READY,
        "form": form or WhatIfForm(choices=_choices(found)),
        "variants": list(found.variants.defer("instance", "result")[:LATEST]),
    }
    return render(request, "volunteering/console/plan.html", context, status=422 if form else 200)


def _choices(found: SeasonPlan) -> dict[str, Any]:
    return {
        field: [("", ""), *((each["id"], each["name"]) for each in found.instance.get(rows, []))]
        for field, rows in (("organisation", "organisations"), ("community", "communities"))
    }


@console_view(*OFFICERS)
@require_POST
def stop(request: Visit, pk: int) -> HttpResponse:
    stop_plan(pk, by=request.actor)
    return done(request, _("Stopped."), "console-season-plan", pk)


@console_view(*OFFICERS)
@require_POST
def accept(request: Visit, pk: int) -> HttpResponse:
    accept_plan(pk, by=request.actor)
    return done(
        request, _("The pairs are being proposed; you find them in the list."), "console-season-plan", pk
    )


@console_view(*OFFICERS)
@require_POST
def what_if(request: Visit, pk: int) -> HttpResponse:
    found = visible_plan(request.actor, pk)
    given, form = request.POST, WhatIfForm(request.POST, choices=_choices(found))
    choices = _choices(found)
    pair = given.get("organisation", ""), given.get("community", "")
    known = pair[0] in dict(choices["organisation"]) and pair[1] in dict(choices["community"]) and all(pair)
    pairs = [pair] if known else []
    name = "forbidden" if given.get("change") == "forbidden" else "fixed"
    made = try_it(form, lambda: ask_what_if(pk, by=request.actor, **{name: pairs}))
    if made is None:
        return _show(request, found, form)
    return done(request, _("It is being worked out."), "console-season-plan", made.pk)
