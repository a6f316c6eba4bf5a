"""The console's list of cases: filters in the address, saved lists, export of exactly what is seen."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.paging import Page, first_page_of, page_of
from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside
from jiayuan.foundation.tables.interfaces.writing import cut_line

from ..domain.export import MOST, export_list
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.queries.clock import with_clocks
from ..domain.queries.listing import CaseFilter, listed
from ..domain.saved_views import forget_view, save_view
from ..enums import State
from ..interfaces.case_rows import rows_of
from ..interfaces.filters import address_of, asked_for, strict_filter
from ..interfaces.sheet import whole_number
from ..interfaces.table import csv_of
from ..models import Case, SavedView
from ..rules import CASE_ROLES

A_PAGE = 25

_SAVED = Prepared(lambda: SavedView.objects.filter(person_id=Slot("person", SavedView, "person")))


def _lights() -> list[tuple[str, str]]:
    return [
        ("red", pgettext("case list", "Overdue")),
        ("amber", pgettext("case list", "Due today")),
        ("green", pgettext("case list", "Due later")),
    ]


def places_of(request: Visit) -> "QuerySet[Place]":
    """The communities and streets that this actor works for, for the filter."""
    paths = request.actor.reach.paths_for(*DESK_STAFF)
    rows = Place.objects.current().filter(inside(paths)).defer("boundary")
    return rows.filter(kind__in=["street", "town", "community", "village"]).order_by("path")


def units_of(request: Visit) -> "QuerySet[Organisation]":
    paths = request.actor.reach.paths_for(*DESK_STAFF)
    around = inside(paths, field="place_id") if paths else inside([], field="place_id")
    return (
        Organisation.objects.current().filter(around).exclude(function="").order_by("function", "name")[:200]
    )


@console_view(*CASE_ROLES)
@require_safe
def cases(request: Visit) -> HttpResponse:
    asked = asked_for(request.GET)
    wanted = asked.wanted
    after = request.GET.get("after", "")
    at_the_desk = request.actor.reach.has_any(DESK_STAFF)
    page = _page(request.actor, wanted, after)
    context = {
        "page": page,
        "rows": rows_of(page, with_ticks=at_the_desk),
        "wanted": wanted,
        "notes": asked.notes,
        "address": address_of(wanted),
        "sorts": [
            ("new", pgettext("case list", "Newest first"), address_of(wanted, sort=None)),
            ("due", pgettext("case list", "Most urgent first"), address_of(wanted, sort="due")),
        ],
        "lights": _lights(),
        "views": _views(request, address_of(wanted)),
        "is_first": not after,
        "at_the_desk": at_the_desk,
    }
    return render(request, "cases/console/cases.html", context | _filters(request, wanted))


def _page(actor: Actor, wanted: CaseFilter, after: str) -> Page[Case]:
    by = "due_at" if wanted.sort == "due" else "-id"
    if wanted.is_empty and not after:  # what everybody opens all day
        known_by = ("case list", wanted.sort, actor.pk, actor.tokens, actor.reach.grants, actor.scope)
        page = first_page_of(lambda: listed(actor, wanted).for_lines(), known_by=known_by, by=by, size=A_PAGE)
    else:
        page = page_of(listed(actor, wanted).for_lines(), by=by, after=after, size=A_PAGE)
    with_clocks(page.rows)
    return page


def _filters(request: Visit, wanted: CaseFilter) -> dict[str, Any]:
    """What the form of the rarer filters offers. The plain list, which everybody opens all day, only leads to it: it
    would be half of the page and of its work."""
    just_asked = "filters" in request.GET
    if wanted.is_empty and not just_asked:
        return {"shows_filters": False}
    return {
        "shows_filters": True,
        "just_asked": just_asked,
        "is_open": just_asked or bool(wanted.category or wanted.place or wanted.unit),
        "states": State.choices,
        "groups": grouped(current_versions()),
        "places": places_of(request),
        "units": units_of(request),
    }


def _views(request: Visit, address: str) -> list[tuple[SavedView, bool]]:
    return [(each, each.query == address) for each in _SAVED.rows(person=request.actor.pk)]


@console_view(*CASE_ROLES)
@require_POST
def keep_view(request: Visit) -> HttpResponse:
    """Keep the present filter under a name, or forget one."""
    forgotten = whole_number(request.POST.get("forget", ""))
    if forgotten is not None:
        forget_view(forgotten, by=request.actor)
        return HttpResponseRedirect(reverse("console-cases"))
    view = save_view(request.POST.get("name", ""), request.POST.get("query", ""), by=request.actor)
    return HttpResponseRedirect(f"{reverse('console-cases')}?{view.query}")


@console_view(*CASE_ROLES)
@require_safe
def export(request: Visit) -> StreamingHttpResponse:
    """All rows of the list as it is filtered and sorted, as a table file. That it was taken is recorded."""
    wanted = strict_filter(request.GET)
    rows, total = export_list(wanted, by=request.actor)
    name = f"{_('cases')}-{today():%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_of(rows.iterator(chunk_size=500), cut_line(MOST, total)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
