"""Volunteering on the phone: what I am here, what I am called for, who is named."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.honours import agree_to_be_named, board, withdraw_name
from ..domain.musters import answer_muster
from ..domain.queries.hours import led_to_mark
from ..domain.queries.volunteers import live_report_of, open_calls_of, teams_of, visible_call, volunteer_of
from ..enums import AnswerKind, HonourPurpose
from ..models import MusterAnswer, Volunteer
from .common import METHODS, done


@require_safe
@never_cache
def mine(request: Visit) -> HttpResponse:
    """For visitors: what volunteering is, and the way in."""
    found = volunteer_of(request.actor)
    active = found if found is not None and found.ended_on is None else None
    context: dict[str, Any] = {"volunteer": active}
    if request.actor.is_signed_in:
        context["calls"] = open_calls_of(request.actor.person)
        context["led"] = led_to_mark(request.actor.person)
        context["report"] = live_report_of(request.actor.person)
    if active is not None:
        agreed = set(active.honours.filter(withdrawn_at=None).values_list("purpose", flat=True))
        context |= {
            "papers": list(active.qualifications.all()),
            "teams": teams_of(active),
            "boards": [(each, each.label, each.value in agreed) for each in HonourPurpose],
        }
    return render(request, "volunteering/phone/mine.html", context)


@require_safe
def honours(request: Visit) -> HttpResponse:
    """Who agreed to be named, in the order of names: ``of=district``, else of my community."""
    place = request.actor.person.home_place if request.actor.is_signed_in else None
    path = place.path[:12] if place is not None and len(place.path) >= 12 else ""
    of_district = request.GET.get("of") == HonourPurpose.DISTRICT or not path
    purpose = HonourPurpose.DISTRICT if of_district else HonourPurpose.COMMUNITY
    context = {
        "named": board(purpose, community_path="" if of_district else path),
        "of_district": of_district,
        "has_community": bool(path),
    }
    return render(request, "volunteering/phone/honours.html", context)


def _own(request: Visit) -> Volunteer:
    found = volunteer_of(request.actor)
    if found is None or found.ended_on is not None:
        raise Missing(_("You are no volunteer yet."), _("Become one on the page “Volunteering”."))
    return found


@signed_in
@require_POST
def name_me(request: Visit, purpose: str) -> HttpResponse:
    """Agree to be named on a board, or not any more (``withdraw``)."""
    found = _own(request)
    if request.POST.get("withdraw"):
        withdraw_name(found.pk, purpose, by=request.actor)
        return done(request, _("Your name was taken off the board."), "volunteering")
    agree_to_be_named(found.pk, purpose, by=request.actor)
    return done(request, _("You are named there now. You can change your mind at any time."), "volunteering")


@signed_in
@require_http_methods(METHODS)
@never_cache
def muster(request: Visit, pk: int) -> HttpResponse:
    """Am I coming?"""
    call = visible_call(request.actor, pk)
    given = MusterAnswer.objects.filter(call=call, volunteer__person_id=request.actor.pk).first()
    if given is None:
        raise Missing(
            _("You were not called."), _("Look at what you were called for on the page “Volunteering”.")
        )
    if request.method == "POST":
        answer_muster(pk, request.POST.get("answer", ""), by=request.actor)
        return done(request, _("Your answer has arrived."), "volunteering-muster", pk)
    context = {"call": call, "given": given, "answers": AnswerKind.choices}
    return render(request, "volunteering/phone/muster.html", context)
