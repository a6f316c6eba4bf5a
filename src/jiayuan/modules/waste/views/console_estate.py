"""One estate in the console: its drop points, bins, hours, guides and days of collection."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain.queries.estate import book_of, estate_seen
from ..enums import EVERYDAY, Stream
from ..interfaces.estate_acts import ACTS, Sent
from ..interfaces.reading import read_weekdays
from ..rules import DESK, KEEP, TRY
from .days import day_of


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def estate(request: Visit, path: str) -> HttpResponse:
    """``on``: as it was on a day; then nothing can be changed."""
    return _draw(request, path)


def _draw(request: Visit, path: str, sheet: Sheet | None = None, sent: str = "") -> HttpResponse:
    """``sheet`` is the form ``sent`` that comes back with what was typed."""
    day = day_of(request)
    place, sheet = estate_seen(path, day, request.actor), sheet or Sheet()
    is_today = day == today()
    context = {
        "book": book_of(place, day),
        "estate": place,
        "day": day,
        "is_today": is_today,
        "on": "" if is_today else day.isoformat(),
        "keeps": is_today and bool(may(request.actor, KEEP, path)),
        "tries": is_today and bool(may(request.actor, TRY, path)),
        "bin_streams": [(str(each), each.label) for each in EVERYDAY],
        "streams": Stream.choices,
        "sheet": sheet,
        "sent": sent,
        "chosen": read_weekdays(request.POST.getlist("weekday")),
    }
    return render(request, "waste/console/estate.html", context, status=sheet.status)


@console_view(*DESK)
@require_POST
@never_cache
def act(request: Visit, path: str, what: str) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    estate_seen(path, today(), request.actor)
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at the estate again."))
    sheet = filled_in(request.POST)
    try:
        ACTS[what](Sent(path, sheet, request.POST.getlist("weekday"), request.actor))
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return _draw(request, path, sheet, f"{what}{sheet.get('point')}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console-waste-estate", args=[path]))
