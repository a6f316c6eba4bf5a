"""The weekly plan in the console: asking for one, looking at it, leaving estates out, accepting it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.planning.needs import streams_of
from ..domain.planning.week_accept import accept_week, first_day, taken_of
from ..domain.planning.week_draw import (
    WeekDraft,
    asked_rows,
    begin_week,
    choose_line,
    drop_week,
    no_such_week,
)
from ..domain.planning.week_question import next_monday
from ..enums import Stream
from ..interfaces.week_words import day_heads, days_of, left_of, lines_of, notes_of, totals_of
from ..limits import TIMES, TOLD_AHEAD
from ..models import WeekPlan
from ..round_enums import Keeping, PlanState
from .units import unit_of, units_shown

RECENT, LINES = 5, 40
"""Plans that are listed, and estates on a page."""
SET = "times"
"""What the fields for the number of collections begin with."""


@console_view(Role.UNIT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def weeks(request: Visit) -> HttpResponse:
    """``stream``: of this stream's estates the number of collections can be changed. Sent, a plan is asked for."""
    if request.method != "POST":
        return _draw_weeks(request, Sheet())
    sheet, post = filled_in(request.POST), request.POST
    times = {
        row: str(post[name])
        for name in post
        if name.startswith(SET) and (row := whole_number(name.removeprefix(SET))) is not None
    }
    try:
        draft = WeekDraft(sheet.get("stream"), sheet.get("keeping"), times)
        plan = begin_week(unit_of(request), draft, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return _draw_weeks(request, sheet)
    return HttpResponseRedirect(reverse("console-waste-week", args=[plan.pk]))


def _draw_weeks(request: Visit, sheet: Sheet) -> HttpResponse:
    operator, week = unit_of(request), next_monday()
    known = streams_of(operator, week)
    streams = [(code, label) for code, label in Stream.choices if code in known]
    chosen = str((request.POST if request.method == "POST" else request.GET).get("stream", ""))
    chosen = chosen if chosen in known else ""
    rows = asked_rows(operator, chosen)
    context = units_shown(request) | {
        "operator": operator, "week": week, "streams": streams, "stream": chosen,
        "rows": [(row, kept, f"{SET}{row.pk}") for row, kept in rows] if chosen else [],
        "many": len(rows), "keepings": Keeping.choices, "keeping": sheet.values.get("keeping") or Keeping.CLEAR,
        "times": TIMES, "plans": WeekPlan.objects.filter(operator=operator).order_by("-pk")[:RECENT],
        "sheet": sheet,
    }  # fmt: skip
    return render(request, "waste/console/weeks.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_safe
@never_cache
def week(request: Visit, pk: int) -> HttpResponse:
    """``show=all``: also estates that keep their days. ``from``: the number of the first line of a page."""
    return _draw_week(request, _plan_of(request, pk), Sheet())


def _plan_of(request: Visit, pk: int) -> WeekPlan:
    found = WeekPlan.objects.visible_to(request.actor).filter(pk=pk).select_related("operator").first()
    if found is None:
        raise no_such_week()
    return found


def _draw_week(request: Visit, plan: WeekPlan, sheet: Sheet) -> HttpResponse:
    changes, shows_all = plan.changes, request.GET.get("show") == "all"
    every = plan.lines if shows_all else changes
    begins = whole_number(request.GET.get("from", "")) or 0
    begins = begins if 0 < begins < len(every) else 0
    lines: Sequence[Mapping[str, Any]] = every[begins : begins + LINES]
    taken = taken_of(plan)
    context = {
        "plan": plan, "totals": totals_of(plan), "days": days_of(plan), "left": left_of(plan),
        "notes": notes_of(plan), "lines": lines_of(plan, lines), "shows_all": shows_all, "begins": begins,
        "all": len(plan.lines), "changed": len(changes), "taken": len(taken),
        "estates": len({each["estate"] for each in taken}),
        "next": begins + LINES if begins + LINES < len(every) else None,
        "before": max(begins - LINES, 0) if begins else None,
        "first": first_day(), "since": plan.week if plan.week >= first_day() else next_monday(), "ahead": TOLD_AHEAD,
        "heads": day_heads(), "is_ready": plan.state == PlanState.READY, "sheet": sheet,
    }  # fmt: skip
    return render(request, "waste/console/week.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def decide_week(request: Visit, pk: int, what: str) -> HttpResponse:
    """Accept it from a day on, or put it aside; or leave one line out, or take it again."""
    sheet = filled_in(request.POST)
    if what in ("skip", "take"):
        choose_line(pk, whole_number(sheet.get("row")) or 0, is_taken=what == "take", by=request.actor)
        return HttpResponseRedirect(_back(request, pk))
    if what == "drop":
        drop_week(pk, by=request.actor)
        messages.success(request, _("The plan is put aside."))
        return HttpResponseRedirect(reverse("console-waste-weeks"))
    if what != "accept":
        raise Missing(_("This cannot be done here."), _("Look at the plan again."))
    try:
        since = read_day(sheet.get("since"), "since")
        accept_week(pk, since, by=request.actor, revision=whole_number(sheet.get("revision")))
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        sheet.note(error)
        return _draw_week(request, _plan_of(request, pk), sheet)
    messages.success(request, _("The new days are set. Residents are told."))
    return HttpResponseRedirect(reverse("console-waste-week", args=[pk]))


def _back(request: Visit, pk: int) -> str:
    """To the line, on the page of the list it stands on."""
    begins = whole_number(request.POST.get("from", "")) or 0
    show = "all" if request.POST.get("show") == "all" else "changed"
    row = whole_number(request.POST.get("row", "")) or 0
    return f"{reverse('console-waste-week', args=[pk])}?show={show}&from={begins}#line{row}"
