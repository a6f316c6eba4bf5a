"""Visits on the phone: mine, one of them, and the rota of a team that I keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit as Request
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.away import come_back, go_away
from ..domain.queries.visits import (
    my_visits,
    opened_special,
    opened_visit,
    rota_of,
    shows_where,
    team_of,
    theirs_to_swap,
    turns_in,
    waiting_swaps,
)
from ..domain.swaps import agree_to_swap, ask_swap, decline_swap
from ..domain.visit_absence import find_nobody, try_again
from ..domain.visits import call_off, do_visit, settle_visit, take_visit
from ..models import Visit
from ..special_rules import SPECIAL_KEEP
from ..station_enums import VisitState


@signed_in
@require_safe
@never_cache
def mine(request: Request) -> HttpResponse:
    """What I tell of now, what comes, who asks me, and when I am away."""
    return _draw_mine(request, Sheet())


def _draw_mine(request: Request, sheet: Sheet) -> HttpResponse:
    context = {"mine": my_visits(request.actor), "sheet": sheet, "today": today().isoformat()}
    return render(request, "help/phone/visits.html", context, status=sheet.status)


@signed_in
@require_safe
@never_cache
def page(request: Request, pk: int) -> HttpResponse:
    return _draw(request, opened_visit(pk, request.actor), Sheet())


def _draw(request: Request, visit: Visit, sheet: Sheet, sent: str = "") -> HttpResponse:
    is_mine = visit.person_id == request.actor.pk
    keeps = bool(may(request.actor, SPECIAL_KEEP, visit.service))
    context = {
        "visit": visit,
        "sheet": sheet,
        "sent": sent,
        "is_mine": is_mine,
        "is_due": visit.day <= today() and (visit.state == VisitState.PLANNED or visit.waits),
        "keeps": keeps,
        "shows_where": keeps or shows_where(visit),
        "tomorrow": (today() + timedelta(days=1)).isoformat(),
        "team": team_of(visit) if is_mine else (),
        "theirs": theirs_to_swap(visit) if is_mine else (),
        "asked": waiting_swaps(visit),
    }
    return render(request, "help/phone/visit.html", context, status=sheet.status)


def _done(pk: int, sheet: Sheet, by: Any) -> str:
    minutes = sheet.get("minutes")
    given = (whole_number(minutes) or 0) if minutes else None
    do_visit(pk, by=by, minutes=given, words=sheet.get("words"), nonce=sheet.nonce)
    return _("Thank you! It is noted.")


def _absent(pk: int, sheet: Sheet, by: Any) -> str:
    find_nobody(pk, by=by, nonce=sheet.nonce)
    return _("Noted; thank you for going. The community calls. You can choose a day to try again.")


def _again(pk: int, sheet: Sheet, by: Any) -> str:
    try_again(pk, read_day(sheet.get("day"), "day"), by=by, nonce=sheet.nonce)
    return _("It stands among your visits.")


def _off(pk: int, sheet: Sheet, by: Any) -> str:
    call_off(pk, by=by, reason=sheet.get("words"), nonce=sheet.nonce)
    return _("It is called off.")


def _settle(pk: int, sheet: Sheet, by: Any) -> str:
    settle_visit(pk, by=by, words=sheet.get("words"), nonce=sheet.nonce)
    return _("Noted.")


def _swap(pk: int, sheet: Sheet, by: Any) -> str:
    """``with`` is a person, or one of their visits in exchange."""
    other = Visit.objects.filter(pk=whole_number(sheet.get("other")) or 0).first()
    taker = other.person_id if other is not None else whole_number(sheet.get("taker"))
    ask_swap(pk, taker or 0, by=by, other_id=other.pk if other is not None else None)
    return _("Asked. You are told as soon as they answer; until then it is yours.")


ACTS: dict[str, Callable[[int, Sheet, Any], str]] = {
    "done": _done, "absent": _absent, "again": _again, "off": _off, "settle": _settle, "swap": _swap,
}  # fmt: skip


@signed_in
@require_POST
def act(request: Request, pk: int, what: str) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    visit, sheet = opened_visit(pk, request.actor), filled_in(request.POST)
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Go back to your visits."))
    try:
        said = ACTS[what](visit.pk, sheet, request.actor)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, opened_visit(pk, request.actor), sheet, what)
    messages.success(request, said)
    if what == "absent":
        return HttpResponseRedirect(reverse("help-visit", args=[visit.pk]))
    if sheet.get("from") == "rota":
        return HttpResponseRedirect(reverse("help-rota", args=[visit.service_id]))
    return HttpResponseRedirect(reverse("help-visits"))


@signed_in
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    take_visit(pk, by=request.actor)
    messages.success(request, _("It is yours. Thank you!"))
    return HttpResponseRedirect(reverse("help-visits"))


@signed_in
@require_POST
def answer(request: Request, pk: int, what: str) -> HttpResponse:
    """Yes or no to somebody who asked to swap."""
    if what == "yes":
        agree_to_swap(pk, by=request.actor)
        messages.success(request, _("You go there now. Who asked is told."))
    else:
        decline_swap(pk, by=request.actor)
        messages.success(request, _("Who asked is told. Nobody minds."))
    return HttpResponseRedirect(reverse("help-visits"))


@signed_in
@require_POST
def away(request: Request) -> HttpResponse:
    """Days on which I cannot go; or with ``back``, that I can after all."""
    sheet = filled_in(request.POST)
    try:
        if back := whole_number(sheet.get("back")):
            come_back(back, by=request.actor)
        else:
            go_away(
                read_day(sheet.get("first"), "first"), read_day(sheet.get("last"), "last"), by=request.actor
            )
    except DomainError as error:
        sheet.note(error)
        return _draw_mine(request, sheet)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("help-visits"))


@signed_in
@require_safe
@never_cache
def rota(request: Request, pk: int) -> HttpResponse:
    """For who keeps the team: day by day who goes to whom, and what to look after."""
    service = opened_special(pk, request.actor)
    days = rota_of(service)
    waiting = [each for visits in days.values() for each in visits if each.waits]
    context = {"service": service, "days": days.items(), "turns": turns_in(days), "waiting": waiting}
    return render(request, "help/phone/rota.html", context)
