"""Writing a wish for somebody who called or stands at the counter, and handing over the slip."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.slips import SLIPS, held_token, keep_token
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.evidence import uploads
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain.locks import no_such_wish
from ..domain.post_for import post_for_somebody
from ..domain.queries.opened import open_wish
from ..enums import Concern, Urgency, WishKind
from ..interfaces.picture_sheet import keep_pictures, take_in_pictures
from ..interfaces.where import courtyards
from ..interfaces.wish_sheet import draft_of
from ..limits import MOST_PICTURES
from ..rules import works_here
from .common import slip_of

MANNERS = (ConsentManner.PHONE, ConsentManner.SPOKEN, ConsentManner.WRITTEN)
"""How somebody can agree here; a code is for those with an account."""


@console_view(*DESK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """With ``?again`` nothing is sent: the form comes back with all that was entered."""
    if request.method != "POST":
        return _form(request, Sheet(values={"place_path": own_place(request)}))
    sheet = filled_in(request.POST)
    take_in_pictures(sheet, request)
    return _form(request, sheet) if is_drawn_again(request) or sheet.faults else _take_in(request, sheet)


def own_place(request: Visit) -> str:
    """A worker of one community need not choose it."""
    paths = request.actor.reach.paths_for(*DESK_STAFF)
    return paths[0] if len(paths) == 1 and len(paths[0]) == 12 else ""


def _form(request: Visit, sheet: Sheet) -> HttpResponse:
    context = {
        "sheet": sheet,
        "kinds": WishKind.choices,
        "urgencies": Urgency.choices,
        "concerns": Concern.choices,
        "most_pictures": MOST_PICTURES,
        "communities": communities(),
        "courtyards": courtyards(sheet),
        "manners": [(each, each.label) for each in MANNERS],
        # The switches of language and large type take along what was typed.
        "switch_form": "wish-form",
        "switch_to": reverse("console-wish-new"),
    }
    return render(request, "help/console/new.html", context, status=sheet.status)


def _take_in(request: Visit, sheet: Sheet) -> HttpResponse:
    try:
        draft = replace(draft_of(sheet), upload_token=uploads.held_token(request))
        posted = post_for_somebody(draft, manner=sheet.get("manner"), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        keep_pictures(sheet, request)
        return _form(request, sheet)
    keep_token(request, posted.token, SLIPS)
    return HttpResponseRedirect(reverse("console-wish-slip", args=[posted.wish.number]))


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def slip(request: Visit, number: str) -> HttpResponse:
    """To print and hand over, while this session holds its token; and the way on to the next."""
    wish = open_wish(number)
    if not works_here(request.actor, wish):
        raise no_such_wish()
    if not held_token(request, wish.token_hash):
        return HttpResponseRedirect(reverse("console-wish", args=[wish.number]))
    return render(request, "help/console/slip.html", slip_of(request, wish) | {"at_the_desk": True})
