"""How sorting goes at communities and estates, in the console; and what stands behind each number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.coverage import seen_paths
from ..domain.queries.scorecards import card_of, cards_of, looks_of_place, missed_of_place, weeks_of_place
from ..domain.queries.weights import ESTATE_LENGTH, whole_weeks
from ..enums import EVERYDAY
from ..streams import facts_of
from .console_quality import WEEKS

MOST = 60
"""Records of a kind on the page of a place."""


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def scorecards(request: Visit) -> HttpResponse:
    """``place``: only what lies there; ``weeks``: so many that are over."""
    many, path = _weeks(request), request.GET.get("place", "")
    cards = cards_of(seen_paths(request.actor, path), many)
    context = _about(many) | {
        "cards": [each for each in cards if not each.is_empty],
        "empty": [each for each in cards if each.is_empty],
    }
    return render(request, "waste/console/scorecards.html", context)


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def scorecard(request: Visit, path: str) -> HttpResponse:
    """A community or an estate: its numbers, week by week, and the records they come from."""
    many = _weeks(request)
    seen = any(path.startswith(each) for each in seen_paths(request.actor, path))
    card = card_of(path, many) if seen else None
    if card is None:
        raise Missing(_("There is no such place here."), _("Look at the list of places."))
    context = _about(many) | {
        "card": card,
        "is_estate": len(path) == ESTATE_LENGTH,
        "within": [] if len(path) == ESTATE_LENGTH else cards_of([path], many),
        "by_week": weeks_of_place(path, many),
        "looks": looks_of_place(path, many)[:MOST],
        "missed": missed_of_place(path, many, MOST),
        "most": MOST,
    }
    return render(request, "waste/console/scorecard.html", context)


def _weeks(request: Visit) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in map(str, WEEKS) else WEEKS[0]


def _about(many: int) -> dict[str, Any]:
    first, end = whole_weeks(many)
    columns = [facts_of(str(each)) for each in EVERYDAY]
    return {"many": many, "choices": WEEKS, "first": first, "end": end, "columns": columns}
