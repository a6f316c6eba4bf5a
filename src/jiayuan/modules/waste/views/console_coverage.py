"""Coverage in the console: what is left out, community by community, and the matrix of one."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place

from ..domain.export import export_coverage
from ..domain.queries.coverage import columns_on, matrix, overview, seen_paths
from ..domain.queries.left import left_within
from ..domain.queries.shifts import shifts_about
from ..interfaces.coverage_table import csv_of_coverage
from ..interfaces.reading import asked_day
from ..rules import KEEP
from ..streams import facts_of
from .days import day_of

MOST_GAPS, SHIFTS_AHEAD, LEFT_BACK = 40, timedelta(days=30), timedelta(days=2)


@console_view(*DESK_STAFF)
@require_safe
def coverage(request: Visit) -> HttpResponse:
    """``on``: a day, today unless it is said; ``place``: only what lies there."""
    about, path = _about_the_day(request), request.GET.get("place", "")
    found = overview(seen_paths(request.actor, path), about["day"])
    context = about | {
        "found": found,
        "lacking": found.lacking[:MOST_GAPS],
        "more": max(len(found.lacking) - MOST_GAPS, 0),
        "narrowed": path,
    }
    return render(request, "waste/console/coverage.html", context)


def _about_the_day(request: Visit) -> dict[str, Any]:
    day = day_of(request)
    return {"day": day, "is_today": day == today(), "on": "" if day == today() else day.isoformat()}


@console_view(*DESK_STAFF)
@require_safe
def community(request: Visit, path: str) -> HttpResponse:
    """Estates by streams, those that lack something first."""
    about = _about_the_day(request)
    paths = seen_paths(request.actor, path) if len(path) == 12 else []
    place = (
        Place.objects.defer("boundary").select_related("parent").filter(pk=path).first() if paths else None
    )
    if place is None:
        raise Missing(_("There is no such community here."), _("Look at the list of communities."))
    lines = matrix(paths, about["day"])
    context = about | {
        "place": place,
        "lines": lines,
        "shifts": shifts_about([path], about["day"], about["day"] + SHIFTS_AHEAD * about["is_today"]),
        "left": left_within([path], about["day"] - LEFT_BACK * about["is_today"], about["day"]),
        "lacking": [each for each in lines if each.gaps],
        "columns": [facts_of(str(each)) for each in columns_on(about["day"])],
        "keeps": bool(may(request.actor, KEEP, path)) and about["is_today"],
    }
    return render(request, "waste/console/community.html", context)


@console_view(*DESK_STAFF)
@require_safe
def export(request: Visit) -> StreamingHttpResponse:
    """The same day and place as the page, estate by estate. That it was taken is recorded."""
    day, path = asked_day(request.GET.get("on", "")), request.GET.get("place", "")
    name = f"{_('waste sorting')}-{day:%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_of_coverage(export_coverage(path, day, by=request.actor)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
