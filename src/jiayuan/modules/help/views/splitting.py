"""Splitting a wish into parts: at the desk, and on the phone of who keeps the service centre."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view, signed_in
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.acts import Given, perform_action
from ..domain.checking import mark_of
from ..domain.queries.desk import desk_wish
from ..domain.queries.opened import open_wish
from ..domain.queries.seen import see
from ..enums import Urgency, WishAction, WishKind, WishState
from ..interfaces.desk_sheet import name_of_wisher
from ..interfaces.split_sheet import cards_text, compacted, drafts_of, rows_of, unseen_in_cards
from ..limits import LEAST_PARTS, MOST_PARTS, MOST_SEATS, PUBLIC_WORDS, TITLE, WORDS
from ..models import Wish
from ..rules import DESK, SPLIT

METHODS = ("GET", "HEAD", "POST")


@console_view(*DESK)
@require_http_methods(METHODS)
@never_cache
def at_the_desk(request: Visit, number: str) -> HttpResponse:
    wish = desk_wish(number, request.actor)
    page = reverse("console-wish", args=[wish.number])
    return _page(request, wish, "help/console/split.html", page, page)


@signed_in
@require_http_methods(METHODS)
@never_cache
def at_the_centre(request: Visit, number: str) -> HttpResponse:
    """Who keeps the centre sees the card and no more of the whole; afterwards the parts are among the wishes near."""
    wish = see(open_wish(number), request.actor).wish
    page = reverse("wish", args=[wish.number])
    return _page(request, wish, "help/phone/split.html", page, reverse("help-near"))


def _page(request: Visit, wish: Wish, template: str, back: str, onward: str) -> HttpResponse:
    gate(request.actor, SPLIT, wish)
    if request.method == "POST":
        return _send(request, wish, template, back, onward)
    if wish.state != WishState.OPEN:
        return HttpResponseRedirect(back)
    return _draw(request, wish, template, back, Sheet())


def _send(request: Visit, wish: Wish, template: str, back: str, onward: str) -> HttpResponse:
    sheet = compacted(filled_in(request.POST))
    if warned := unseen_in_cards(sheet, name_of_wisher(wish)):
        return _draw(request, wish, template, back, sheet, warned=warned)
    try:
        perform_action(
            wish.pk, WishAction.SPLIT, by=request.actor, given=Given(parts=drafts_of(sheet)),
            revision=whole_number(sheet.get("revision")) or 0, nonce=sheet.nonce,
        )  # fmt: skip
    except DomainError as error:
        sheet.note(error)
        return _draw(request, wish, template, back, sheet)
    messages.success(request, _("Split. Each part is offered by itself now."))
    return HttpResponseRedirect(onward)


def _draw(
    request: Visit, wish: Wish, template: str, back: str, sheet: Sheet, *, warned: Any = ()
) -> HttpResponse:
    context = {
        "wish": wish,
        "back": back,
        "sheet": sheet,
        "revision": wish.revision if sheet.status != 409 else Wish.objects.get(pk=wish.pk).revision,
        "rows": list(rows_of(sheet, wish)),
        "kinds": WishKind.choices,
        "urgencies": Urgency.choices,
        "skills": sorted(skill_names().items()),
        "limits": {"title": TITLE, "public_words": PUBLIC_WORDS, "words": WORDS, "seats": MOST_SEATS},
        "least": LEAST_PARTS,
        "most": MOST_PARTS,
        "warned": warned,
        "seen": mark_of(cards_text(sheet)),
    }
    return render(request, template, context, status=sheet.status)
