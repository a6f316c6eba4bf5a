"""How many pledges stand, by community. Nobody's name, and nobody who did not."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities

from ..domain.pledging import counts
from ..pledge_rules import WRITE_PLEDGE


@console_view(*DESK_STAFF)
@require_safe
def pledges(request: Visit) -> HttpResponse:
    paths = request.actor.reach.paths_for(*DESK_STAFF)
    found = counts(*paths)
    seen = [
        (
            street,
            [(place, found.get(place.path, 0)) for place in places if place.path.startswith(tuple(paths))],
        )
        for street, places in communities()
    ]
    context = {
        "streets": [(street, rows) for street, rows in seen if rows],
        "sum": sum(found.values()),
        "may_write": bool(may(request.actor, WRITE_PLEDGE)),
    }
    return render(request, "sorting/console/pledges.html", context)
