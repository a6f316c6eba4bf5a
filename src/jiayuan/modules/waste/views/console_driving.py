"""What the unit enters in its driver's place, because a phone is dead or was left behind: stops, tickets, the end.

Through the same acts as the driver's own pages, with the same limits; that the desk entered it is recorded.
"""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.uploads import held_token
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos

from ..domain import rounds
from ..domain.queries.day import round_of_unit, sites_for, stop_of_unit, stops_beside
from ..domain.setting_out import start_round
from ..domain.stops import PURPOSE, end_stop
from ..domain.unloadings import enter_ticket
from ..interfaces.driving_forms import stop_draft, ticket_draft
from ..interfaces.stop_words import stop_name
from ..models import RoundStop
from ..round_enums import MISSES, OF_TICKETS, REFUSALS


@console_view(Role.UNIT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def driven(request: Visit, pk: int) -> HttpResponse:
    """One round: what waits, what came of the rest. ``what``: start, ticket or finish."""
    seen, sheet, by = round_of_unit(request.actor, pk), filled_in(request.POST), request.actor
    if request.method == "POST":
        try:
            _enter(seen.row.pk, sheet, by)
        except DomainError as error:
            if error.status == 403:
                raise
            sheet.note(error)
            seen = round_of_unit(by, pk)
        if not sheet.faults:
            messages.success(request, _("Saved."))
            return _to_round(pk)
    context = {
        "each": seen,
        "row": seen.row,
        "sites": sites_for(seen.row),
        "ticket_reasons": [(each.value, each.label) for each in OF_TICKETS],
        "sheet": sheet,
        "sent": "" if sheet.faults else None,
    }
    return render(request, "waste/console/round.html", context, status=sheet.status)


def _enter(pk: int, sheet: Sheet, by: Actor) -> None:
    what = sheet.get("what")
    if what == "start":
        start_round(pk, by=by, nonce=sheet.nonce)
    elif what == "ticket":
        enter_ticket(pk, ticket_draft(sheet), by=by, nonce=sheet.nonce)
    elif what == "finish":
        rounds.finish_round(pk, by=by, nonce=sheet.nonce)
    else:
        raise Missing(_("This cannot be done here."), _("Look at the rounds of the day."))


@console_view(Role.UNIT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: Visit, pk: int) -> HttpResponse:
    """What came of one stop. A refusal brings back what was typed, beside the stop as it is now."""
    found, sheet = stop_of_unit(request.actor, pk), filled_in(request.POST)
    if request.method == "POST":
        take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
        if not sheet.faults:
            _end(request, found, sheet)
        if not sheet.faults:
            messages.success(request, _("Saved."))
            return _to_round(found.round_id)
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
        found = stop_of_unit(request.actor, pk)
    context = {
        "stop": found,
        "name": stop_name(found, stops_beside(found)),
        "refusals": [(each.value, each.label) for each in REFUSALS],
        "misses": [(each.value, each.label) for each in MISSES],
        "sheet": sheet,
    }
    return render(request, "waste/console/stop.html", context, status=sheet.status)


def _end(request: Visit, found: RoundStop, sheet: Sheet) -> None:
    try:
        draft = stop_draft(sheet, held_token(request))
        end_stop(found.pk, draft, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)


def _to_round(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-waste-round", args=[pk]))
