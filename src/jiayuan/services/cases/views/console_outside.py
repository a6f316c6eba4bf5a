"""Asking somebody outside, from the console: send, see how it stands, remind, take back, take note of answers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing

from ..domain.outside.reply import note_answer
from ..domain.outside.send import PERMISSION, names_on, remind_outside, revoke_outside, send_link
from ..domain.outside.tokens import path_of
from ..domain.queries.opened import no_such_case, open_case
from ..domain.queries.outside import asked_of, rounds_with_photos
from ..domain.redact import redact
from ..interfaces.outside_sheet import outside_draft_of
from ..interfaces.sheet import Sheet, filled_in
from ..models import Case, OutsideAnswer, OutsideLink
from ..outside_enums import OUTSIDE_STATES
from ..rules import CASE_ROLES

IN_DAYS = 3
DONE: dict[str, Any] = {"remind": remind_outside, "revoke": revoke_outside}


def _case(request: Visit, number: str) -> Case:
    case = open_case(number)
    if not may(request.actor, "cases.see", case):
        raise no_such_case()
    return case


@console_view(*CASE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def outside(request: Visit, number: str) -> HttpResponse:
    """Everybody outside who was asked about a case, and the form for asking."""
    case = _case(request, number)
    if request.method != "POST":
        return _page(request, case)
    sheet = filled_in(request.POST)
    draft = outside_draft_of(sheet)
    if not sheet.faults:
        try:
            link = send_link(case.pk, draft, by=request.actor, nonce=sheet.nonce)
        except DomainError as error:
            sheet.note(error)
    if sheet.faults:
        return _page(request, case, sheet)
    messages.success(
        request, _("%(name)s is asked. Give them the link, or see it leave.") % {"name": link.name}
    )
    return _back(case, f"link-{link.pk}")


def _back(case: Case, anchor: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('console-outside', args=[case.number])}#{anchor}")


def _page(
    request: Visit, case: Case, sheet: Sheet | None = None, error: DomainError | None = None
) -> HttpResponse:
    sheet = sheet or Sheet(values=_first_draft(case))
    verdict = may(request.actor, PERMISSION, case)
    asked = asked_of(case)
    context: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "rounds_with_photos": rounds_with_photos(case),
        "addresses": {each.link.pk: _address(request, each.link) for each in asked if each.standing.waits},
        "verdict": verdict,
        "may_send": bool(verdict) and case.state in OUTSIDE_STATES,
        "sheet": sheet,
        "error": error,
        "today": today(),
    }
    status = error.status if error else sheet.status
    return render(request, "cases/console/outside.html", context, status=status)


def _first_draft(case: Case) -> dict[str, str]:
    until = today() + timedelta(days=IN_DAYS)
    matter = redact(case.public_words or case.words, names_on(case))
    return {"matter": matter, "until": until.isoformat(), "shows_place": "1", "shows_photos": "1"}


def _address(request: Visit, link: OutsideLink) -> str:
    """The whole link, for those who may send it; empty where the secret key has changed since."""
    path = path_of(link) if may(request.actor, PERMISSION, link.case) else ""
    return absolute(request, path) if path else ""


def _link(case: Case, pk: int) -> OutsideLink:
    link = OutsideLink.objects.filter(case=case, pk=pk).select_related("case", "unit").first()
    if link is None:
        raise no_such_case()
    return link


@console_view(*CASE_ROLES)
@require_safe
@never_cache
def code(request: Visit, number: str, pk: int) -> HttpResponse:
    """The QR code of a link, to print or to show."""
    case = _case(request, number)
    gate(request.actor, PERMISSION, case)
    address = _address(request, _link(case, pk))
    if not address:
        raise no_such_case()
    return HttpResponse(qr_drawing(address), content_type="image/svg+xml")


@console_view(*CASE_ROLES)
@require_POST
def change(request: Visit, number: str, pk: int, act: str) -> HttpResponse:
    """Remind, or take back."""
    case = _case(request, number)
    link = _link(case, pk)
    if act not in DONE:
        raise no_such_case()
    try:
        DONE[act](link.pk, by=request.actor, nonce=filled_in(request.POST).nonce)
    except DomainError as error:
        return _page(request, case, error=error)
    done = _("%(name)s was reminded.") if act == "remind" else _("The link for %(name)s was taken back.")
    messages.success(request, done % {"name": link.name})
    return _back(case, f"link-{link.pk}")


@console_view(*CASE_ROLES)
@require_POST
def note(request: Visit, number: str, pk: int) -> HttpResponse:
    """Take note of an answer, with a reply or without."""
    case = _case(request, number)
    if not OutsideAnswer.objects.filter(link__case=case, pk=pk).exists():
        raise no_such_case()
    try:
        sheet = filled_in(request.POST)
        note_answer(pk, by=request.actor, reply=sheet.get("reply"), nonce=sheet.nonce)
    except DomainError as error:
        return _page(request, case, error=error)
    messages.success(request, _("Noted."))
    return _back(case, f"answer-{pk}")
