"""Vehicles, crews and disposal sites of a sanitation unit, in the console."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain.crews import drivers_of
from ..enums import Stream
from ..interfaces.fleet_forms import ACTS, FleetSent
from ..interfaces.reading import read_weekdays
from ..models import Crew, Site, Vehicle
from .units import unit_of, units_shown


@console_view(Role.UNIT_OFFICER)
@require_safe
@never_cache
def fleet(request: Visit) -> HttpResponse:
    """All that is at work today or will be, each with a form to change it."""
    return _draw(request)


def _draw(request: Visit, sheet: Sheet | None = None, sent: str = "") -> HttpResponse:
    """``sent``: which form comes back with what was typed, such as ``add-crew7``."""
    operator, sheet = unit_of(request), sheet or Sheet()
    vehicles = list(Vehicle.objects.running().filter(operator=operator))
    crews: dict[int, list[Crew]] = {each.pk: [] for each in vehicles}
    for crew in Crew.objects.running().filter(vehicle__in=vehicles).select_related("driver"):
        crews[crew.vehicle_id].append(crew)
    context = units_shown(request) | {
        "operator": operator,
        "vehicles": [(each, crews[each.pk]) for each in vehicles],
        "sites": list(Site.objects.running().filter(operator=operator)),
        "drivers": drivers_of(operator),
        "streams": Stream.choices,
        "today": today(),
        "sheet": sheet,
        "sent": sent,
        "boxes": request.POST.getlist("box"),
        "chosen": read_weekdays(request.POST.getlist("weekday")) or 31,
        "centre": operator.place,
    }
    return render(request, "waste/console/fleet.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def act(request: Visit, what: str, pk: int) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason. ``pk`` 0: something is added."""
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at the list again."))
    sheet = filled_in(request.POST)
    boxes = request.POST.getlist("weekday") or request.POST.getlist("box")
    try:
        ACTS[what](FleetSent(unit_of(request), sheet, boxes, request.actor, pk))
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return _draw(request, sheet, f"{what}{pk}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console-waste-fleet"))
