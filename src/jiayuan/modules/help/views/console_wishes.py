"""The desk's list of wishes: filters in the address, page by page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ..domain.queries.desk import LIVE, NEED, listed
from ..enums import Tier, WishKind, WishState
from ..interfaces.wish_filters import asked_for

A_PAGE = 25
PLACE_KINDS = ("street", "town", "community", "village")


@console_view(*DESK_STAFF)
@require_safe
def wishes(request: Visit) -> HttpResponse:
    wanted, notes = asked_for(request.GET)
    after = request.GET.get("after", "")
    places = Place.objects.current().filter(inside(request.actor.reach.paths_for(*DESK_STAFF)))
    context = {
        "page": page_of(listed(request.actor, wanted), after=after, size=A_PAGE),
        "wanted": wanted,
        "notes": notes,
        "chips": [
            ("", pgettext("wishes", "All")),
            (LIVE, pgettext("wishes", "Not over yet")),
            *[(str(each), each.label) for each in (WishState.POSTED, WishState.OPEN, WishState.CLAIMED)],
            (str(WishState.DONE), WishState.DONE.label),
            (NEED, pgettext("wishes", "Needs of the last twelve months")),
        ],
        "states": WishState.choices,
        "tiers": Tier.choices,
        "kinds": WishKind.choices,
        "places": places.filter(kind__in=PLACE_KINDS).defer("boundary").order_by("path"),
        "is_first": not after,
    }
    return render(request, "help/console/wishes.html", context)
