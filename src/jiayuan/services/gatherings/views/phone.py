"""What is on near home, and one gathering: signing up, giving back, taking what is offered, saying how it was."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.rules import ACT_FOR_OTHERS
from jiayuan.foundation.places.home import home_of

from ..domain.feedback import rate_session
from ..domain.leave import accept_offer, cancel_sign_up, is_late_to_leave
from ..domain.locks import no_such_gathering
from ..domain.material import promise
from ..domain.queries.beside import material_of, photos_of
from ..domain.queries.upcoming import Mine, mine_in, seats_of, upcoming
from ..domain.sign_up import SignUpDraft, sign_up, sign_up_for
from ..enums import TAKING_PEOPLE, State
from ..interfaces.entered import count_of, names_of, number_of
from ..kinds import kind_of
from ..limits import EARLY
from ..models import Material, Session
from ..rules import HOST
from .common import runs_a_desk, shown_session

A_PAGE = 20


@require_safe
@never_cache
def near(request: Visit) -> HttpResponse:
    """What is on around home; everywhere for who has not said where that is, or asks for it."""
    home = home_of(request)
    everywhere = home is None or "all" in request.GET
    rows = upcoming("" if everywhere or home is None else home.path[:12])
    page = page_of(rows, by="starts_at", after=request.GET.get("after", ""), size=A_PAGE)
    seats = seats_of([session.pk for session in page])
    context = {
        "page": page,
        "lines": [(session, _free(seats.get(session.pk, []))) for session in page],
        "home": home,
        "everywhere": everywhere,
    }
    return render(request, "gatherings/phone/near.html", context)


def _free(roles: Any) -> int:
    return sum(each.free for each in roles)


@require_safe
@never_cache
def page(request: Visit, pk: int) -> HttpResponse:
    return page_with(request, shown_session(request, pk))


def page_with(request: Visit, session: Session, error: DomainError | None = None) -> HttpResponse:
    """The page of a gathering; after a refusal with what was wrong above it and what was typed in its field."""
    roles = seats_of([session.pk]).get(session.pk, [])
    is_open = session.state in TAKING_PEOPLE and session.ends_at > now()
    mine = mine_in(session, request.actor)
    context = {
        "session": session,
        "roles": roles,
        "is_open": is_open,
        "mine": mine,
        "material": material_of(session, request.actor),
        "pairs": photos_of(session),
        "is_late": is_late_to_leave(session),
        "may_check": _may_check(session, mine),
        "may_rate": mine is not None and mine.may_rate and session.state in (State.CLOSED, State.FILED),
        "may_act_for_others": is_open and bool(may(request.actor, ACT_FOR_OTHERS)),
        "part": _part_of(session, request),
        "is_host": bool(may(request.actor, HOST, session)),
        "has_desk": runs_a_desk(request),
        "manners": ConsentManner.choices,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "gatherings/phone/page.html", context, status=error.status if error else 200)


def _may_check(session: Session, mine: Mine | None) -> bool:
    """Until half an hour after the end, for who has not left yet: one checks out when it is over."""
    has_left = mine is not None and mine.presence is not None and mine.presence.out_at is not None
    is_time = session.starts_at - EARLY <= now() <= session.ends_at + EARLY
    return session.state in TAKING_PEOPLE and is_time and not has_left


def _part_of(session: Session, request: Visit) -> tuple[str, Any] | None:
    """What the kind adds to the page."""
    kind = kind_of(session.kind)
    return (
        kind.phone_part(session, request.actor) if kind is not None and kind.phone_part is not None else None
    )


@require_POST
def join(request: Visit, pk: int) -> HttpResponse:
    """For oneself with whoever comes along; or, filled in by a worker, for somebody who agreed."""
    session = shown_session(request, pk)
    try:
        _sign_up(request, session)
    except DomainError as error:
        return page_with(request, session, error)
    return _back(session)


def _sign_up(request: Visit, session: Session) -> None:
    post, by = request.POST, request.actor
    companions, name = names_of(post.get("companions", "")), post.get("beneficiary_name", "").strip()
    draft = SignUpDraft(number_of(post, "role"), companions, None, post.get("age") == "yes")
    nonce, manner = post.get("nonce"), post.get("manner", "")
    if name:
        sign_up_for(name, draft, purpose=session.title, manner=manner, by=by, nonce=nonce)
    else:
        sign_up(draft, by=by, nonce=nonce)


@require_POST
def leave(request: Visit, pk: int) -> HttpResponse:
    session = shown_session(request, pk)
    try:
        cancel_sign_up(
            number_of(request.POST, "sign_up"), by=request.actor, whole_group="group" in request.POST
        )
    except DomainError as error:
        return page_with(request, session, error)
    return _back(session)


@require_POST
def accept(request: Visit, pk: int) -> HttpResponse:
    session = shown_session(request, pk)
    try:
        accept_offer(number_of(request.POST, "sign_up"), by=request.actor)
    except DomainError as error:
        return page_with(request, session, error)
    return _back(session)


@require_POST
def bring(request: Visit, pk: int) -> HttpResponse:
    """Say that one brings something, or not after all."""
    session, post = shown_session(request, pk), request.POST
    try:
        material = number_of(post, "material")
        if not Material.objects.filter(pk=material, session=session).exists():
            raise no_such_gathering()
        promise(material, count_of(post, "count"), by=request.actor)
    except DomainError as error:
        return page_with(request, session, error)
    return _back(session)


@require_POST
def rate(request: Visit, pk: int) -> HttpResponse:
    session = shown_session(request, pk)
    try:
        score = number_of(request.POST, "score")
        rate_session(session, score=score, words=request.POST.get("words", ""), by=request.actor)
    except DomainError as error:
        return page_with(request, session, error)
    return _back(session)


def _back(session: Session) -> HttpResponse:
    return HttpResponseRedirect(reverse("gathering", args=[session.pk]))
