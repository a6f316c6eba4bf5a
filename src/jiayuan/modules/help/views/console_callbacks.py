"""Call-backs in the console: the list, one call with what was heard, and the answer to a finding."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Invalid, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..callback_enums import Content
from ..domain.callback_facts import facts
from ..domain.callbacks import answer_finding, note_heard, note_missed, reveal_for_call
from ..domain.queries.callbacks import listed_callbacks, open_callback
from ..models import WishContact
from ..rules import DESK

A_PAGE = 25
DEEDS: dict[str, Callable[..., Any]] = {
    "missed": lambda pk, sheet, **way: note_missed(pk, tries=_tries(sheet), **way),
    "heard": lambda pk, sheet, **way: note_heard(
        pk,
        tries=_tries(sheet),
        really_done=_really_done(sheet),
        content=sheet.get("content"),
        words=sheet.get("words"),
        **way,
    ),
    "answer": lambda pk, sheet, **way: answer_finding(
        pk, words=sheet.get("words"), mended=bool(sheet.get("mended")), **way
    ),
}
SAID: dict[str, str | Promise] = {
    "missed": gettext_lazy("Noted: nobody was reached."),
    "heard": gettext_lazy("Noted. Thank you for calling."),
    "answer": gettext_lazy("Noted what was done about it."),
}


@console_view(*DESK)
@require_safe
def callbacks(request: Visit) -> HttpResponse:
    """What this desk calls, and what was heard of what it served."""
    page = page_of(listed_callbacks(request.actor), after=request.GET.get("after", ""), size=A_PAGE)
    return render(request, "help/console/callbacks.html", {"page": page, "facts": facts()})


@console_view(*DESK)
@require_safe
@never_cache
def page(request: Visit, pk: int) -> HttpResponse:
    return _draw(request, pk)


@console_view(*DESK)
@require_POST
@never_cache
def contact(request: Visit, pk: int) -> HttpResponse:
    """Name and number for this call; that they were read is recorded."""
    open_callback(pk, request.actor)
    return _draw(request, pk, shown=reveal_for_call(pk, by=request.actor))


@console_view(*DESK)
@require_POST
@never_cache
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """``missed``, ``heard`` or ``answer``; a refusal brings the page back with what was typed."""
    open_callback(pk, request.actor)
    if what not in DEEDS:
        raise Missing(_("This cannot be done here."), _("Look at the list of call-backs."))
    sheet = filled_in(request.POST)
    try:
        DEEDS[what](pk, sheet, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, pk, sheet, what)
    messages.success(request, str(SAID[what]))
    return HttpResponseRedirect(reverse("console-callback", args=[pk]))


def _draw(
    request: Visit, pk: int, sheet: Sheet | None = None, sent: str = "", shown: WishContact | None = None
) -> HttpResponse:
    found, sheet = open_callback(pk, request.actor), sheet or Sheet()
    context: dict[str, Any] = {
        "open": found,
        "callback": found.callback,
        "wish": found.callback.wish,
        "contact": getattr(found.callback.wish, "contact", None),
        "shown": shown,
        "contents": Content.choices,
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "help/console/callback.html", context, status=sheet.status)


def _tries(sheet: Sheet) -> int:
    number = whole_number(sheet.get("tries"))
    return -1 if number is None else number


def _really_done(sheet: Sheet) -> bool:
    if sheet.get("really_done") not in ("yes", "no"):
        raise Invalid(_("Was it really done?"), _("Choose yes or no."), field="really_done")
    return sheet.get("really_done") == "yes"
