"""The desk's list of wishes: filters in the address, page by page; taken out as it is seen."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside
from jiayuan.foundation.tables.interfaces.writing import cut_line
from jiayuan.foundation.tables.views.lists import XLSX, as_download

from ..domain.export import MOST, export_wishes
from ..domain.queries.desk import LIVE, NEED, STILL_OPEN, listed
from ..enums import Tier, WishKind, WishState
from ..interfaces.wish_filters import asked_for, strict_filter
from ..interfaces.wish_table import xlsx_of

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
            (STILL_OPEN, pgettext("wishes", "Still looking, each wish once")),
        ],
        "states": WishState.choices,
        "tiers": Tier.choices,
        "kinds": WishKind.choices,
        "places": places.filter(kind__in=PLACE_KINDS).defer("boundary").order_by("path"),
        "is_first": not after,
    }
    return render(request, "help/console/wishes.html", context)


@console_view(*DESK_STAFF)
@require_safe
def export(request: Visit) -> FileResponse:
    """All wishes of the list as it is narrowed, as an Excel file. That it was taken is recorded."""
    rows, total = export_wishes(strict_filter(request.GET), by=request.actor)
    file = xlsx_of(rows.iterator(chunk_size=500), cut_line(MOST, total))
    return as_download(file, f"{_('wishes')}-{today():%Y%m%d}.xlsx", XLSX)
