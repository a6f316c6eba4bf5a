"""Moved collection in the console: what is ahead, and for the district and the sanitation units a form."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.queries.shifts import declared, streams_moved_by
from ..domain.shifts import ShiftDraft, change_shift, declare_shift, withdraw_shift
from ..enums import EVERYDAY, Stream
from ..interfaces.shift_places import choice_of
from ..shift_rules import shift_paths


@console_view(*DESK_STAFF, Role.UNIT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def shifts(request: Visit) -> HttpResponse:
    """``in``: of this community the estates are listed too. Sent, another one is declared."""
    if request.method != "POST":
        return _draw(request, Sheet())
    sheet, post = filled_in(request.POST), request.POST
    try:
        draft = ShiftDraft(
            read_day(sheet.get("day"), "day"), read_day(sheet.get("to_day"), "to_day"), post.getlist("places"),
            post.getlist("box"), sheet.get("occasion"),
        )  # fmt: skip
        declare_shift(draft, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return _draw(request, sheet, "declare")
    messages.success(request, _("Saved. Residents are told."))
    return HttpResponseRedirect(reverse("console-waste-shifts"))


def _draw(request: Visit, sheet: Sheet, sent: str = "") -> HttpResponse:
    keeping, streams = shift_paths(request.actor), streams_moved_by(request.actor)
    moves = keeping if streams else []
    chosen = request.POST.getlist("places") if sent == "declare" else request.GET.getlist("places")
    context = {
        "shifts": declared(_read_by(request.actor, keeping), keeping, streams),
        "keeps": bool(moves),
        "choice": choice_of(moves, request.GET.get("in", "")) if moves else None,
        "chosen": chosen or moves,
        "streams": [each for each in Stream.choices if each[0] in streams],
        "boxes": request.POST.getlist("box") if sent == "declare" else [str(each) for each in EVERYDAY],
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "waste/console/shifts.html", context, status=sheet.status)


def _read_by(actor: Actor, keeping: list[str]) -> list[str]:
    return [*actor.reach.paths_for(*DESK_STAFF), *keeping]


@console_view(Role.DISTRICT_OFFICER, Role.UNIT_OFFICER)
@require_POST
@never_cache
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """Change to which day, or take it back."""
    sheet = filled_in(request.POST)
    try:
        if what == "withdraw":
            withdraw_shift(pk, by=request.actor)
        elif what == "change":
            change_shift(
                pk, read_day(sheet.get("to_day"), "to_day"), sheet.get("occasion"), by=request.actor,
                revision=whole_number(sheet.get("revision")),
            )  # fmt: skip
        else:
            raise Missing(_("This cannot be done here."), _("Look at the list of those ahead."))
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        sheet.note(error)
        return _draw(request, sheet, f"change{pk}")
    messages.success(request, _("Saved. Residents are told."))
    return HttpResponseRedirect(reverse("console-waste-shifts"))
