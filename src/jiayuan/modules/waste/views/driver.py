"""A driver's round on the phone: the next stop, its weight in two taps, and the ticket of the site.

Nothing is kept of where the phone is. Forms carry a nonce: without network they stay on the phone and are sent later.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing, Refused
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.uploads import held_token
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos

from ..domain import rounds
from ..domain.queries.day import called_off, rounds_of_driver, sites_for, stop_of_driver, stops_beside
from ..domain.setting_out import start_round
from ..domain.stops import PURPOSE, end_stop
from ..domain.unloadings import enter_ticket
from ..interfaces.driving_forms import stop_draft, ticket_draft
from ..interfaces.stop_words import stop_name
from ..models import Round
from ..round_enums import MISSES, REFUSALS

ACTS: dict[str, Callable[..., object]] = {
    "start": start_round, "finish": rounds.finish_round, "break-down": rounds.break_down,
}  # fmt: skip


def _gate(request: Visit) -> None:
    if not request.actor.reach.has_any([Role.DRIVER]):
        raise Refused(_("This page is for drivers."), _("If you drive, ask your unit for the role."))


@signed_in
@require_safe
@never_cache
def round_of_today(request: Visit) -> HttpResponse:
    _gate(request)
    return _draw(request, Sheet())


def _draw(request: Visit, sheet: Sheet) -> HttpResponse:
    """The phone keeps the page, so that a round is there where no network is: see ``frontend/js/offline/worker.js``."""
    seen = rounds_of_driver(request.actor)
    ours = [each for each in seen if each.row.day == today() and each.stands]
    context = {
        "rounds": [(each, sites_for(each.row), str(at or "")) for at, each in enumerate(ours)],
        "later": [each for each in seen if each.row.day > today() and each.stands],
        "off": called_off(seen),
        "today": today(),
        "refusals": [(each.value, each.label) for each in REFUSALS],
        "misses": [(each.value, each.label) for each in MISSES],
        "ticket_percent": settings.WASTE_TICKET_PERCENT,
        "sheet": sheet,
    }
    response = render(request, "waste/driver/round.html", context, status=sheet.status)
    if not sheet.faults:
        response["X-Jiayuan-Keep"] = "page"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: Visit, pk: int) -> HttpResponse:
    """The form comes back with what was typed and what is wrong beside its field."""
    _gate(request)
    found = stop_of_driver(request.actor, pk)
    sheet = filled_in(request.POST)
    if request.method == "POST":
        take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
        draft = stop_draft(sheet, held_token(request))
        try:
            if not sheet.faults:
                end_stop(found.pk, draft, by=request.actor, nonce=sheet.nonce)
        except DomainError as error:
            sheet.note(error)
        if not sheet.faults:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("driver-round"))
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
    context = {
        "stop": found,
        "name": stop_name(found, stops_beside(found)),
        "refusals": [(each.value, each.label) for each in REFUSALS],
        "misses": [(each.value, each.label) for each in MISSES],
        "sheet": sheet,
    }
    return render(request, "waste/driver/stop.html", context, status=sheet.status)


@signed_in
@require_POST
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """Set out, finish, or say that the truck broke down."""
    _gate(request)
    _own(request, pk)
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at your round."))
    ACTS[what](pk, by=request.actor, nonce=request.POST.get("nonce"))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("driver-round"))


@signed_in
@require_POST
@never_cache
def ticket(request: Visit, pk: int) -> HttpResponse:
    _gate(request)
    _own(request, pk)
    sheet = filled_in(request.POST)
    try:
        enter_ticket(pk, ticket_draft(sheet), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, sheet)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("driver-round"))


def _own(request: Visit, pk: int) -> None:
    if not Round.objects.entered_by(request.actor).filter(pk=pk).exists():
        raise rounds.no_such_round()
