"""The rhythm board: how far each community is with the charity hour of a week."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action

from ..domain.queries.activities import amounts_in_words
from ..domain.queries.rhythm import Board, RhythmFilter, board_of, line_of, spots_of, step_of, weeks_of
from ..domain.rhythm import export_week, nudge, repeat_last
from ..domain.week import this_week, week_named
from ..interfaces.rhythm_table import csv_of_week
from ..week_enums import ORDER, WeekStep
from ..week_rules import NUDGE

A_PAGE = 20
KEPT = ("week", "place", "step")
STEPS = {"publish": Action.PUBLISH, "file": Action.FILE}


def _wanted(request: Visit) -> RhythmFilter:
    return RhythmFilter.of(request.GET, week_named(request.GET.get("week", "")))


@console_view(*DESK_STAFF)
@require_safe
def board(request: Visit) -> HttpResponse:
    """``week`` (a day in it), ``place``, ``step``."""
    wanted = _wanted(request)
    context = _board_context(request, wanted, board_of(request.actor, wanted))
    return render(request, "volunteering/console/rhythm.html", context)


def _board_context(request: Visit, wanted: RhythmFilter, found: Board) -> dict[str, Any]:
    return {
        "board": found,
        "wanted": wanted,
        "week": wanted.week,
        "is_now": wanted.week == this_week(),
        "today": today(),
        "steps": [(step, found.counts[step]) for step in ORDER],
        "total": sum(found.counts.values()),
        "may_nudge": request.actor.reach.has_any(OFFICERS),
        "address": _address(request),
    }


@console_view(*DESK_STAFF)
@require_safe
def export(request: Visit) -> StreamingHttpResponse:
    """The lines of the board as it is narrowed. That they were taken is recorded."""
    wanted = _wanted(request)
    name = f"{_('charity hour')}-{wanted.week.monday:%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_of_week(export_week(wanted, by=request.actor)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


@console_view(*DESK_STAFF)
@require_safe
def place(request: Visit, path: str) -> HttpResponse:
    """One community: this week, and the weeks before."""
    return _place(request, path)


def _place(request: Visit, path: str, error: DomainError | None = None) -> HttpResponse:
    week = week_named(request.GET.get("week", ""))
    line = line_of(request.actor, path, week)
    rows = page_of(
        weeks_of(request.actor, path), by="-starts_at", after=request.GET.get("after", ""), size=A_PAGE
    )
    amounts = amounts_in_words([each.pk for each in rows])
    context = {
        "line": line,
        "week": week,
        "today": today(),
        "page": rows,
        "history": [(each, step_of(each), {"amounts": amounts.get(each.pk, ())}) for each in rows],
        "spots": spots_of(path) if line.may_be_repeated else [],
        "may_nudge": may(request.actor, NUDGE, path),
        "address": urlencode({"week": week.monday.isoformat(), "from": "place"}),
        "error": error,
        "typed": request.POST,
    }
    return render(
        request, "volunteering/console/rhythm_place.html", context, status=error.status if error else 200
    )


@console_view(*DESK_STAFF)
@require_POST
def act(request: Visit, path: str, action: str) -> HttpResponse:
    """``repeat``, ``publish``, ``file`` or ``nudge``; then back to where it was asked for."""
    try:
        said = _done(request, path, action)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if "from" in request.GET:
            return _place(request, path, error)
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, said)
    back = (
        reverse("console-rhythm-place", args=[path]) if "from" in request.GET else reverse("console-rhythm")
    )
    return HttpResponseRedirect(f"{back}?{_address(request)}")


def _done(request: Visit, path: str, action: str) -> str:
    week, post = week_named(request.GET.get("week", "")), request.POST
    if action == "repeat":
        made = repeat_last(
            path, week, by=request.actor, where=post.get("where", ""), publish="publish" in post,
            nonce=post.get("nonce"),
        )  # fmt: skip
        said = {"title": made.display_title}
        if "publish" in post:
            return _("Published: “%(title)s”. People can sign up.") % said
        return _("Prepared: “%(title)s”. Look at it, then publish it.") % said
    if action == "nudge":
        count = nudge(path, week, by=request.actor)[1]
        return ngettext("%(count)s person is told.", "%(count)s people are told.", count) % {"count": count}
    if action not in STEPS:
        raise Invalid(_("There is no such action."), _("Choose one of those shown."))
    session = line_of(request.actor, path, week).session
    if session is None:
        raise Invalid(_("Nothing is prepared for this week yet."), _("Prepare it as last week first."))
    perform_action(session.pk, STEPS[action], by=request.actor)
    return _("Published. People can sign up.") if action == "publish" else str(WeekStep.FILED.label)


def _address(request: Visit) -> str:
    """What of the address is kept from page to page."""
    return urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)})
