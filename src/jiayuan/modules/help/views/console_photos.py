"""Photos of a wish at the desk: looked at before they hang on the wall, kept off it, taken out; and a yes noted."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.proof import remove_proof
from ..domain.queries.desk import desk_wish
from ..domain.wall import look_at_photo, note_wisher_yes, take_down
from ..interfaces.desk_sheet import sent_in
from .console_wish import draw

DEEDS: dict[str, Callable[..., Any]] = {
    "up": lambda wish, pk, sheet, **way: look_at_photo(
        wish, pk, up=True, faces=sheet.get("faces"), words=sheet.get("words"), nonce=sheet.nonce, **way
    ),
    "off": lambda wish, pk, sheet, **way: look_at_photo(wish, pk, up=False, nonce=sheet.nonce, **way),
    "out": lambda wish, pk, _sheet, **way: remove_proof(wish, pk, **way),
}
WALL: dict[str, Callable[..., Any]] = {"yes": note_wisher_yes, "no": take_down}
SAID: dict[str, str | Promise] = {
    "up": gettext_lazy("It hangs on the wall now."),
    "off": gettext_lazy("It stays off the wall."),
    "out": gettext_lazy("The photo is gone for good."),
    "yes": gettext_lazy("Noted: who wished said yes."),
    "no": gettext_lazy("Taken down. Nobody else sees the photos any more."),
}


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def photo(request: Visit, number: str, pk: int, what: str) -> HttpResponse:
    """``up``, ``off`` or ``out``, about one photo."""
    wish, sheet = desk_wish(number, request.actor), sent_in(request.POST)
    if what not in DEEDS:
        raise _no_such_deed()
    try:
        DEEDS[what](wish.pk, pk, sheet, by=request.actor)
    except DomainError as error:
        if error.status == 404:
            raise
        sheet.note(error)
        return draw(request, wish, sheet=sheet, sent=f"photo{pk}")
    return _done(request, number, what)


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def wall(request: Visit, number: str, what: str) -> HttpResponse:
    """``yes``: who wished said so; ``no``: all of them come down."""
    wish, sheet = desk_wish(number, request.actor), sent_in(request.POST)
    if what not in WALL:
        raise _no_such_deed()
    try:
        WALL[what](wish.pk, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return draw(request, wish, sheet=sheet, sent="wall")
    return _done(request, number, what)


def _done(request: Visit, number: str, what: str) -> HttpResponseRedirect:
    messages.success(request, str(SAID[what]))
    return HttpResponseRedirect(reverse("console-wish", args=[number]) + "#photos")


def _no_such_deed() -> Missing:
    return Missing(_("This cannot be done here."), _("Go back to the wish; what can be done is shown there."))
