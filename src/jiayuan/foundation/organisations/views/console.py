"""Organisations in the console: list, one, enter, correct, close."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.manage import close_organisation, create_organisation, edit_organisation
from ..domain.queries import Filters, kinds_counted, listed, places_to_choose, visible_organisation
from ..enums import UnitFunction
from ..interfaces.forms import OrganisationForm
from ..models import Organisation
from ..rules import MANAGE, MANAGERS, Seat, manageable_kinds
from .ways import show

PAGE_SIZE = 50
SHOWN = ("name", "kind", "function", "short_name", "name_en", "address", "opened_on")
FORM_METHODS = ["GET", "HEAD", "POST"]


@console_view()
def organisations(request: Visit) -> HttpResponse:
    """The organisations where I work: ``q``, ``kind``, ``function``, ``place``, ``closed``, ``after``."""
    filters = Filters.of(request.GET)
    rows = listed(request.actor, filters)
    context = {
        "filters": filters,
        "kinds": kinds_counted(request.actor),
        "functions": UnitFunction,
        "places": places_to_choose(request.actor),
        "rows": page_of(rows, by="name", after=request.GET.get("after", ""), size=PAGE_SIZE),
        "may_enter": bool(manageable_kinds(request.actor)),
    }
    return render(request, "organisations/organisations.html", context)


@console_view()
def organisation(request: Visit, pk: int) -> HttpResponse:
    """One organisation: particulars, contacts (masked), people acting for it, history."""
    return show(request, visible_organisation(request.actor, pk))


@console_view(*MANAGERS)
@require_http_methods(FORM_METHODS)
def create(request: Visit) -> HttpResponse:
    """Enter an organisation."""
    form = _form(request, None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form)
    try:
        made = create_organisation(form.draft(), by=request.actor)
    except DomainError as error:
        return _form_page(request, form.blame(error), status=error.status)
    messages.success(request, _("Entered. Add whom to call."))
    return redirect("console-organisation", made.pk)


@console_view(*MANAGERS)
@require_http_methods(FORM_METHODS)
def edit(request: Visit, pk: int) -> HttpResponse:
    """Correct an organisation."""
    found = visible_organisation(request.actor, pk)
    gate(request.actor, MANAGE, Seat.of(found))
    form = _form(request, found)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, found)
    try:
        edit_organisation(pk, form.draft(), by=request.actor)
    except DomainError as error:
        return _form_page(request, form.blame(error), found, status=error.status)
    messages.success(request, _("Saved. The history keeps what was there before."))
    return redirect("console-organisation", pk)


@console_view(*MANAGERS)
@require_POST
def close(request: Visit, pk: int) -> HttpResponse:
    """Close an organisation, from today or from the day given."""
    found = visible_organisation(request.actor, pk)
    try:
        on = parse_date(request.POST.get("on", "")) or today()
    except ValueError:
        on = today()
    close_organisation(found.pk, on=on, by=request.actor)
    messages.success(request, _("Closed. Its records stay where they are."))
    return redirect("console-organisation", pk)


def _form(request: Visit, found: Organisation | None) -> OrganisationForm:
    choices: dict[str, Any] = {
        "kinds": manageable_kinds(request.actor),
        "places": places_to_choose(request.actor),
    }
    if request.method == "POST":
        return OrganisationForm(request.POST, **choices)
    if found is None:
        return OrganisationForm(initial={"place": request.GET.get("place", "")}, **choices)
    initial = {**{field: getattr(found, field) for field in SHOWN}, "place": found.place_id}
    return OrganisationForm(initial=initial, **choices)


def _form_page(
    request: Visit, form: OrganisationForm, found: Organisation | None = None, *, status: int = 0
) -> HttpResponse:
    answer = status or (422 if form.is_bound else 200)
    return render(request, "organisations/form.html", {"form": form, "organisation": found}, status=answer)
