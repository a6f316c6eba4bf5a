"""A case on the phone: for its reporter in full, for everybody else what is public."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.geo import snap
from jiayuan.services.voice.models import Rating

from ..domain.queries.answered import answer_of
from ..domain.queries.by_number import joined_with_number, reported_with_number
from ..domain.queries.cards import followed
from ..domain.queries.changes import AFTER, BEFORE
from ..domain.queries.due import due_of, suspended_of
from ..domain.queries.layers import SNAP_METRES
from ..domain.queries.neighbours import joining_of
from ..domain.queries.offers import Offer, offers
from ..domain.queries.opened import no_such_case, open_case
from ..domain.queries.progress import AHEAD, SAID, steps_of
from ..domain.queries.promise import promised
from ..domain.queries.ties import lead_of
from ..domain.queries.timeline import timeline
from ..enums import OPEN_STATES, PUBLIC_STATES, Action, State
from ..interfaces.sheet import Sheet
from ..models import Case, CasePhoto, Joining
from ..notices import BY_NUMBER
from ..numbers import key_of
from ..piece_rules import pieces_of
from ..rules import NEIGHBOURS_ACTIONS, REPORTERS_ACTIONS, is_in_reopening_time, is_the_reporter, may_see
from .acting import do_as_sent
from .common import joining_link
from .report import link_of
from .track import slip_case


@require_safe
@never_cache
def page(request: Visit, number: str) -> HttpResponse:
    if BY_NUMBER in request.GET and not request.actor.is_signed_in and not _is_followed(request, number):
        return _to_sign_in(request)
    return _as_seen_by(request, open_case(number))


def _as_seen_by(request: Visit, case: Case) -> HttpResponse:
    if is_the_reporter(request.actor, case):
        return own_page(request, case)
    if reported_with_number(case, request.actor):
        return claim_page(request, case)
    if case.state == State.MERGED and not may_see(request.actor, case):
        return _to_the_lead(request, case)
    joining = joining_of(case, request.actor)
    if joining is not None:
        return joined_page(request, case, joining)
    return _as_stranger(request, case)


def _as_stranger(request: Visit, case: Case) -> HttpResponse:
    if joined_with_number(case, request.actor):
        return claim_page(request, case, is_joining=True)
    if case.is_public and case.state in PUBLIC_STATES:
        return public_page(request, case)
    if may_see(request.actor, case):
        return HttpResponseRedirect(reverse("console-case", args=[case.number]))
    raise no_such_case()


def _is_followed(request: Visit, number: str) -> bool:
    """Does this session hold a token of it?"""
    key = key_of(number)
    return key is not None and followed(request.actor).filter(pk=key).exists()


def _to_sign_in(request: Visit) -> HttpResponse:
    """From a text message: whoever has the number proves it by a code, and comes back to the case. Nothing is told of
    the case before that, not even whether there is one."""
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")


def claim_page(request: Visit, case: Case, *, is_joining: bool = False) -> HttpResponse:
    """Reported or joined with the number that I signed in with: one press makes it mine. Nothing of what was written is
    shown before that."""
    return render(request, "cases/phone/claim.html", {"case": case, "is_joining": is_joining})


def _to_the_lead(request: Visit, case: Case) -> HttpResponse:
    """Whoever comes by an old link finds what goes on in its place, if the old one was public or they joined it."""
    lead = lead_of(case)
    if lead is None or not (case.is_public or joining_of(case, request.actor)):
        raise no_such_case()
    return HttpResponseRedirect(reverse("case", args=[lead.number]))


def own_page(
    request: Visit, case: Case, sheet: Sheet | None = None, sent: Action | None = None
) -> HttpResponse:
    """What its reporter sees. ``sheet`` is a form of action ``sent`` that comes back."""
    sheet = sheet or Sheet()
    forms = {each.action: each for each in _offered(case, request)}
    answer = answer_of(case)
    context: dict[str, Any] = {
        "case": case,
        "steps": steps_of(case),
        "said": SAID[State(case.state)],
        # Beside "what you ask for cannot be met", a next step and its date would promise it after all.
        "ahead": "" if answer else AHEAD.get(State(case.state), ""),
        "due": None if answer else due_of(case),
        "suspended": suspended_of(case),
        "lines": timeline(case, request.actor),
        "before": photos_in(case, BEFORE),
        "after": photos_in(case, AFTER),
        "rating": Rating.objects.filter(subject=case.stream, round=case.round, rater="").first(),
        "rate": forms.get(Action.RATE),
        "reopen": forms.get(Action.REOPEN),
        "note": forms.get(Action.NOTE),
        "second_look": forms.get(Action.ASK_SECOND_LOOK),
        "answer": answer,
        "sheet": sheet,
        "sent": sent,
        "joined": case.joinings.count(),
        "lead": lead_of(case) if case.state == State.MERGED else None,
        "can_claim": case.reporter_id is None,
        "pieces": pieces_of(case),
    }
    return render(request, "cases/phone/own.html", context, status=sheet.status)


def joined_page(
    request: Visit,
    case: Case,
    joining: Joining,
    sheet: Sheet | None = None,
    sent: Action | None = None,
) -> HttpResponse:
    """What a neighbour sees who joined: how far it is and their own words; nothing that the reporter wrote."""
    sheet = sheet or Sheet()
    forms = {each.action: each for each in _offered(case, request)}
    rating = Rating.objects.filter(subject=case.stream, round=case.round, rater=joining.rater).first()
    context: dict[str, Any] = {
        "case": case,
        "joining": joining,
        "joined": case.joinings.count(),
        "steps": steps_of(case),
        "said": SAID[State(case.state)],
        "due": due_of(case),
        "suspended": suspended_of(case),
        "lines": timeline(case, request.actor),
        "before": photos_in(case, BEFORE, public_only=True),
        "after": photos_in(case, AFTER, public_only=True),
        "rating": rating,
        "rate": forms.get(Action.RATE),
        "reopen": forms.get(Action.REOPEN),
        "sheet": sheet,
        "sent": sent,
        "link": joining_link(request, joining),
        "works_on_it": may_see(request.actor, case),
        "pieces": pieces_of(case),
    }
    return render(request, "cases/phone/joined.html", context, status=sheet.status)


def _offered(case: Case, request: Visit) -> Sequence[Offer]:
    return [
        each
        for each in offers(case, request.actor)
        if each.action in REPORTERS_ACTIONS and each.verdict.allowed
    ]


def photos_in(case: Case, roles: Sequence[str], *, public_only: bool = False) -> list[CasePhoto]:
    """From the photos that came with the case; no query."""
    return [each for each in case.photos.all() if each.role in roles and (each.is_public or not public_only)]


def public_page(request: Visit, case: Case) -> HttpResponse:
    """What everybody sees: nothing that the reporter wrote, and no exact position."""
    position = (
        snap(case.latitude, case.longitude, SNAP_METRES)
        if case.latitude is not None and case.longitude is not None
        else None
    )
    context = {
        "case": case,
        "steps": steps_of(case),
        "said": SAID[State(case.state)],
        "position": position,
        "before": photos_in(case, BEFORE, public_only=True),
        "after": photos_in(case, AFTER, public_only=True),
        "works_on_it": may_see(request.actor, case),
        "joined": case.joinings.count(),
        "may_join": case.state in OPEN_STATES or is_in_reopening_time(request.actor, case),
    }
    return render(request, "cases/phone/public.html", context)


@require_POST
def act(request: Visit, number: str, action: str) -> HttpResponse:
    """The reporter does what they may; who joined rates or reopens. A refusal brings the page back with
    what was typed."""
    case = open_case(number)
    is_own = is_the_reporter(request.actor, case)
    joining = None if is_own else joining_of(case, request.actor)
    if (joining is None or action not in NEIGHBOURS_ACTIONS) and not (is_own and action in REPORTERS_ACTIONS):
        raise no_such_case()
    sheet = do_as_sent(request, case, Action(action))
    if sheet.faults and joining is not None:
        return joined_page(request, open_case(number), joining, sheet, Action(action))
    if sheet.faults:
        return own_page(request, open_case(number), sheet, Action(action))
    return HttpResponseRedirect(reverse("case", args=[case.number]))


@require_safe
@never_cache
def slip(request: Visit, number: str) -> HttpResponse:
    """A slip of paper: the number, what was promised, and the code that leads back."""
    case = slip_case(request, number)
    context = {"case": case, "promises": promised(case), "link": link_of(request, case)}
    return render(request, "cases/phone/slip.html", context)


@require_safe
def point(_request: Visit, number: str) -> HttpResponse:
    """Where a public case is, to about a hundred metres, as a layer for the map on its page."""
    case = open_case(number)
    if (
        not (case.is_public and case.state in PUBLIC_STATES)
        or case.latitude is None
        or case.longitude is None
    ):
        raise no_such_case()
    return point_of(case, *snap(case.latitude, case.longitude, SNAP_METRES))


def point_of(case: Case, latitude: float, longitude: float) -> JsonResponse:
    """One GeoJSON point with what the map shows of it."""
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "title": case.version.display_name,
            "icon": case.version.category.icon,
            "tone": "primary",
        },
    }
    return JsonResponse({"type": "FeatureCollection", "features": [feature]})
