"""Dividing a case among several units: fill in, see what would come of it, do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.given import PieceDraft
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.sending import units_here
from ..domain.splitting import Piece, plan_pieces
from ..enums import Action, State
from ..interfaces.sheet import Sheet, filled_in
from ..interfaces.split_sheet import pieces_in, rows_of_pieces
from ..lifecycle import BY_ACTION
from ..models import Case
from ..piece_rules import pieces_of
from ..rules import CASE_ROLES
from .acting import do_as_sent
from .console_detail import visible_case
from .console_forms import MOST_UNITS


@dataclass(frozen=True)
class Foreseen:
    """A part as it would be, and when it would be due."""

    piece: Piece
    due_at: datetime


@console_view(*CASE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def split(request: Visit, number: str) -> HttpResponse:
    """``step``: ``preview`` shows what would happen, ``do`` does it, ``more`` adds a row, anything else goes back to
    the form. Nothing that was typed is lost on the way."""
    case = visible_case(request, number)
    gate(request.actor, f"cases.{Action.SPLIT}", case)
    if State(case.state) not in BY_ACTION[Action.SPLIT].sources:
        messages.error(request, _("It can no longer be divided: it is said to be done, or has ended."))
        return HttpResponseRedirect(reverse("console-case", args=[case.number]))
    sheet = filled_in(request.POST) if request.method == "POST" else Sheet()
    drafts, step = pieces_in(sheet), sheet.get("step")
    if step == "do":
        return _do(request, case)
    if step == "preview":
        try:
            return _preview(request, case, sheet, drafts, plan_pieces(case, drafts))
        except DomainError as error:
            sheet.note(error)
    return _form(request, case, sheet, drafts, more=step == "more")


def _do(request: Visit, case: Case) -> HttpResponse:
    sheet = do_as_sent(request, case, Action.SPLIT)
    drafts = pieces_in(sheet)
    if sheet.faults:
        return _form(request, visible_case(request, case.number), sheet, drafts)
    many = len(drafts)
    said = ngettext(
        "Divided: %(count)s part was sent to its unit.",
        "Divided: %(count)s parts were sent to their units.",
        many,
    ) % {"count": many}
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('console-case', args=[case.number])}#pieces")


def _form(
    request: Visit, case: Case, sheet: Sheet, drafts: Sequence[PieceDraft], *, more: bool = False
) -> HttpResponse:
    units = units_here(case).exclude(function="").exclude(pk=case.unit_id or 0)
    context = {
        "case": case,
        "sheet": sheet,
        "rows": rows_of_pieces(drafts, more=more),
        "units": list(units.order_by("function", "name")[:MOST_UNITS]),
        "groups": grouped(current_versions()),
        "pieces": pieces_of(case),
    }
    return render(request, "cases/console/split.html", context, status=sheet.status)


def _preview(
    request: Visit, case: Case, sheet: Sheet, drafts: Sequence[PieceDraft], planned: Sequence[Piece]
) -> HttpResponse:
    moment = now()
    context = {
        "case": case,
        "sheet": sheet,
        "rows": rows_of_pieces(drafts)[: len(drafts)],
        "foreseen": [Foreseen(each, deadline(moment, each.version.handle_term)) for each in planned],
        "pieces": pieces_of(case),
    }
    return render(request, "cases/console/split_preview.html", context)
