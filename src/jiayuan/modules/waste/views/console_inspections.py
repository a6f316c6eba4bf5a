"""Inspections of drop points: with the phone in the hand, and the list of what waits to be looked at again."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.uploads import held_token
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos

from ..domain.inspections import PURPOSE, Look, inspect, recheck
from ..domain.queries.inspections import inspections_of, inspections_seen
from ..models import DropPoint, Inspection
from ..quality_enums import CheckItem
from ..rules import DESK, KEEP

WEEK = timedelta(days=7)
"""So long there is, unless another day is chosen."""


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def inspections(request: Visit) -> HttpResponse:
    """The latest first; ``open``: only what waits to be looked at again."""
    only_open = request.GET.get("open", "") == "1"
    rows = inspections_seen(request.actor, only_open=only_open)
    context = {
        "page": page_of(rows, by="-at", after=request.GET.get("after", "")),
        "only_open": only_open,
        "today": today(),
    }
    return render(request, "waste/console/inspections.html", context)


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Visit, pk: int) -> HttpResponse:
    """A look at a drop point."""
    rows = DropPoint.objects.select_related("estate__parent").defer(
        "estate__boundary", "estate__parent__boundary"
    )
    point = rows.filter(pk=pk).first()
    if point is None or not may(request.actor, KEEP, point.estate_id):
        raise Missing(_("There is no such drop point."), _("Look at the list of the estate."))
    return _draw(request, point)


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def inspection(request: Visit, pk: int) -> HttpResponse:
    """What was found, and the form for the second look."""
    found = inspections_seen(request.actor).filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such inspection."), _("Look at the list of inspections."))
    return _draw(request, found.point, found)


def _draw(request: Visit, point: DropPoint, found: Inspection | None = None) -> HttpResponse:
    sheet, wanting = filled_in(request.POST), request.POST.getlist("wanting")
    if request.method == "POST":
        take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
        if not sheet.faults:
            _save(request, sheet, wanting, point, found)
        if not sheet.faults:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("console-waste-inspections"))
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
    again = getattr(found, "recheck", None)
    context = {
        "point": point,
        "found": found,
        "again": again,
        "looks": point.is_open
        and (found is None or (found.due_on is not None and again is None))
        and bool(may(request.actor, KEEP, point.estate_id)),
        "earlier": inspections_of(point),
        "items": CheckItem.choices,
        "wanting": wanting,
        "sheet": sheet,
        "today": today(),
        "due_on": (today() + WEEK).isoformat(),
    }
    return render(request, "waste/console/inspection.html", context, status=sheet.status)


def _save(
    request: Visit, sheet: Sheet, wanting: list[str], point: DropPoint, found: Inspection | None
) -> None:
    try:
        due = read_day(sheet.get("due_on"), "due_on")
        look = Look(wanting, sheet.get("note"), due, sheet.photo_ids, held_token(request))
        if found is None:
            inspect(point.pk, look, by=request.actor, nonce=sheet.nonce)
        else:
            recheck(found.pk, look, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
