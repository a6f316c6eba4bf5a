"""What everybody may read: the public list, and what one reported oneself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.cards import mine as reported_by
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.queries.listing import public_list
from ..enums import PUBLIC_STATES
from ..interfaces.filters import address_of, filter_from
from .common import communities, home_of

A_PAGE = 20


@require_safe
def public_cases(request: Visit) -> HttpResponse:
    """Filters stand in the address and stay there; pages follow a cursor."""
    wanted = filter_from(request.GET)
    page = page_of(public_list(wanted), by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    context = {
        "page": page,
        "wanted": wanted,
        "groups": grouped(current_versions()),
        "states": [(each, each.label) for each in PUBLIC_STATES],
        "communities": communities(),
        "home": home_of(request),
        "address": address_of(wanted),
        "is_first": not request.GET.get("after"),
    }
    return render(request, "cases/phone/cases.html", context)


@require_safe
def mine(request: Visit) -> HttpResponse:
    """What this session or this account reported."""
    rows = reported_by(request.actor).select_related("version__category", "place__parent")
    page = page_of(rows, by="-id", after=request.GET.get("after", ""), size=A_PAGE)
    return render(request, "cases/phone/mine.html", {"page": page, "is_first": not request.GET.get("after")})
