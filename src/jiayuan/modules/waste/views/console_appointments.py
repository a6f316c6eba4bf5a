"""Appointments of a sanitation unit's day, and hours that it offers."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.opening import read_hour
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..appointment_enums import BY_APPOINTMENT
from ..domain.appointments import end_appointment
from ..domain.pickup_hours import (
    HoursOffer,
    offer_hours,
    set_seats,
    street_of,
    turn_hours,
    withdraw_hours,
)
from ..domain.queries.appointments import hours_of_day
from ..interfaces.reading import read_number
from ..models import PickupHours
from .days import day_of
from .units import unit_of, units_shown


@console_view(Role.UNIT_OFFICER)
@require_safe
@never_cache
def day_list(request: Visit) -> HttpResponse:
    """``on``: today unless the address says another day."""
    return _draw(request, day_of(request, ahead=True), Sheet())


def _draw(request: Visit, day: date, sheet: Sheet, sent: str = "") -> HttpResponse:
    """``sent``: which form comes back, such as ``seats7``; nothing for the one that offers hours."""
    operator = unit_of(request)
    context = units_shown(request) | {
        "operator": operator,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "may_end": day <= today(),
        "rows": hours_of_day(operator, day),
        "streams": [(each.value, each.label) for each in BY_APPOINTMENT],
        "communities": [each for each in communities() if each[0].path == street_of(operator)],
        "sheet": sheet,
        "sent": sent,
        "offered": Sheet() if sent else sheet,
        "next_day": today() + timedelta(days=1),
    }
    return render(request, "waste/console/appointments.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def offer(request: Visit) -> HttpResponse:
    """Hours for a community. A refusal brings the page back with what was typed and the reason."""
    sheet, operator = filled_in(request.POST), unit_of(request)
    get = sheet.get
    try:
        day = read_day(get("day"), "day") or date.min
        starts_at, ends_at = read_hour(get("starts_at"), "starts_at"), read_hour(get("ends_at"), "ends_at")
        capacity = read_number(get("capacity"), "capacity")
        wanted = HoursOffer(get("place"), get("waste"), day, starts_at, ends_at, capacity)
        made = offer_hours(operator, wanted, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return _draw(request, today(), sheet)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('console-waste-appointments')}?on={made.day.isoformat()}")


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def end(request: Visit, pk: int, what: str) -> HttpResponse:
    """What came of it. A refusal brings the list of its day back: who booked it may have cancelled it meanwhile."""
    try:
        found = end_appointment(pk, what, by=request.actor)
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        sheet = Sheet()
        sheet.note(error)
        return _draw(request, _day_of(PickupHours.objects.filter(appointments=pk)), sheet, f"end{pk}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('console-waste-appointments')}?on={found.hours.day.isoformat()}")


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def turn(request: Visit, pk: int, what: str) -> HttpResponse:
    """Close hours to new appointments, open them again, withdraw them, or change how many there can be."""
    acts: dict[str, Callable[[], PickupHours]] = {
        "withdraw": lambda: withdraw_hours(pk, by=request.actor),
        "seats": lambda: set_seats(
            pk, read_number(request.POST.get("capacity", ""), "capacity"), by=request.actor
        ),
    }
    act = acts.get(what, lambda: turn_hours(pk, what, by=request.actor))
    try:
        found = act()
    except DomainError as error:
        if error.status in {403, 404}:
            raise
        sheet = filled_in(request.POST)
        sheet.note(error)
        return _draw(request, _day_of(PickupHours.objects.filter(pk=pk)), sheet, f"seats{pk}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('console-waste-appointments')}?on={found.day.isoformat()}")


def _day_of(hours: "QuerySet[PickupHours]") -> date:
    return hours.values_list("day", flat=True).first() or today()
