"""The rules of the ladder: read by everybody who works with wishes, written by the district."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.ladder_rules import checked, write_ladder
from ..domain.match_runs import places_to_match
from ..domain.queries.ladder import (
    changes,
    ladder_in_force,
    moved_by,
    path_of,
    rules_as_table,
    version,
    versions,
)
from ..enums import Tier, Urgency, WishKind
from ..interfaces.ladder_sheet import Row, lines_of, mark_of, rows_of, rows_sent
from ..models import Ladder
from ..rules import RULES

A_PAGE = 10


@console_view(*DESK_STAFF)
@require_safe
def in_force(request: Visit) -> HttpResponse:
    """The rules, how a wish of a kind and urgency would climb, and the versions before."""
    return _show(request, ladder_in_force())


@console_view(*DESK_STAFF)
@require_safe
def earlier(request: Visit, pk: int) -> HttpResponse:
    return _show(request, version(pk))


def _show(request: Visit, ladder: Ladder) -> HttpResponse:
    rules, asked = list(ladder.rules.all()), request.GET
    kind = WishKind(asked["kind"]) if asked.get("kind") in WishKind.values else WishKind.ERRAND
    urgency = Urgency(asked["urgency"]) if asked.get("urgency") in Urgency.values else Urgency.WEEK
    places = places_to_match(request.actor)
    place = next((each for each in places if each.path == asked.get("place")), None)
    after = asked.get("after", "")
    context = {
        "ladder": ladder,
        "tiers": list(Tier),
        "table": rules_as_table(rules),
        "kind": kind,
        "urgency": urgency,
        "place": place,
        "places": places,
        "kinds": WishKind.choices,
        "urgencies": Urgency.choices,
        "path": [
            (each, [(tier.label, why.label) for tier, why in each.passed.items()])
            for each in path_of(kind, urgency, place.path if place else "", rules)
        ],
        "page": page_of(versions(), after=after, size=A_PAGE),
        "is_first": not after,
        "verdict": may(request.actor, RULES),
    }
    return render(request, "help/console/ladder.html", context)


@console_view(Role.DISTRICT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Visit) -> HttpResponse:
    """Edit the lines, look at what would change, put them in force."""
    gate(request.actor, RULES)
    ladder, sheet = ladder_in_force(), filled_in(request.POST)
    rows = rows_of(list(ladder.rules.all()))
    if request.method != "POST":
        return _form(request, ladder, rows, sheet)
    more: dict[str, Any] = {}
    try:
        rows = rows_sent(request.POST)
        more = _looked_at(ladder, rows)
        if sheet.get("step") == "write" and sheet.get("looked") == more["looked"]:
            _write(request, rows, sheet)
            return HttpResponseRedirect(reverse("console-ladder"))
    except DomainError as error:
        sheet.note(error)
    return _form(request, ladder, rows, sheet, **more)


def _write(request: Visit, rows: list[Row], sheet: Sheet) -> None:
    seen = whole_number(sheet.get("seen")) or 0
    write_ladder(lines_of(rows), reason=sheet.get("reason"), seen=seen, by=request.actor, nonce=sheet.nonce)
    messages.success(request, _("These rules are in force now."))


def _looked_at(ladder: Ladder, rows: list[Row]) -> dict[str, Any]:
    lines = lines_of(rows)
    before, after = list(ladder.rules.all()), checked(lines)
    found = changes(before, after)
    return {"looked": mark_of(lines), "changes": found, "moved": moved_by(before, after)}


def _form(request: Visit, ladder: Ladder, rows: list[Row], sheet: Sheet, **more: Any) -> HttpResponse:
    context = {
        "ladder": ladder,
        "seen": ladder.pk,
        "rows": rows,
        "sheet": sheet,
        "kinds": WishKind.choices,
        "urgencies": Urgency.choices,
        "tiers": Tier.choices,
        "units": TermUnit.choices,
    } | more
    return render(request, "help/console/ladder_new.html", context, status=sheet.status)
