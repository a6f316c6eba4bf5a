"""The big screen of a hall: today in figures and on the map, for everybody's eyes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.mapping import WHOLE_EARTH, overview
from jiayuan.district.figures.domain.queries.ask import hall_answers
from jiayuan.district.figures.interfaces.shown import spoken
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import current_district

LISTED = 5
"""As many as stand beside the map without scrolling: nobody scrolls in a hall."""
REFRESH = 60
"""Seconds."""


@require_safe
def screen(request: Visit) -> HttpResponse:
    """Refreshes itself: by htmx, or by the browser where there are no scripts."""
    district = current_district()
    today = overview(Actor(), WHOLE_EARTH, public=True, chosen={})
    context = {
        "district": district,
        "figures": [
            {
                "label": each.figure.name,
                "value": spoken(each.value),
                "unit": each.figure.unit_name,
                "is_lately": each.figure.is_flow,
            }
            for each in hall_answers(district)
        ],
        "in_hand": today.listed[:LISTED],
        "moment": moment_in_full(now()),
        "refresh": REFRESH,
    }
    template = "phone/_screen.html" if request.htmx else "phone/screen.html"
    return render(request, template, context)
