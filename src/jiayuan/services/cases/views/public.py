"""What everybody may read: the public list, and what one reported oneself."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of

from ..domain.queries.by_number import waiting_for_account
from ..domain.queries.cards import followed
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.queries.listing import MOST_SEARCHED, SHORTEST_SEARCH, CaseFilter, public_list, search_is_cut
from ..enums import PUBLIC_STATES
from ..interfaces.filters import address_of, asked_for
from ..interfaces.visits import limit
from ..rules import is_the_reporter

A_PAGE = 20
"""Of one visitor's address; whole estates may share one."""


@require_safe
def public_cases(request: Visit) -> HttpResponse:
    """Filters stand in the address and stay there; pages follow a cursor."""
    asked = asked_for(request.GET)
    wanted, notes = _searchable(request, asked.wanted)
    page = page_of(public_list(wanted), by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    context = {
        "page": page,
        "wanted": wanted,
        "notes": [*asked.notes, *notes],
        "groups": grouped(current_versions()),
        "states": [(each, each.label) for each in PUBLIC_STATES],
        "communities": communities(),
        "home": home_of(request),
        "address": address_of(wanted),
        "is_first": not request.GET.get("after"),
    }
    return render(request, "cases/phone/cases.html", context)


def _searchable(request: Visit, wanted: CaseFilter) -> tuple[CaseFilter, list[str]]:
    """Looking for words costs more than looking at a list: not often, not for one letter, not through everything.

    :raises TooMany: this visitor searches faster than anybody reads.
    """
    if not wanted.q:
        return wanted, []
    if len(wanted.q) < SHORTEST_SEARCH:
        short = ngettext(
            "Type at least %(count)s character to search; everything is shown.",
            "Type at least %(count)s characters to search; everything is shown.",
            SHORTEST_SEARCH,
        )
        return replace(wanted, q=""), [short % {"count": SHORTEST_SEARCH}]
    limit(request, "search")
    if not search_is_cut(wanted):
        return wanted, []
    cut = _(
        "Looked for in the newest %(count)s reports. Choose a community or a category to look further back."
    )
    return wanted, [cut % {"count": f"{MOST_SEARCHED:,}"}]


@require_safe
def mine(request: Visit) -> HttpResponse:
    """What this session or this account reported or joined."""
    rows = followed(request.actor).select_related("version__category", "place__parent")
    page = page_of(rows, by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    is_first = not request.GET.get("after")
    waiting = waiting_for_account(request.actor) if is_first else None
    own = {case.pk for case in page if is_the_reporter(request.actor, case)}
    return render(
        request,
        "cases/phone/mine.html",
        {
            "page": page,
            "own": own,
            "is_first": is_first,
            "waiting": waiting.select_related("version__category", "place").order_by("-pk")[:A_PAGE]
            if waiting is not None
            else (),
        },
    )
