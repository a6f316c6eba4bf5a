"""A wish that is needed elsewhere: by who wished, on the phone, and by the desk of both places."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import DomainError, Refused
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.acts import perform_action
from ..domain.queries.desk import desk_wish
from ..domain.queries.opened import open_wish
from ..domain.queries.seen import see
from ..enums import WishAction
from ..interfaces.place_sheet import place_of, place_values
from ..interfaces.where import courtyards
from ..lifecycle import BY_ACTION
from ..models import Wish
from ..place_rules import PLACE
from ..rules import DESK

METHODS = ("GET", "HEAD", "POST")


@console_view(*DESK)
@require_http_methods(METHODS)
@never_cache
def at_the_desk(request: Visit, number: str) -> HttpResponse:
    return _page(request, desk_wish(number, request.actor), "console")


@require_http_methods(METHODS)
@never_cache
def of_the_wisher(request: Visit, number: str) -> HttpResponse:
    """Not with the slip alone: whoever found it would read the door, or send helpers elsewhere."""
    seen = see(open_wish(number), request.actor)
    if seen.by_slip:
        raise Refused(
            _("With the slip alone it cannot be moved."),
            _("Open it on the phone it was sent from, or ask the community."),
        )
    return _page(request, seen.wish, "phone")


def _page(request: Visit, wish: Wish, door: str) -> HttpResponse:
    gate(request.actor, PLACE, wish)
    if request.method == "POST":
        sheet = filled_in(request.POST)
        return (
            _draw(request, wish, door, sheet)
            if is_drawn_again(request)
            else _send(request, wish, door, sheet)
        )
    if wish.state not in BY_ACTION[WishAction.PLACE].sources:
        return HttpResponseRedirect(_back(wish, door))
    return _draw(request, wish, door, Sheet(values=place_values(wish)))


def _send(request: Visit, wish: Wish, door: str, sheet: Sheet) -> HttpResponse:
    try:
        moved = perform_action(
            wish.pk, WishAction.PLACE, by=request.actor, given=place_of(sheet),
            revision=whole_number(sheet.get("revision")) or 0, nonce=sheet.nonce,
        )  # fmt: skip
    except DomainError as error:
        sheet.note(error)
        return _draw(request, wish, door, sheet)
    messages.success(
        request, _("It is needed at %(place)s now; the helpers there are asked.") % {"place": moved.place}
    )
    return HttpResponseRedirect(_back(moved, door))


def _back(wish: Wish, door: str) -> str:
    return reverse("console-wish" if door == "console" else "wish", args=[wish.number])


def _draw(request: Visit, wish: Wish, door: str, sheet: Sheet) -> HttpResponse:
    name = "console-wish-place" if door == "console" else "wish-place"
    context = {
        "wish": wish,
        "back": _back(wish, door),
        "sheet": sheet,
        "revision": wish.revision if sheet.status != 409 else Wish.objects.get(pk=wish.pk).revision,
        "communities": communities(),
        "courtyards": courtyards(sheet),
        # The courtyards are drawn again for another community, with all that was typed.
        "switch_form": "place-form",
        "switch_to": reverse(name, args=[wish.number]),
    }
    return render(request, f"help/{door}/place.html", context, status=sheet.status)
