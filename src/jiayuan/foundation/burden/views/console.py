"""What forms ask of staff, and where what they enter is used."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.tables.interfaces.writing import BYTE_ORDER_MARK, safe_cell

from ..chart import line_points
from ..domain.queries.summary import Line, lines_of, months_back
from ..domain.queries.uses import uses
from ..histogram import SMALLEST
from ..rules import CROWD, READERS, chosen_place, is_a_crowd, left_out, readable_places


def _asked(request: Visit) -> tuple[Sequence[Place], Place, Sequence[Line], bool]:
    """``?place=`` the district or a street. Nothing is read of a street where few people work."""
    places = readable_places(request.actor)
    place = chosen_place(request.GET.get("place", ""), places)
    is_crowd = is_a_crowd(place.path)
    return places, place, lines_of(place.path, left_out(place.path)) if is_crowd else [], is_crowd


@console_view(*READERS)
@require_safe
@never_cache
def burden(request: Visit) -> HttpResponse:
    places, place, lines, is_crowd = _asked(request)
    context = {
        "places": places,
        "place": place,
        "lines": [_drawn(line) for line in lines],
        "is_crowd": is_crowd,
        "crowd": CROWD,
        "smallest": SMALLEST,
        "months": months_back(),
        "uses": uses(),
    }
    return render(request, "burden/burden.html", context)


def _drawn(line: Line) -> dict[str, Any]:
    """A line of the table with its two small charts."""
    minutes = [told.minutes for _month, told in line.by_month]
    by_hand = [told.by_hand for _month, told in line.by_month]
    months = [(month, told) for month, told in line.by_month if told.entries]
    return {
        "task": line.task,
        "whole": line.whole,
        "months": months,
        "minutes": line_points(minutes),
        "by_hand": line_points(by_hand),
    }


@console_view(*READERS)
@require_safe
@never_cache
def export(request: Visit) -> HttpResponse:
    """What the page says, a line for each task and month. Nothing in it is of a person."""
    _places, place, lines, _is_crowd = _asked(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("Task"), _("Month"), _("Entries"), _("Median minutes"), _("Fields by hand"), _("Fields filled already"),
         _("Left open, of a hundred")]
    )  # fmt: skip
    for line in lines:
        for month, told in line.by_month:
            if told.entries:
                said = (line.task.label, f"{month:%Y-%m}", _entries(told.entries), told.minutes, told.by_hand,
                        told.given, told.left_open)  # fmt: skip
                writer.writerow([safe_cell(each) for each in said])
    response = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"forms-{place.path}-{today():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entries(many: int) -> str:
    return str(many) if many >= SMALLEST else _("fewer than %(n)s") % {"n": SMALLEST}
