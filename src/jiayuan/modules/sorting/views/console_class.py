"""A class in the room: opened at the desk, led from the projector, gone when it closes."""

from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.services.cases.interfaces.sheet import filled_in, whole_number

from ..class_rules import HOSTS, LEAD_CLASS
from ..domain.class_seats import animal_name
from ..domain.classes import (
    ask_next,
    close_class,
    counts_of,
    no_such_class,
    open_class,
    show_answer,
    totals_of,
)
from ..interfaces.class_card import board_card, card_name
from ..models import ClassRoom, ClassSeat
from .game import levels

REFRESH = 3
"""Seconds after which the board counts again."""


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def classes(request: Visit) -> HttpResponse:
    """Open one, or go on with mine."""
    sheet = filled_in(request.POST)
    if request.method == "POST":
        try:
            room = open_class(sheet.get("level"), by=request.actor)
        except DomainError as error:
            sheet.note(error)
        else:
            return _board(room.pk)
    mine = ClassRoom.objects.live().filter(opened_by=request.actor.person).first()
    context = {"mine": mine, "levels": levels(), "sheet": sheet}
    return render(request, "sorting/console/classes.html", context, status=sheet.status)


@console_view(*HOSTS)
@require_safe
@never_cache
def board(request: Visit, pk: int) -> HttpResponse:
    """For the projector: the code, the question, how many have answered, then the bin and the reason."""
    room = _led(request, pk)
    code_address = absolute(request, f"{reverse('sorting-class')}?{urlencode({'code': room.code})}")
    seats = list(ClassSeat.objects.filter(room=room).values_list("animal", "answered"))
    tally = next((each for each in counts_of(room) if each.card == room.card), None)
    context: dict[str, Any] = {
        "room": room,
        "picture": b64encode(qr_drawing(code_address)).decode(),
        # As it is typed: a browser adds the rest.
        "address": absolute(request, reverse("sorting-class")).partition("://")[2].rstrip("/"),
        "animals": [animal_name(animal, request.LANGUAGE_CODE) for animal, _answered in seats],
        "answered": sum(answered >= room.round for _animal, answered in seats) if room.round else 0,
        "tally": tally,
        "percent": round(100 * tally.right / (tally.right + tally.wrong))
        if tally and tally.right + tally.wrong
        else None,
        "refresh": REFRESH,
        **board_card(room),
    }
    return render(request, "sorting/console/class_board.html", context)


@console_view(*HOSTS)
@require_safe
@never_cache
def results(request: Visit, pk: int) -> HttpResponse:
    """The class in sum, and the things that most got wrong; nobody alone."""
    room = _led(request, pk)
    rows = sorted(counts_of(room), key=lambda each: -each.share_wrong)
    context = {
        "room": room,
        "totals": totals_of(room),
        "rows": [(card_name(room.level, each.card), each.right, each.wrong) for each in rows],
    }
    return render(request, "sorting/console/class_results.html", context)


@console_view(*HOSTS)
@require_POST
def act(request: Visit, pk: int, action: str) -> HttpResponse:
    seen = whole_number(request.POST.get("round", "")) or 0
    if action == "close":
        totals = close_class(pk, by=request.actor)
        messages.success(
            request,
            _("Closed and deleted: %(questions)s questions, %(answers)s answers, %(percent)s%% right.")
            % {
                "questions": totals.questions,
                "answers": totals.right + totals.wrong,
                "percent": totals.percent,
            },
        )
        return HttpResponseRedirect(reverse("console-sorting-classes"))
    if action == "next":
        ask_next(pk, seen, by=request.actor)
    elif action == "show":
        show_answer(pk, seen, by=request.actor)
    else:
        raise no_such_class()
    return _board(pk)


def _board(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-sorting-class", args=[pk]))


def _led(request: Visit, pk: int) -> ClassRoom:
    """:raises Missing: it is over, or somebody else's: both sound the same."""
    room = ClassRoom.objects.live().filter(pk=pk).first()
    if room is None or not may(request.actor, LEAD_CLASS, room):
        raise no_such_class()
    return room
