"""Helping on the phone: the wishes one can take on, those one has taken on, and where one helps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.home import home_of
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.asking import answer_asking
from ..domain.claim_absence import go_again, meet_nobody
from ..domain.claims import claim_wish, fulfil_claim, note_contact, return_claim
from ..domain.network import ask_to_join, leave_post
from ..domain.proof import PURPOSE, add_proof
from ..domain.queries.fund_statement import statement_of
from ..domain.queries.items import things_of
from ..domain.queries.leaving import on_hand_of, own_membership
from ..domain.queries.near import asked_of, helps_in, offered_wishes, taken_wishes
from ..domain.queries.opened import open_wish
from ..domain.queries.seen import see
from ..domain.queries.stations import posts_to_join, station_near
from ..domain.queries.wall import latest_hung
from ..domain.relay import write_as_helper
from ..interfaces.match_words import fit
from ..interfaces.proof_sheet import proof_of
from ..models import Asking, Claim
from .wish import draw_wish

DEEDS: dict[str, Callable[..., Any]] = {
    "contact": lambda pk, _sheet, _proof, **way: note_contact(pk, **way),
    "fulfil": lambda pk, sheet, proof, **way: fulfil_claim(pk, words=sheet.get("words"), proof=proof, **way),
    "photos": lambda pk, _sheet, proof, **way: add_proof(pk, proof, **way),
    "say": lambda pk, sheet, _proof, **way: write_as_helper(pk, sheet.get("words"), **way),
    "absent": lambda pk, _sheet, _proof, **way: meet_nobody(pk, **way),
    "again": lambda pk, sheet, _proof, **way: go_again(pk, read_day(sheet.get("day"), "day"), **way),
    "return": lambda pk, sheet, _proof, **way: return_claim(pk, reason=sheet.get("words"), **way),
}
WITH_PHOTOS = ("fulfil", "photos")


@require_safe
@never_cache
def near(request: Visit) -> HttpResponse:
    """What I can take on, and what I have on hand."""
    skills, asked = skill_names(), asked_of(request.actor)
    asked_about = {each.wish_id for each in asked}
    offered = [each for each in offered_wishes(request.actor) if each.wish.pk not in asked_about]
    context: dict[str, Any] = {
        "asked": asked,
        "fitting": [(each.wish, fit(each.fit, skills)) for each in offered if each.fit],
        "others": [each.wish for each in offered if not each.fit],
        "taken": taken_wishes(request.actor) if request.actor.is_signed_in else (),
        "posts": helps_in(request.actor) if request.actor.is_signed_in else (),
        "station": station_near(home_of(request)),
        "hung": latest_hung(),
    }
    return render(request, "help/phone/near.html", context)


@signed_in
@require_POST
def answer(request: Visit, pk: int, said: str) -> HttpResponse:
    """Yes, I take it on; or not this time, which nobody minds."""
    asking, sheet = _asked(request, pk), filled_in(request.POST)
    if said not in ("yes", "no"):
        raise Missing(
            _("This cannot be done here."), _("Go back to the wish; what can be done is shown there.")
        )
    try:
        answer_asking(asking.pk, said == "yes", by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        return _back(request, asking.wish.number, sheet, error, "claim")
    if said == "no":
        messages.success(request, _("Thank you for saying so. Nobody minds, and it counts for nothing."))
        return HttpResponseRedirect(reverse("help-near"))
    messages.success(request, _("It is yours now. Get in touch first; the time for that is shown."))
    return HttpResponseRedirect(reverse("wish", args=[asking.wish.number]))


@signed_in
@require_POST
def claim(request: Visit, number: str) -> HttpResponse:
    """Take it on."""
    wish, sheet = open_wish(number), filled_in(request.POST)
    try:
        claim_wish(wish.pk, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        return _back(request, number, sheet, error, "claim")
    messages.success(request, _("It is yours now. Get in touch first; the time for that is shown."))
    return HttpResponseRedirect(reverse("wish", args=[wish.number]))


@signed_in
@require_POST
def deed(request: Visit, pk: int, what: str) -> HttpResponse:
    """Something about what I took on: in touch, done, photos of it, or given back."""
    held, sheet = _mine(request, pk), filled_in(request.POST)
    if what not in DEEDS:
        raise Missing(
            _("This cannot be done here."), _("Go back to the wish; what can be done is shown there.")
        )
    if what in WITH_PHOTOS:
        take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
    if sheet.faults:
        return _drawn_again(request, held.wish.number, sheet, what)
    try:
        if what == "say":
            limit(request, "relay")
        DEEDS[what](held.pk, sheet, proof_of(sheet, request), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        return _back(request, held.wish.number, sheet, error, what)
    if what == "return":
        messages.success(request, _("It goes to others now. Nobody minds; thank you for saying so."))
        return HttpResponseRedirect(reverse("help-near"))
    if what == "absent":
        messages.success(
            request, _("Noted; thank you for going. The community calls; you can choose a day to try again.")
        )
    anchor = f"#say{held.pk}" if what == "say" else ""
    return HttpResponseRedirect(reverse("wish", args=[held.wish.number]) + anchor)


@signed_in
@require_POST
def join(request: Visit, pk: int) -> HttpResponse:
    """I want to help in this post."""
    member = ask_to_join(pk, by=request.actor)
    if member.verified_at is None:
        messages.success(request, _("Thank you! The community gets in touch and verifies who you are."))
    return HttpResponseRedirect(reverse("help-near"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: Visit, pk: int) -> HttpResponse:
    """Asked first: what I have on hand there, and what becomes of it."""
    if request.method != "POST":
        member = own_membership(pk, request.actor)
        context = {"member": member, "on_hand": on_hand_of(member)}
        return render(request, "help/phone/leave.html", context)
    leave_post(pk, by=request.actor)
    messages.success(request, _("You no longer help there."))
    return HttpResponseRedirect(reverse("help-near"))


@require_safe
def station(request: Visit, pk: int) -> HttpResponse:
    """A station: what it offers, when it is open, and where one can help."""
    found, posts = posts_to_join(pk)
    things = things_of(found)
    context = {
        "station": found,
        "posts": posts,
        "things": things,
        "has": any(each.is_there for each in things),
        "hung": latest_hung(found.community_id),
        "fund": statement_of(found.community_id, today().year),
    }
    return render(request, "help/phone/station.html", context)


def _back(request: Visit, number: str, sheet: Sheet, error: DomainError, sent: str) -> HttpResponse:
    sheet.note(error)
    return _drawn_again(request, number, sheet, sent)


def _drawn_again(request: Visit, number: str, sheet: Sheet, sent: str) -> HttpResponse:
    """With all that was typed, and those photos that can still be used."""
    if sent in WITH_PHOTOS:
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
    seen = see(open_wish(number), request.actor)
    if sent == "say" and seen.claim is not None:
        sent = f"say{seen.claim.pk}"
    return draw_wish(request, seen, sheet, sent)


def _mine(request: Visit, pk: int) -> Claim:
    found = Claim.objects.filter(pk=pk, person=request.actor.pk).select_related("wish").first()
    if found is None:
        raise Missing(_("There is no such claim."), _("Look at your list of wishes."))
    return found


def _asked(request: Visit, pk: int) -> Asking:
    found = Asking.objects.filter(pk=pk, person=request.actor.pk).select_related("wish").first()
    if found is None:
        raise Missing(_("There is no such question."), _("See the wishes near you."))
    return found
