"""Dispatch rules: those in force, the draft, and what it would have done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.common.errors import Conflict, DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS
from jiayuan.foundation.places.models import Place

from ..domain.dispatch.drafting import (
    MANAGE,
    add_rule,
    begin_draft,
    change_rule,
    discard_draft,
    draft_to_change,
    move_rule,
    publish_draft,
    remove_rule,
    rule_in,
)
from ..domain.dispatch.dry_run import ask_dry_run
from ..domain.dispatch.facts import KINDS, current_set
from ..domain.dispatch.shown import shown_rules, shown_run
from ..domain.queries.catalogue import current_versions, grouped
from ..enums import DispatchTo
from ..interfaces.rule_sheet import draft_of_rule, rule_sheet, sheet_of_rule
from ..interfaces.sheet import Sheet, filled_in, whole_number
from ..models import DispatchRuleSet, DryRun
from ..tasks import run_dry

HISTORY = 50


@console_view()
@require_safe
def rules(request: Visit) -> HttpResponse:
    """What holds now, and what held before."""
    current = current_set()
    past = DispatchRuleSet.objects.exclude(number=None).select_related("published_by")
    context = {
        "current": current,
        "rules": shown_rules(current, with_remarks=True),
        "history": past[:HISTORY],
        "draft": DispatchRuleSet.objects.draft().first(),
        "may_change": may(request.actor, MANAGE),
    }
    return render(request, "cases/console/dispatch.html", context)


@console_view()
@require_POST
def begin(request: Visit) -> HttpResponse:
    """With ``number`` from that earlier set, else from what is in force."""
    try:
        begin_draft(by=request.actor, number=whole_number(request.POST.get("number", "")))
    except Conflict as error:
        messages.error(request, f"{error.message} {error.remedy}")
    return HttpResponseRedirect(reverse("console-dispatch-draft"))


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Visit) -> HttpResponse:
    """``step`` says what is wanted: up, down, remove, discard, try, publish."""
    gate(request.actor, MANAGE)
    sheet = filled_in(request.POST)
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_do(request, sheet))
        except DomainError as error:
            sheet.note(error)
    found = draft_to_change()
    context = {
        "draft": found,
        "rules": shown_rules(found, with_remarks=True),
        "runs": found.dry_runs.select_related("asked_by")[:10],
        "sheet": sheet,
        "sent": sheet.get("step"),
    }
    return render(request, "cases/console/dispatch_draft.html", context, status=sheet.status)


def _do(request: Visit, sheet: Sheet) -> str:
    seen, rule = whole_number(sheet.get("seen")) or 0, whole_number(sheet.get("rule")) or 0
    said: dict[str, Any] = {"seen": seen, "by": request.actor}
    match sheet.get("step"):
        case "up":
            move_rule(rule, -1, **said)
        case "down":
            move_rule(rule, 1, **said)
        case "remove":
            remove_rule(rule, **said)
        case "discard":
            discard_draft(**said)
            return reverse("console-dispatch")
        case "publish":
            publish_draft(sheet.get("reason"), **said)
            return reverse("console-dispatch")
        case "try":
            run = ask_dry_run(
                read_day(sheet.get("since"), "since"), read_day(sheet.get("until"), "until"), by=request.actor
            )
            run_dry.enqueue(run.pk)
            return reverse("console-dispatch-run", args=[run.pk])
    return reverse("console-dispatch-draft")


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: Visit, pk: int = 0) -> HttpResponse:
    """A rule of the draft; without a number a new one."""
    gate(request.actor, MANAGE)
    found = draft_to_change()
    sheet, categories = sheet_of_rule(rule_in(found, pk)) if pk else (Sheet(), [])
    if request.method == "POST":
        sheet, categories = rule_sheet(request.POST)
        given, seen = draft_of_rule(sheet, categories), whole_number(sheet.get("seen")) or 0
        try:
            if pk:
                change_rule(pk, given, seen=seen, by=request.actor)
            else:
                add_rule(given, seen=seen, by=request.actor)
        except DomainError as error:
            sheet.note(error)
        else:
            return HttpResponseRedirect(reverse("console-dispatch-draft"))
    context = {"draft": found, "sheet": sheet, "chosen": categories, "is_new": not pk} | _choices()
    return render(request, "cases/console/dispatch_rule.html", context, status=sheet.status)


def _choices() -> dict[str, Any]:
    places = Place.objects.current().filter(kind__in=(*STREET_KINDS, *COMMUNITY_KINDS)).defer("boundary")
    return {
        "groups": grouped(current_versions()),
        "places": places.order_by("path"),
        "targets": DispatchTo.choices,
        "functions": UnitFunction.choices,
        "units": Organisation.objects.current().filter(kind__in=KINDS).order_by("name"),
    }


@console_view()
@require_safe
def run(request: Visit, pk: int) -> HttpResponse:
    """A dry run; while it is worked out the page asks again by itself."""
    gate(request.actor, MANAGE)
    found = get_object_or_404(DryRun.objects.select_related("rule_set", "asked_by"), pk=pk)
    context: dict[str, Any] = {"run": found, "is_stale": found.revision != found.rule_set.revision}
    if found.finished_at is not None:
        context["result"] = shown_run(found, current_set())
    response = render(request, "cases/console/dispatch_run.html", context)
    response["Cache-Control"] = "no-store"
    return response
