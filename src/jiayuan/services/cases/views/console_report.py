"""Taking in a report for somebody who called or stands at the counter."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.slips import SLIPS, keep_token
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.places.domain.queries import communities

from ..domain.duplicates.hints import Hint, hints_for_desk
from ..domain.given import ReportDraft
from ..domain.neighbours.join_for import join_for_somebody
from ..domain.queries.catalogue import current_versions, grouped, reportable
from ..domain.queries.opened import open_case
from ..domain.report import current_version
from ..domain.report_for import report_for_somebody
from ..domain.suggesting.suggest import propose
from ..domain.suggesting.use import count_choice
from ..enums import SuggestedAt
from ..interfaces.join_sheet import join_draft_of
from ..interfaces.pin import pinned_on, position_on
from ..interfaces.report_sheet import draft_of
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from ..models import Case, CategoryVersion
from .case import slip

MANNERS = (ConsentManner.PHONE, ConsentManner.SPOKEN, ConsentManner.WRITTEN)
"""How somebody can agree here; a code is for those with an account."""


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """With ``?again`` nothing is sent: the form comes back in what was chosen, with all that was entered."""
    if request.method == "POST":
        return _again(request) if is_drawn_again(request) else _send(request)
    code = request.GET.get("category", "")
    values = {"category_code": code, "words": request.GET.get("q", ""), "place_path": _own_place(request)}
    return _form(request, Sheet(values=values | {"manner": ConsentManner.PHONE}))


def _own_place(request: Visit) -> str:
    """A worker of one community need not choose it."""
    paths = request.actor.reach.paths_for(*DESK_STAFF)
    return paths[0] if len(paths) == 1 and len(paths[0]) == 12 else ""


def _similar(request: Visit, sheet: Sheet, version: CategoryVersion) -> Sequence[Hint]:
    if Case.objects.filter(nonce=sheet.nonce).exists():
        return []  # sent twice: it is there already
    return hints_for_desk(
        version,
        words=sheet.get("words")[:2000],
        position=position_on(sheet),
        place_path=sheet.get("place_path"),
        by=request.actor,
    )


def _not_seen_yet(request: Visit, sheet: Sheet, version: CategoryVersion) -> Sequence[Hint]:
    """Nothing once somebody said that theirs is another, or where the form showed all of them already, while it was
    filled in or when it was sent before."""
    if sheet.get("is_other"):
        return []
    found, seen = _similar(request, sheet, version), set(sheet.get("seen").split())
    return [] if all(each.case.number in seen for each in found) else found


def _hints(request: Visit, sheet: Sheet) -> HttpResponse:
    """A part of the form, which asks for it whenever place, category or words change. Empty where there is nothing."""
    version = reportable(sheet.get("category_code"))
    found = _similar(request, sheet, version) if version is not None else []
    return render(request, "cases/parts/similar_desk.html", {"similar": found, "sheet": sheet})


def _join_for(request: Visit, sheet: Sheet) -> HttpResponse:
    """The caller has what another told of already."""
    case = open_case(sheet.get("join"))
    try:
        joined = join_for_somebody(
            case.pk,
            join_draft_of(sheet, request),
            manner=sheet.get("manner"),
            beneficiary_name=sheet.get("contact_name"),
            by=request.actor,
            nonce=sheet.nonce,
        )
    except DomainError as error:
        sheet.note(error)
        return _form(request, sheet)
    told = _("They are told when it is put right.") if joined.joining.phone else ""
    messages.success(request, " ".join(filter(None, (_("Joined for the caller."), told))))
    return HttpResponseRedirect(reverse("console-case", args=[case.number]))


def _form(request: Visit, sheet: Sheet, similar: Sequence[Hint] = ()) -> HttpResponse:
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor)
    versions = current_versions()
    version = next((each for each in versions if each.category_id == sheet.get("category_code")), None)
    asked = bool({"step", "use", "suggested"} & set(request.POST)) and bool(sheet.get("words").strip())
    context: dict[str, Any] = {
        "sheet": sheet,
        "proposals": propose(sheet.get("words"), versions) if asked else None,
        "groups": grouped(versions),
        "version": version,
        "communities": communities(),
        "pinned": pinned_on(sheet),
        "similar": similar,
        "manners": [(each, each.label) for each in MANNERS],
        # The switches of language and large type take along what was typed.
        "switch_form": "report-form",
        "switch_to": reverse("console-report"),
    }
    return render(request, "cases/console/new.html", context, status=sheet.status)


def _again(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    take_in_photos(sheet, request, request.actor)
    return _form(request, sheet)


def _send(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    if request.POST.get("step") == "similar":
        return _hints(request, sheet)
    if request.POST.get("use"):
        sheet.values["category_code"] = sheet.get("use")
    version = None if request.POST.get("step") == "propose" else _version(sheet)
    if _is_unfinished(request, version):
        return _form(request, sheet)
    take_in_photos(sheet, request, request.actor)
    if version is not None:
        draft = draft_of(sheet, version, request)
    _check_name(sheet)
    if sheet.faults or version is None:
        return _form(request, sheet)
    if sheet.get("join"):
        return _join_for(request, sheet)
    if similar := _not_seen_yet(request, sheet, version):
        return _form(request, sheet, similar)
    return _take_in(request, sheet, draft)


def _is_unfinished(request: Visit, version: CategoryVersion | None) -> bool:
    """Sent only for a proposal, or for the questions of the category that was chosen."""
    step = request.POST.get("step")
    return step == "propose" or (
        version is not None and (step == "category" or bool(request.POST.get("use")))
    )


def _take_in(request: Visit, sheet: Sheet, draft: ReportDraft) -> HttpResponse:
    try:
        reported = report_for_somebody(
            draft,
            manner=sheet.get("manner"),
            beneficiary_name=sheet.get("contact_name"),
            by=request.actor,
            nonce=sheet.nonce,
        )
    except DomainError as error:
        sheet.note(error)
        return _form(request, sheet)
    if reported.is_new:
        count_choice(sheet.get("suggested"), draft.category_code, SuggestedAt.COUNTER)
    keep_token(request, reported.token, SLIPS)
    return HttpResponseRedirect(reverse("console-report-done", args=[reported.case.number]))


def _version(sheet: Sheet) -> CategoryVersion | None:
    try:
        return current_version(sheet.get("category_code"))
    except Invalid as error:
        sheet.note(error)
        return None


def _check_name(sheet: Sheet) -> None:
    if any(each.field == "contact_name" for each in sheet.faults):
        return
    try:
        clean_words(sheet.get("contact_name"), field="contact_name", limit=40)
    except Invalid as error:
        sheet.note(error)


@console_view(*DESK_STAFF)
@require_safe
def done(request: Visit, number: str) -> HttpResponse:
    """The slip, to print and hand over; and the way on."""
    return slip(request, number)
