"""Pilot estates and demonstration zones in the console."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import filled_in

from ..domain.queries.trying import pilots_seen, places_of_zones, zones_seen
from ..domain.trying import end_zone, open_zone
from ..interfaces.zone_form import read_zone
from ..rules import ZONES
from .days import day_of


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def zones(request: Visit) -> HttpResponse:
    """What stands on a day; for the district, a form for another zone."""
    sheet, chosen = filled_in(request.POST), request.POST.getlist("places")
    if request.method == "POST":
        try:
            open_zone(read_zone(sheet, chosen), by=request.actor)
        except DomainError as error:
            if error.status == 403:
                raise
            sheet.note(error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("console-waste-zones"))
    day = day_of(request)
    opens = bool(may(request.actor, ZONES, settings.DISTRICT))
    context = {
        "day": day,
        "zones": zones_seen(request.actor, day),
        "pilots": pilots_seen(request.actor, day),
        "opens": opens,
        "compares": request.actor.reach.has_any(OFFICERS),
        "communities": places_of_zones() if opens else [],
        "chosen": chosen,
        "sheet": sheet,
    }
    return render(request, "waste/console/zones.html", context, status=sheet.status)


@console_view(Role.DISTRICT_OFFICER)
@require_POST
def end(request: Visit, pk: int) -> HttpResponse:
    end_zone(pk, by=request.actor)
    messages.success(request, _("The zone has ended."))
    return HttpResponseRedirect(reverse("console-waste-zones"))
