"""The forms of what can be done next with a case. That which moves it on is drawn with its page; the others, which are
rarely wanted and hold most of what there is to choose from, when they are opened: ``?do=<action>``."""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation

from ..dispute_rules import disputable_until, pending_dispute
from ..domain.dispatch.suggest import suggest_units
from ..domain.proof import lacks_before
from ..domain.queries.catalogue import current_versions, grouped
from ..domain.queries.changes import AFTER, BEFORE
from ..domain.queries.offers import Offer, offers
from ..domain.queries.outside import done_answers
from ..domain.replies.offered import replies_by_action
from ..domain.sending import units_here
from ..domain.suggesting.suggest import propose
from ..enums import Action, RequestState
from ..interfaces.category_options import options_of
from ..interfaces.sheet import Sheet
from ..lifecycle import Need
from ..models import Case
from ..piece_rules import is_piece
from .case import photos_in

MOST_UNITS = 200
AT_HAND = (Action.NOTE,)
"""Drawn with the page although rarely the next step: what somebody on the spot writes when the network is gone."""


def forms_of(request: Visit, case: Case, sheet: Sheet, sent: str) -> dict[str, Any]:
    """What can be done and what cannot, and all that the forms of ``drawn`` ask. ``sheet`` is the form of ``sent`` that
    comes back with what was typed."""
    found = offers(case, request.actor)
    offered = [each for each in found if each.verdict.allowed]
    wanted = sent or request.GET.get("do", "")
    drawn = [
        each for each in offered if each.action in (wanted, *AT_HAND) or (each is offered[0] and each.is_main)
    ]
    return {
        "case": case,
        "is_piece": is_piece(case),
        "offered": offered,
        "withheld": [each for each in found if not each.verdict.allowed],
        "wanted": wanted,
        "drawn": (actions := {each.action for each in drawn}),
        "asked": next((each for each in case.requests.all() if each.state == RequestState.PENDING), None),
        "before": photos_in(case, BEFORE),
        "after": photos_in(case, AFTER),
        "has_photos": bool(case.photos.all()),
        "lacks_before": lacks_before(case),
        "dispute_until": disputable_until(case),
        "replies": replies_by_action(case, request.actor, actions) if actions else {},
        "sheet": sheet,
        "sent": sent,
    } | _choices(case, drawn, sheet)


def form_piece(request: Visit, case: Case, action: str) -> HttpResponse:
    """The form of one action for a page that is open. If it cannot be done any more, that page is drawn anew."""
    context = forms_of(request, case, Sheet(), "")
    offer = next((each for each in context["offered"] if each.action == action), None)
    if offer is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "cases/console/_form_of.html", context | {"offer": offer})


def _choices(case: Case, drawn: Sequence[Offer], sheet: Sheet) -> dict[str, Any]:
    """What the forms offer to choose from; asked for only where one needs it."""
    needs = {need for each in drawn for need in each.transition.needs}
    return {
        "units": suggest_units(case) if Need.UNIT in needs else [],
        "outside_done": done_answers(case) if Need.AFTER_PHOTO in needs else [],
        "others": _others(case, {each.action for each in drawn}),
    } | _categories(case, sheet, asked=Need.CATEGORY in needs)


def _categories(case: Case, sheet: Sheet, *, asked: bool) -> dict[str, Any]:
    """The catalogue, and what words like those of this case are usually filed as."""
    if not asked:
        return {"proposals": None}
    versions = current_versions()
    groups = grouped(versions)
    return {
        "category_options": options_of(groups, case.version.category_id),
        "sent_options": options_of(groups, sheet.get("category_code")),
        "proposals": propose(case.words, versions),
    }


def _others(case: Case, drawn: Collection[Action]) -> "Sequence[Organisation]":
    """The units that could have it instead, where the form of a dispute or of its decision asks."""
    if Action.DISPUTE not in drawn and not (Action.APPROVE in drawn and pending_dispute(case)):
        return []
    rows = units_here(case).exclude(function="").exclude(pk=case.unit_id or 0)
    return list(rows.order_by("function", "name")[:MOST_UNITS])
