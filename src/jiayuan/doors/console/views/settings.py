"""What I may manage, and how this installation is set up."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiayuan.district.desk.figures import settings_pages
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.models import Place


@require_safe
@console_view()
def settings_page(request: Visit) -> HttpResponse:
    context = {
        "pages": settings_pages(request.actor),
        "tiles": settings.MAP_TILES.partition("?")[0],
        "datum": settings.MAP_TILES_DATUM,
        "hours": settings.WORKING_HOURS,
        "district": Place.objects.filter(pk=settings.DISTRICT).defer("boundary").first(),
        "code": settings.DISTRICT,
    }
    return render(request, "console/settings.html", context)
