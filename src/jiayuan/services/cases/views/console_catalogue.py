"""Living pages of the rules: the table of states, and the categories with what is promised for each."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may, permissions
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.enums import UnitFunction

from ..domain.answers import spoken
from ..domain.catalogue import MANAGE, current_of, publish_version
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.queries.promise import promises_of
from ..enums import ProofPolicy, State
from ..interfaces.sheet import Sheet, filled_in, whole_number
from ..interfaces.version_sheet import draft_of_version, sheet_of_version
from ..lifecycle import TRANSITIONS, actions_from
from ..models import CategoryVersion


@console_view()
@require_safe
def lifecycle(request: Visit) -> HttpResponse:
    """Drawn from the table itself: whatever it says, this page says."""
    known = permissions()
    table = [
        {
            "transition": each,
            "sources": [State(source).label for source in each.sources],
            "target": each.target.label if each.target else "",
            "otherwise": [(source.label, target.label) for source, target in each.otherwise],
            "needs": [need.label for need in each.needs],
            "rules": [rule.because for rule in known[f"cases.{each.action}"]],
        }
        for each in TRANSITIONS
    ]
    states = [(state, [each.action.label for each in actions_from(state)]) for state in State]
    return render(request, "cases/console/lifecycle.html", {"table": table, "states": states})


@console_view()
@require_safe
def categories(request: Visit) -> HttpResponse:
    return render(request, "cases/console/categories.html", {"groups": grouped(current_versions())})


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: Visit, code: str) -> HttpResponse:
    """What is promised, what was promised before; and for the district office the form of a new version."""
    version = current_of(code)
    sheet = sheet_of_version(version)
    if request.method == "POST":
        sheet = filled_in(request.POST)
        try:
            publish_version(
                code, draft_of_version(sheet), seen=whole_number(sheet.get("seen")) or 0, by=request.actor
            )
        except DomainError as error:
            sheet.note(error)
        else:
            return HttpResponseRedirect(reverse("console-category", args=[code]))
    return _category_page(request, version, sheet)


def _category_page(request: Visit, version: CategoryVersion, sheet: Sheet) -> HttpResponse:
    context = {
        "version": version,
        "versions": CategoryVersion.objects.filter(category=version.category_id).order_by("-version"),
        "promises": promises_of(version),
        "questions": [(spoken(each), each) for each in version.questions],
        "may_publish": may(request.actor, MANAGE),
        "sheet": sheet,
        "functions": UnitFunction.choices,
        "units": TermUnit.choices,
        "proofs": ProofPolicy.choices,
    }
    return render(request, "cases/console/category.html", context, status=sheet.status)
