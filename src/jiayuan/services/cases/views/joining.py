"""Me too: joining what a neighbour reported, and leaving it again."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.slips import keep_token
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.neighbours.join import Joined, join_and_reopen, join_case
from ..domain.neighbours.leave import leave_case
from ..domain.queries.neighbours import joining_of
from ..domain.queries.opened import no_such_case, open_case
from ..domain.queries.ties import lead_of
from ..enums import PUBLIC_STATES, State
from ..interfaces.join_sheet import join_draft_of
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from ..interfaces.visits import limit
from ..models import Case
from ..rules import is_in_reopening_time, is_the_reporter


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: Visit, number: str) -> HttpResponse:
    case = _joinable(request, number)
    if is_the_reporter(request.actor, case) or joining_of(case, request.actor):
        return HttpResponseRedirect(reverse("case", args=[case.number]))
    if request.method == "POST":
        sheet = filled_in(request.POST)
        take_in_photos(sheet, request, request.actor)
        return join_as_sent(request, case, sheet) if case.number == number else _led_on(request, case, sheet)
    if case.number != number:
        return HttpResponseRedirect(reverse("case-join", args=[case.number]))
    return join_form(request, case, Sheet())


def _joinable(request: Visit, number: str) -> Case:
    """The case, or what goes on in its place where a public one was merged while somebody filled in the form."""
    case = open_case(number)
    lead = lead_of(case) if case.is_public and case.state == State.MERGED else None
    if lead is not None:
        case = open_case(lead.number)
    is_shown = case.is_public and case.state in PUBLIC_STATES
    if not is_shown and not is_the_reporter(request.actor, case) and not joining_of(case, request.actor):
        raise no_such_case()
    return case


def _led_on(request: Visit, lead: Case, sheet: Sheet) -> HttpResponse:
    """Merged meanwhile: the form of what goes on, with what was typed; sent once more, it joins that."""
    merged = _("This goes on with another report of the same.")
    sheet.note(Conflict(merged, _("Look whether it is yours and join it; what you typed is still here.")))
    return join_form(request, lead, sheet)


def join_form(request: Visit, case: Case, sheet: Sheet) -> HttpResponse:
    """For an open case a word and a photo, if one likes; for a closed one the reason why it is to be opened again."""
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor)
    context = {
        "case": case,
        "sheet": sheet,
        "joined": case.joinings.count(),
        "is_closed": case.state == State.CLOSED,
        "may_reopen": bool(is_in_reopening_time(request.actor, case)),
    }
    return render(request, "cases/phone/join.html", context, status=sheet.status)


def join_as_sent(request: Visit, case: Case, sheet: Sheet) -> HttpResponse:
    """A refusal brings the form back with what was typed; what was closed meanwhile comes back as what it is now."""
    if sheet.faults:
        return join_form(request, case, sheet)
    try:
        limit(request, "join")
        joined = _join(request, case, sheet)
    except DomainError as error:
        now = _joinable(request, case.number) if isinstance(error, Conflict | Missing) else case
        if now.pk != case.pk:
            return _led_on(request, now, sheet)
        sheet.note(error)
        return join_form(request, now, sheet)
    if joined.token:
        keep_token(request, joined.token)
    return HttpResponseRedirect(reverse("case", args=[case.number]))


def join_instead(request: Visit, sheet: Sheet) -> HttpResponse:
    """From the report form: what was entered there comes along. For what is closed the reason is asked for first."""
    case = _joinable(request, sheet.get("join"))
    if is_the_reporter(request.actor, case) or joining_of(case, request.actor):
        return HttpResponseRedirect(reverse("case", args=[case.number]))
    if case.number != sheet.get("join"):
        return _led_on(request, case, sheet)
    if case.state == State.CLOSED:
        return join_form(request, case, sheet)
    return join_as_sent(request, case, sheet)


def _join(request: Visit, case: Case, sheet: Sheet) -> Joined:
    draft = join_draft_of(sheet, request)
    if sheet.get("reopen"):
        draft, because = replace(draft, words=""), sheet.get("words")
        return join_and_reopen(case.pk, draft, because=because, by=request.actor, nonce=sheet.nonce)
    return join_case(case.pk, draft, by=request.actor, nonce=sheet.nonce)


@require_POST
def leave(request: Visit, number: str) -> HttpResponse:
    """No longer told; the case goes on."""
    case = open_case(number)
    if joining_of(case, request.actor) is None:
        raise no_such_case()
    leave_case(case, by=request.actor)
    is_shown = case.is_public and case.state in PUBLIC_STATES
    return HttpResponseRedirect(reverse("case", args=[case.number]) if is_shown else reverse("mine"))
