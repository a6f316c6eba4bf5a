"""Proof files of a case: for its office in the console, for its reporter on the phone."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.dossier.ask import PERMISSION, ask_dossier, dossiers_for, hand_out
from ..domain.queries.opened import no_such_case, open_case
from ..enums import DossierKind, DossierState
from ..interfaces.sheet import Sheet, filled_in
from ..interfaces.visits import limit, public_address
from ..models import Case
from ..rules import CASE_ROLES
from .report import own_case

OFFICE, REPORTER = DossierKind.OFFICE, DossierKind.REPORTER


@console_view(*CASE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def office(request: Visit, number: str) -> HttpResponse:
    """The proof files of a case that I may have, and the form for another."""
    case = _seen(request, number)
    return _files(request, case, OFFICE, "cases/console/dossiers.html", "console-dossiers")


@console_view(*CASE_ROLES)
@require_safe
@never_cache
def office_file(request: Visit, number: str, pk: int) -> Any:
    return _download(request, _seen(request, number), OFFICE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own(request: Visit, number: str) -> HttpResponse:
    """The reporter's own proof files."""
    return _files(request, own_case(request, number), REPORTER, "cases/phone/dossiers.html", "case-dossiers")


@require_safe
@never_cache
def own_file(request: Visit, number: str, pk: int) -> Any:
    return _download(request, own_case(request, number), REPORTER, pk)


def _seen(request: Visit, number: str) -> Case:
    case = open_case(number)
    if not may(request.actor, "cases.see", case):
        raise no_such_case()
    return case


def _files(request: Visit, case: Case, kind: DossierKind, template: str, name: str) -> HttpResponse:
    sheet = Sheet()
    if request.method == "POST":
        sheet = filled_in(request.POST)
        try:
            limit(request, "dossier")
            ask_dossier(
                case, kind, by=request.actor, in_full=bool(sheet.get("in_full")), reason=sheet.get("reason"),
                address=public_address(request, case), nonce=sheet.nonce,
            )  # fmt: skip
        except DomainError as error:
            sheet.note(error)
        else:
            return HttpResponseRedirect(reverse(name, args=[case.number]))
    files = dossiers_for(case, kind, by=request.actor)
    context = {
        "case": case,
        "files": files,
        "is_waiting": any(each.state == DossierState.WAITING for each in files),
        "verdict": may(request.actor, PERMISSION[kind], case),
        "may_reveal": may(request.actor, "cases.reveal_contact", case) if kind == OFFICE else None,
        "sheet": sheet,
    }
    return render(request, template, context, status=sheet.status)


def _download(request: Visit, case: Case, kind: DossierKind, pk: int) -> FileResponse:
    content = hand_out(case, kind, pk, by=request.actor)
    name = f"proof-{case.number}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    return response
