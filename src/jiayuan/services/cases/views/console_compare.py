"""Two reports side by side: are they the same problem?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.visit import Visit

from ..domain.duplicates.hints import hints_for_case
from ..domain.queries.merges import Merge, merges_of
from ..domain.queries.opened import no_such_case, open_case
from ..models import Case
from ..rules import CASE_ROLES


@dataclass(frozen=True)
class Side:
    """One of the two, and what would be if it stayed."""

    merge: Merge
    joined: int
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
    return [
        Side(each, each.stays.joinings.count(), each.stays.pk < each.goes.pk)
        for each in merges_of(one, two, request.actor)
    ]
