"""Two reports side by side: are they the same problem?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.visit import Visit

from ..domain.duplicates.hints import hints_for_case
from ..domain.queries.opened import no_such_case, open_case
from ..enums import OPEN_STATES, Action, State
from ..lifecycle import BY_ACTION
from ..models import Case
from .console_list import CASE_ROLES


@dataclass(frozen=True)
class Side:
    """One of the two. ``can_lead``: the other may be merged into it now; else ``why_not``."""

    case: Case
    other: Case
    joined: int
    can_lead: bool
    why_not: str | Promise
    is_older: bool


@console_view(*CASE_ROLES)
@require_safe
@never_cache
def compare(request: Visit, number: str, other: str) -> HttpResponse:
    one, two = _visible(request, number), _visible(request, other)
    if one.pk == two.pk:
        raise no_such_case()
    hints = [each for each in hints_for_case(one, request.actor) if each.case.pk == two.pk]
    context = {
        "case": one,
        "sides": _sides(request, one, two),
        "because": hints[0].because if hints else "",
    }
    return render(request, "cases/console/compare.html", context)


def _visible(request: Visit, number: str) -> Case:
    case = open_case(number)
    if not may(request.actor, "cases.see", case):
        raise no_such_case()
    return case


def _sides(request: Visit, one: Case, two: Case) -> Sequence[Side]:
    return [_side(request, *pair) for pair in ((one, two), (two, one))]


def _side(request: Visit, case: Case, other: Case) -> Side:
    verdict = may(request.actor, f"cases.{Action.MERGE}", other)
    why_not: str | Promise = verdict.because
    can = bool(verdict) and bool(may(request.actor, f"cases.{Action.MERGE}", case))
    if can and case.state not in OPEN_STATES:
        can, why_not = False, _("It is no longer open and cannot lead.")
    elif can and State(other.state) not in BY_ACTION[Action.MERGE].sources:
        can, why_not = False, _("The other one is too far on its way to be merged into this one.")
    return Side(case, other, case.joinings.count(), can, why_not, case.pk < other.pk)
