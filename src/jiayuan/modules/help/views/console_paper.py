"""Wishes on paper: blank forms to lay out, and filled ones typed in, several in a row."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.slips import SLIPS, keep_token
from jiayuan.foundation.burden.saved import note_saved
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.paper_form import draw_form
from ..domain.post_for import post_for_somebody
from ..enums import Urgency, WishKind
from ..interfaces.paper_lines import blank_lines, is_empty, lines_of
from ..interfaces.wish_sheet import draft_of
from ..models import Wish
from .console_new import own_place


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def paper(request: Visit) -> HttpResponse:
    """What could not be taken in stays in its line; everything else has a number and a slip."""
    if request.method != "POST":
        return _draw(request, blank_lines(), own_place(request))
    entered, kept = [], []
    typed = lines_of(request.POST)
    for sheet in typed:
        if is_empty(sheet):
            continue
        wish = _take_in(request, sheet)
        if wish is not None:
            entered.append(wish)
        else:
            kept.append(sheet)
    if entered:
        note_saved(request)
    if not entered and not kept:
        return _draw(request, typed, request.POST.get("place_path", ""), is_empty=True)
    lines = (kept + blank_lines())[: len(blank_lines())]
    return _draw(request, lines, request.POST.get("place_path", ""), entered)


def _take_in(request: Visit, sheet: Sheet) -> Wish | None:
    """The wish; None where the line says why not."""
    try:
        posted = post_for_somebody(
            draft_of(sheet), manner=ConsentManner.WRITTEN, by=request.actor, nonce=sheet.nonce
        )
    except DomainError as error:
        sheet.note(error)
        return None
    keep_token(request, posted.token, SLIPS)
    return posted.wish


def _draw(
    request: Visit,
    lines: list[Sheet],
    place_path: str,
    entered: list[Wish] | None = None,
    *,
    is_empty: bool = False,
) -> HttpResponse:
    context = {
        "lines": [(str(number), sheet) for number, sheet in enumerate(lines)],
        "place_path": place_path,
        "communities": communities(),
        "kinds": WishKind.choices,
        "urgencies": Urgency.choices,
        "entered": entered or [],
        "is_empty": is_empty,
    }
    status = 422 if is_empty else max(sheet.status for sheet in lines)
    return render(request, "help/console/paper.html", context, status=status)


@console_view(*DESK_STAFF)
@require_safe
def blank(request: Visit) -> HttpResponse:
    """The form of a community as a file."""
    path = request.GET.get("place_path", "")
    place = Place.objects.current().filter(pk=path[:24]).first()
    if place is None or len(place.path) < 12:
        raise Missing(_("There is no such community."), _("Choose one from the list."))
    drawn = draw_form(place, address=absolute(request, reverse("wish-ask")))
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="wish.pdf"'
    return answer
