"""How units and places do, by month: from what was frozen, with the formula and the lines behind every number."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..domain.export import export_month
from ..domain.queries.performance import (
    MONTHS,
    SHOWN,
    by_need,
    frozen_month,
    lines_behind,
    places_of,
    subject_of,
    units_of,
    year_of,
)
from ..domain.scores.corrections import state_of
from ..domain.scores.freezing import is_intact, published_with
from ..domain.scores.months import FREEZE_ON, freezes_at, month_after
from ..interfaces.filters import code_of
from ..interfaces.score_table import write_lines
from ..interfaces.sheet import whole_number
from ..models import ScoreMonth
from ..rules import CASE_ROLES

A_PAGE = 50


@console_view(*CASE_ROLES)
@require_safe
def performance(request: Visit) -> HttpResponse:
    """One month, side by side: by name or code, or by who needs help first. There are no ranks."""
    month = frozen_month(request.GET.get("month", ""))
    at_the_desk = request.actor.reach.has_any(DESK_STAFF)
    by = "places" if request.GET.get("by") == "places" and at_the_desk else "units"
    sort = "need" if request.GET.get("sort") == "need" else ""
    rows = []
    if month is not None:
        rows = (places_of if by == "places" else units_of)(request.actor, month)
        rows = by_need(rows, month) if sort else rows
    context: dict[str, Any] = {
        "month": month,
        "months": list(ScoreMonth.objects.order_by("-month")[: 2 * MONTHS]),
        "rows": rows,
        "by": by,
        "sort": sort,
        "at_the_desk": at_the_desk,
        "freeze_on": FREEZE_ON,
        "next_at": freezes_at(month_after(month.month) if month else today().replace(day=1)),
    }
    if month is not None:
        later = published_with(month).select_related("line__case", "line__unit", "line__month")
        context["later"] = later.order_by("-pk")[:A_PAGE]
        context["checked"] = is_intact(month) if request.GET.get("check") == "1" else None
    return render(request, "cases/console/performance.html", context)


def _asked(request: Visit) -> tuple[ScoreMonth, int | None, str, str]:
    """The month, the unit or the place, and which lines."""
    month = frozen_month(request.GET.get("month", ""))
    if month is None:
        month = frozen_month("none")
    assert month is not None  # noqa: S101 the line above raises where nothing is frozen
    show = request.GET.get("show", "")
    unit, place = whole_number(request.GET.get("unit", "")), code_of(request.GET.get("place", ""), 12)
    return month, unit, place, show if show in SHOWN else ""


@console_view(*CASE_ROLES)
@require_safe
def of(request: Visit) -> HttpResponse:
    """One unit or place: the formula with its numbers, the months, and the lines."""
    month, unit, place, show = _asked(request)
    subject, key = subject_of(request.actor, unit, place)
    year = year_of(subject, key, month)
    page = page_of(lines_behind(month, key, show), by="pk", after=request.GET.get("after", ""), size=A_PAGE)
    asked = {"month": str(month), ("unit" if isinstance(key, int) else "place"): str(key)}
    context = {
        "month": month,
        "subject": subject,
        "is_unit": isinstance(key, int),
        "row": next((each for each in year if each.month == month), None),
        "year": year,
        "page": page,
        "lines": [(line, state_of(line)) for line in page],
        "show": show,
        "address": urlencode(asked),
        "query": urlencode(asked | ({"show": show} if show else {})),
    }
    return render(request, "cases/console/performance_of.html", context)


@console_view(*CASE_ROLES)
@require_safe
def export(request: Visit) -> HttpResponse:
    """The lines as a workbook."""
    month, unit, place, show = _asked(request)
    lines = export_month(month, unit, place, show, by=request.actor)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.xlsx"
        write_lines(path, lines)
        data = path.read_bytes()
    name = "-".join([_("performance"), f"{month}.xlsx"])
    return HttpResponse(
        data,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
