"""A class on the pupils' phones: the code, the question, four bins. No account, no session, no name of anybody.

The phone holds its seat's token in a cookie of these pages alone, which ends with the room; and in another what it
answered last, so that it can be told whether that was right: the house keeps it nowhere.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.common.errors import DomainError, Invalid, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.class_seats import animal_name, answer, join_class, seat_of
from ..domain.classes import LIFE
from ..interfaces.class_card import board_card, four_bins, own_answer

SEAT, SAID = "sorting_seat", "sorting_said"
REFRESH = 4
"""Seconds after which a phone looks whether there is something new."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: Visit) -> HttpResponse:
    """``code``: from the board's QR code; whoever types it does so here."""
    sheet = Sheet(
        values={"code": (request.POST if request.method == "POST" else request.GET).get("code", "")[:12]}
    )
    if request.method == "POST":
        try:
            limit(request, "class")
            joined = join_class(sheet.get("code"))
        except DomainError as error:
            sheet.note(error)
        else:
            response = HttpResponseRedirect(reverse("sorting-class-play"))
            response.delete_cookie(SAID, path=reverse("sorting-class"))  # of another class
            return _keep(response, SEAT, joined.token)
    return render(request, "sorting/phone/class_join.html", {"sheet": sheet}, status=sheet.status)


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name, value, max_age=int(LIFE.total_seconds()), path=reverse("sorting-class"), httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE), samesite="Lax",
    )  # fmt: skip
    return response


@require_safe
@never_cache
def play(request: Visit) -> HttpResponse:
    """What the board asks now; it looks again by itself. Three queries at most. Who never joined can do so here."""
    if SEAT not in request.COOKIES:
        return render(request, "sorting/phone/class_join.html", {"sheet": Sheet(), "is_in_none": True})
    seat = seat_of(request.COOKIES[SEAT])
    context: dict[str, Any] = {"seat": seat, "refresh": REFRESH}
    if seat is not None:
        context |= {
            "room": seat.room,
            "animal": animal_name(seat.animal, get_language() or "zh"),
            "has_answered": seat.answered >= seat.room.round,
            "bins": four_bins(),
            "own": own_answer(request.COOKIES.get(SAID, ""), seat.room.round),
            **board_card(seat.room),
        }
    return render(request, "sorting/phone/class_play.html", context)


@require_POST
@never_cache
def send(request: Visit) -> HttpResponse:
    """One tap. A second one, or one that comes too late, changes nothing; the page says how it stands."""
    number, bin_code = whole_number(request.POST.get("round", "")) or 0, request.POST.get("bin", "")
    response = HttpResponseRedirect(reverse("sorting-class-play"))
    try:
        is_counted = answer(request.COOKIES.get(SEAT, ""), number, bin_code)
    except (Missing, Invalid):  # the page says that the class is over, or asks again
        return response
    return _keep(response, SAID, f"{number}.{bin_code}") if is_counted else response
