"""Help that a station gave: its lines, one more without a wish, and striking out what was wrong."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.queries.desk_network import desk_station
from ..domain.queries.services import services_of
from ..domain.services import strike_service, write_service
from ..enums import WishKind
from ..interfaces.service_sheet import service_of
from ..models import Post, ServiceRecord, Station
from ..rules import DESK, MANAGE

A_PAGE = 25


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def services(request: Visit, pk: int) -> HttpResponse:
    """The lines of a station; sent, one more."""
    station, sheet = desk_station(pk, request.actor), filled_in(request.POST)
    if request.method != "POST":
        return _draw(request, station, sheet)
    try:
        post = whole_number(sheet.get("post")) or 0
        if not Post.objects.filter(pk=post, station=station).exists():
            raise Missing(_("There is no such post."), _("Look at the station again."), field="post")
        write_service(service_of(sheet, post), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, station, sheet, "write")
    messages.success(request, _("Written down. Thank you!"))
    return HttpResponseRedirect(request.path)


@console_view(*DESK)
@require_POST
@never_cache
def strike(request: Visit, pk: int, line: int) -> HttpResponse:
    """It counts no more and stays readable."""
    station, sheet = desk_station(pk, request.actor), filled_in(request.POST)
    if not ServiceRecord.objects.filter(pk=line, post__station=station).exists():
        raise Missing(_("There is no such line."), _("Look at the list of the station."))
    try:
        strike_service(line, reason=sheet.get("reason"), by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, station, sheet, f"strike{line}")
    messages.success(request, _("Struck out."))
    return HttpResponseRedirect(reverse("console-station-services", args=[pk]))


def _draw(request: Visit, station: Station, sheet: Sheet, sent: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    page = page_of(services_of(station), after=after, size=A_PAGE)
    context = {
        "station": station,
        "page": page,
        "lines": [(each, f"strike{each.pk}") for each in page],
        "is_first": not after,
        "posts": Post.objects.active().filter(station=station),
        "kinds": WishKind.choices,
        "manages": bool(may(request.actor, MANAGE, station)),
        "today": today().isoformat(),
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "help/console/services.html", context, status=sheet.status)
