"""The pages of the five doors: learn, speak, help, enjoy, evaluate. What stands on them, the modules say."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.doors import sections
from jiayuan.foundation.common.registers import DoorVisit, registers
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.home import home_of


@require_safe
def door(request: Visit, name: str) -> HttpResponse:
    """One door; what the address says (``?q=`` and whatever a module reads) goes to each section."""
    place = home_of(request)
    visit = DoorVisit(request.actor, place, request.GET)
    context = {"door": registers.doors[name], "home_place": place, "sections": sections(name, visit)}
    return render(request, "phone/door.html", context)
