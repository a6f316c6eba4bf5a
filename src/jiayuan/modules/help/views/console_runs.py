"""Matching all open wishes of a place at once: asked for, watched, and the helpers asked."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.joined import told_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain.asking import ask_helper
from ..domain.match_runs import begin_run, places_to_match, stop_run
from ..domain.queries.runs import latest_runs, shown, visible_run
from ..interfaces.match_words import fell_at, reasons_of, why_nobody
from ..rules import DESK


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: Visit) -> HttpResponse:
    """Choose a place; the latest proposals."""
    sheet = Sheet()
    if request.method == "POST":
        sheet = filled_in(request.POST)
        try:
            run = begin_run(sheet.get("place"), by=request.actor)
        except DomainError as error:
            sheet.note(error)
        else:
            return HttpResponseRedirect(reverse("console-wish-run", args=[run.pk]))
    context = {"rows": latest_runs(request.actor), "places": places_to_match(request.actor), "sheet": sheet}
    return render(request, "help/console/runs.html", context, status=sheet.status)


@console_view(*DESK)
@require_safe
@never_cache
def run(request: Visit, pk: int) -> HttpResponse:
    """How far it is, then who is proposed for what and why."""
    found, skills = visible_run(request.actor, pk), skill_names()
    seen = shown(found)
    context = {
        "run": found,
        "seen": seen,
        "lines": [(each, reasons_of(each.line, each.can, skills)) for each in seen.lines],
        "unserved": [(each, why_nobody(each.reason), fell_at(each.fell)) for each in seen.unserved],
        "sheet": Sheet(),
    }
    return render(request, "help/console/run.html", context)


@console_view(*DESK)
@require_POST
def stop(request: Visit, pk: int) -> HttpResponse:
    stop_run(pk, by=request.actor)
    messages.success(request, _("Stopped."))
    return HttpResponseRedirect(reverse("console-wish-run", args=[pk]))


@console_view(*DESK)
@require_POST
def ask(request: Visit, pk: int) -> HttpResponse:
    """Ask the helpers of the lines that were ticked; what changed meanwhile is said and left out."""
    found, sheet = visible_run(request.actor, pk), filled_in(request.POST)
    ticked = set(request.POST.getlist("line"))
    asked, refused = 0, []
    for each in shown(found).open_ones:
        if str(each.line.pk) not in ticked or each.line.person_id is None:
            continue
        try:
            ask_helper(
                each.line.wish_id, each.line.person_id, by=request.actor, nonce=f"{sheet.nonce}{each.line.pk}"
            )
            asked += 1
        except DomainError as error:
            refused.append(told_of(each.line.wish, error.message))
    _say(request, asked, refused)
    return HttpResponseRedirect(reverse("console-wish-run", args=[pk]))


def _say(request: Visit, asked: int, refused: list[str]) -> None:
    if asked:
        said = ngettext("%(count)s helper is asked.", "%(count)s helpers are asked.", asked) % {
            "count": asked
        }
        messages.success(request, said)
    for words in refused:
        messages.warning(request, words)
    if not asked and not refused:
        messages.warning(request, _("Nobody was ticked who can still be asked."))
