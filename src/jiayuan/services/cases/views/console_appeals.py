"""One line of a frozen month: what it is made of, its appeal, and the decision. And all appeals in a list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.uploads import upload_token

from ..appeal_enums import AppealGround, AppealState
from ..appeal_rules import (
    APPEAL,
    APPEAL_TERM,
    DECIDE,
    SEE,
    appealable_until,
    speaks_for_the_unit,
)
from ..domain.queries.appeals import appeals_for, appellant_of, because_of, months, with_facts
from ..domain.queries.performance import row_of
from ..domain.scores.appealing import appeal_line, find_line
from ..domain.scores.corrections import state_of
from ..domain.scores.deciding import decide_appeal, outcomes_for
from ..interfaces.appeal_filters import appeals_asked_for
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from ..models import Appeal, ScoreLine
from ..rules import CASE_ROLES

A_PAGE = 50


def _line(request: Visit, pk: int) -> ScoreLine:
    """What is not theirs to see is not there for them."""
    line = find_line(pk)
    if not may(request.actor, SEE, line):
        raise Missing(_("There is no such line."), _("Choose one in the list of the month."))
    return line


@console_view(*CASE_ROLES)
@require_safe
def line(request: Visit, pk: int) -> HttpResponse:
    """What the line is made of, what it does to the figures, and its appeal."""
    return _page(request, _line(request, pk))


def _page(request: Visit, line: ScoreLine, sheet: Sheet | None = None) -> HttpResponse:
    found = with_facts(Appeal.objects.filter(line=line)).first()
    sheet = sheet or Sheet()
    context: dict[str, Any] = {
        "line": line,
        "present": state_of(line),
        "corrections": list(line.corrections.all()),
        "rows": _figures(request, line, found),
        "may_see_case": may(request.actor, "cases.see", line.case),
        "appeal": found,
        "sheet": sheet,
    }
    if found is None:
        context["verdict"] = may(request.actor, APPEAL, line)
        context["grounds"] = AppealGround.choices
        context["until"] = appealable_until(line)
        context["until_because"] = explain(line.month.frozen_at, APPEAL_TERM)
    else:
        found.line = line
        context["who"] = appellant_of(found)
        context["light"] = light(found.asked_at, found.decide_by)
        context["because"] = because_of(found)
        context["verdict"] = may(request.actor, DECIDE, found)
        context["outcomes"] = [(str(each), each.label) for each in outcomes_for(found)]
    return render(request, "cases/console/performance_line.html", context, status=sheet.status)


def _figures(request: Visit, line: ScoreLine, appeal: Appeal | None) -> list[Any]:
    """What the line is part of: the unit's month, and for those who work there that of the community."""
    rows = [row_of(line.unit, line.unit_id, line.month)]
    if not speaks_for_the_unit(request.actor, line) or (appeal is not None and not appeal.for_unit):
        rows.append(row_of(line.place, line.place_id[:12], line.month))
    return [each for each in rows if each is not None]


def _back(line: ScoreLine) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("console-performance-line", args=[line.pk]))


@console_view(*CASE_ROLES)
@require_POST
def appeal(request: Visit, pk: int) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    line, sheet = _line(request, pk), filled_in(request.POST)
    take_in_photos(sheet, request, request.actor)
    if not sheet.faults:
        try:
            appeal_line(
                line.pk, sheet.get("ground"), sheet.get("words"), by=request.actor,
                photo_ids=sheet.photo_ids, upload_token=upload_token(request), nonce=sheet.nonce,
            )  # fmt: skip
        except DomainError as error:
            sheet.note(error)
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor)
        return _page(request, line, sheet)
    messages.success(request, _("Appealed. The office above decides; you are told how."))
    return _back(line)


@console_view(*CASE_ROLES)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """Uphold or decline."""
    line, sheet = _line(request, pk), filled_in(request.POST)
    found = Appeal.objects.filter(line=line).first()
    if found is None:
        raise Missing(_("There is no such appeal."), _("Choose one in the list."))
    try:
        decide_appeal(found.pk, sheet.get("outcome"), sheet.get("reason"), by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _page(request, line, sheet)
    messages.success(request, _("Decided. Both sides are told."))
    return _back(line)


@console_view(*CASE_ROLES)
@require_safe
def appeals(request: Visit) -> HttpResponse:
    """The appeals of one's places and units, the latest first; and those that one has to decide."""
    found = list(months())
    wanted, notes = appeals_asked_for(request.GET, [str(each) for each in found])
    after = request.GET.get("after", "")
    page = page_of(appeals_for(request.actor, wanted), by="-id", after=after, size=A_PAGE)
    context = {
        "page": page,
        "rows": [
            (each, appellant_of(each), light(each.asked_at, each.decide_by), because_of(each))
            if each.is_waiting
            else (each, appellant_of(each), "none", "")
            for each in page
        ],
        "wanted": wanted,
        "notes": notes,
        "months": found,
        "states": AppealState.choices,
        "decides": request.actor.reach.has_any(OFFICERS),
        "is_first": not after,
    }
    return render(request, "cases/console/appeals.html", context)
