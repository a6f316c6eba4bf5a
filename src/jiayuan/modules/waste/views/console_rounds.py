"""The board of a day, plans of rounds, and what the unit does with rounds, in the console."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

from ..domain import rounds
from ..domain.crews import drivers_of
from ..domain.planning.accept import accept_plan, is_overtaken
from ..domain.planning.draw import begin_plan, drop_plan
from ..domain.queries.day import board_of, plans_of
from ..domain.queries.left import left_of_unit
from ..domain.setting_out import start_round
from ..domain.stops import correct_weight
from ..domain.unloadings import TicketCorrection, correct_ticket, no_such_ticket
from ..interfaces.plan_words import seen_of
from ..models import Round, RoundPlan, Unloading
from ..round_enums import LIVE_ROUNDS, OF_STOPS, OF_TICKETS, RoundState
from .days import day_of
from .units import keep_unit, unit_of, units_shown

ACTS: dict[str, Callable[..., Round]] = {
    "start": start_round, "finish": rounds.finish_round, "break-down": rounds.break_down,
    "call-off": rounds.call_off,
}  # fmt: skip


@console_view(Role.UNIT_OFFICER)
@require_safe
@never_cache
def board(request: Visit) -> HttpResponse:
    """``on``: today unless the address says another day."""
    return draw_board(request, day_of(request, ahead=True))


def draw_board(
    request: Visit, day: date, sheet: Sheet | None = None, sent: str = "", opened: int | None = None
) -> HttpResponse:
    """``sent``: the form that came back; ``opened``: the round whose stops it stands among."""
    operator, sheet = unit_of(request), sheet or Sheet()
    seen = board_of(operator, day)
    context = units_shown(request) | {
        "operator": operator,
        "day": day,
        "is_today": day == today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "may_plan": day >= today(),
        "rounds": seen,
        "mixed": [(each, stop) for each in seen for stop in each.mixed],
        "broken": [each for each in seen if each.row.state == RoundState.BROKEN_DOWN and each.next],
        "plans": plans_of(operator, day),
        "left": left_of_unit(operator, day),
        "drivers": drivers_of(operator) if any(each.row.state in LIVE_ROUNDS for each in seen) else [],
        "reasons": [(each.value, each.label) for each in OF_STOPS],
        "ticket_reasons": [(each.value, each.label) for each in OF_TICKETS],
        "sheet": sheet,
        "sent": sent,
        "opened": opened,
    }
    return render(request, "waste/console/rounds.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_POST
def plan_day(request: Visit) -> HttpResponse:
    """Has a day planned in the background, and leads to where it will stand."""
    day = read_day(request.POST.get("day", ""), "day") or today()
    try:
        plan = begin_plan(unit_of(request), day, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet = filled_in(request.POST)
        sheet.note(error)
        return draw_board(request, day, sheet)
    return HttpResponseRedirect(reverse("console-waste-plan", args=[plan.pk]))


@console_view(Role.UNIT_OFFICER)
@require_safe
@never_cache
def plan(request: Visit, pk: int) -> HttpResponse:
    return _draw_plan(request, pk, Sheet())


def _draw_plan(request: Visit, pk: int, sheet: Sheet) -> HttpResponse:
    found = RoundPlan.objects.visible_to(request.actor).filter(pk=pk).select_related("operator").first()
    if found is None:
        raise Missing(_("There is no such plan."), _("Have the day planned anew."))
    context = {"plan": found, "seen": seen_of(found), "is_overtaken": is_overtaken(found), "sheet": sheet}
    return render(request, "waste/console/plan.html", context, status=sheet.status)


@console_view(Role.UNIT_OFFICER)
@require_POST
def decide(request: Visit, pk: int, what: str) -> HttpResponse:
    """Accept it or put it aside. Where that is not possible any more, the plan says why."""
    acts: dict[str, Callable[..., RoundPlan]] = {"accept": accept_plan, "drop": drop_plan}
    if what not in acts:
        raise Missing(_("This cannot be done here."), _("Look at the plan again."))
    try:
        found = acts[what](pk, by=request.actor)
    except Conflict as error:
        sheet = Sheet()
        sheet.note(error)
        return _draw_plan(request, pk, sheet)
    keep_unit(request, found.operator_id)
    messages.success(request, _("The rounds are set.") if what == "accept" else _("The plan is put aside."))
    return to_board(found.day)


@console_view(Role.UNIT_OFFICER)
@require_POST
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """With a breakdown the rest of the day is planned at once, to be looked at; of a day that is over none is left."""
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at the rounds of the day."))
    found = ACTS[what](pk, by=request.actor, nonce=request.POST.get("nonce"))
    day = found.day
    keep_unit(request, found.operator_id)
    if what == "break-down" and day >= today():
        drawn = begin_plan(found.operator, day, by=request.actor)
        return HttpResponseRedirect(reverse("console-waste-plan", args=[drawn.pk]))
    messages.success(request, _("Saved."))
    return to_board(day)


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def correct(request: Visit, pk: int) -> HttpResponse:
    """A weight with the reason why it is another."""
    sheet, found = filled_in(request.POST), _round_of_stop(request.actor, pk)
    keep_unit(request, found.operator_id)
    try:
        correct_weight(pk, sheet.get("kg"), sheet.get("reason"), by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return draw_board(request, found.day, sheet, f"correct{pk}", found.pk)
    messages.success(request, _("Saved."))
    return to_board(found.day)


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def correct_unloading(request: Visit, pk: int) -> HttpResponse:
    """Number and weight of a ticket, with the reason why they are others."""
    sheet = filled_in(request.POST)
    ours = Round.objects.visible_to(request.actor)
    ticket = Unloading.objects.filter(round__in=ours, pk=pk).select_related("round").first()
    if ticket is None:
        raise no_such_ticket()
    keep_unit(request, ticket.round.operator_id)
    try:
        wanted = TicketCorrection(sheet.get("ticket"), sheet.get("kg"), sheet.get("reason"))
        correct_ticket(pk, wanted, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return draw_board(request, ticket.round.day, sheet, f"ticket{pk}")
    messages.success(request, _("Saved."))
    return to_board(ticket.round.day)


def _round_of_stop(actor: Actor, pk: int) -> Round:
    found = Round.objects.visible_to(actor).filter(stops=pk).first()
    if found is None:
        raise Missing(_("There is no such stop."), _("Look at the rounds of the day."))
    return found


def to_board(day: date) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('console-waste-rounds')}?on={day.isoformat()}")
