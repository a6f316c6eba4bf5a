"""The same for many cases: first what would happen, then it happens, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation

from ..domain.dispatch.suggest import suggest_for_all
from ..domain.given import Given
from ..domain.perform import perform_action
from ..enums import Action, State
from ..interfaces.sheet import filled_in, whole_number
from ..lifecycle import BY_ACTION
from ..models import Case

MOST = 50
ACTIONS = (Action.FILE, Action.DISPATCH)


@dataclass(frozen=True)
class Row:
    """One case of the bundle: whether it can be done, and after doing it, whether it was."""

    case: Case
    revision: int
    unit: Organisation | None = None
    because: str = ""
    remedy: str = ""
    is_done: bool = False


@console_view(*DESK_STAFF)
@require_POST
def bulk(request: Visit) -> HttpResponse:
    """``step=preview`` shows what would happen; ``step=do`` does it, each case by itself, and says how it went."""
    sheet = filled_in(request.POST)
    back = _back(sheet.get("back"))
    action = next((each for each in ACTIONS if each == sheet.get("action")), None)
    keys = list(dict.fromkeys(filter(None, (whole_number(each) for each in request.POST.getlist("case")))))[
        :MOST
    ]
    if action is None or not keys:
        messages.warning(
            request, _("No case was ticked, so nothing was done. Tick those that are meant first.")
        )
        return HttpResponseRedirect(back)
    rows = _preview(request, keys, action, request.POST)
    is_done = sheet.get("step") == "do"
    if is_done:
        rows = [_carry_out(request, row, action, f"{sheet.nonce}-{row.case.pk}") for row in rows]
    context: dict[str, Any] = {
        "rows": rows,
        "action": action,
        "sheet": sheet,
        "back": back,
        "is_done": is_done,
        "possible": [row for row in rows if not row.because],
        "done": [row for row in rows if row.is_done],
    }
    return render(request, "cases/console/bulk.html", context)


def _back(query: str) -> str:
    address = reverse("console-cases")
    return f"{address}?{QueryDict(query).urlencode()}" if query else address


def _preview(request: Visit, keys: Sequence[int], action: Action, post: QueryDict) -> list[Row]:
    """A constant number of queries, however many cases."""
    cases = list(
        Case.objects.visible_to(request.actor)
        .filter(pk__in=keys)
        .select_related("version__category", "place", "unit")
        .prefetch_related("requests")
        .order_by("pk")
    )
    units = suggest_for_all(cases) if action == Action.DISPATCH else {}
    return [_row(request, case, action, units.get(case.pk), post) for case in cases]


def _row(request: Visit, case: Case, action: Action, unit: Organisation | None, post: QueryDict) -> Row:
    """``revision`` is that of the page where the case was ticked, once it was shown in the preview."""
    seen = whole_number(post.get(f"revision_{case.pk}", ""))
    row = Row(case, seen if seen is not None else case.revision, unit)
    if State(case.state) not in BY_ACTION[action].sources:
        because = _("It is “%(state)s” now.") % {"state": case.get_state_display()}
        return replace(row, because=because, remedy=_("Open it to see what can be done."))
    verdict = may(request.actor, f"cases.{action}", case)
    if not verdict:
        return replace(row, because=str(verdict.because), remedy=str(verdict.remedy))
    if action == Action.DISPATCH and unit is None:
        return replace(row, because=_("No unit is known for this here."), remedy=_("Open it and choose one."))
    return row


def _carry_out(request: Visit, row: Row, action: Action, nonce: str) -> Row:
    """What the state no longer allows may still be the second sending of what was done: the nonce decides."""
    given = (
        Given(unit_id=row.unit.pk if row.unit else None)
        if action == Action.DISPATCH
        else Given(category_code=row.case.version.category_id)
    )
    try:
        case = perform_action(
            row.case.pk, action, by=request.actor, given=given, revision=row.revision, nonce=nonce
        )
    except DomainError as error:
        return replace(row, because=str(error.message), remedy=str(error.remedy))
    return replace(row, case=case, is_done=True, because="", remedy="")
