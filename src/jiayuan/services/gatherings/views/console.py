"""The console for gatherings: the board, planning, one gathering with who comes, the code for a big screen."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.enums import ConsentManner

from ..domain.drafts import AboutDraft, RoleDraft, SessionDraft
from ..domain.locks import no_such_gathering
from ..domain.names import read_names
from ..domain.perform import perform_action
from ..domain.plan import copy_session, plan_session
from ..domain.presence import check_by_host
from ..domain.queries.earlier import earlier_one, earlier_ones
from ..domain.queries.upcoming import seats_of
from ..domain.repair import decide_presence
from ..domain.walk_ins import add_walk_in
from ..enums import LIVE, TAKING_PEOPLE, Action, State, Way
from ..interfaces.entered import count_of, moment_of, number_of
from ..interfaces.like_form import about_like, filled_from, main_role, roles_of
from ..interfaces.role_rows import needs_of
from ..kinds import kind_of
from ..lifecycle import BY_ACTION, actions_from
from ..models import Session, SignUp
from ..rules import RECOGNISE
from .common import HOSTS, hosted_session, own_organisation, own_row, places_to_plan, shown_code

A_PAGE = 50


@console_view(*HOSTS)
@require_safe
def board(request: Visit) -> HttpResponse:
    """What I run, the latest first; narrowed to a state that stands in the address."""
    state = request.GET.get("state", "")
    rows = Session.objects.hosted_by(request.actor).for_lines()
    rows = rows.filter(state=state) if state in State.values else rows
    page = page_of(rows, by="-starts_at", after=request.GET.get("after", ""), size=A_PAGE)
    seats = seats_of([session.pk for session in page])
    lines = [(session, seats.get(session.pk, [])) for session in page]
    context = {"page": page, "lines": lines, "states": State.choices, "state": state}
    return render(request, "gatherings/console/board.html", context)


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """Plan one, from nothing or from an earlier one; what was typed comes back with what is wrong."""
    error, post = None, request.POST
    typed: Mapping[str, Any] = post
    like = earlier_one(request.actor, (post or request.GET).get("like", ""))
    roles = roles_of(like) if like is not None else []
    if request.method == "POST":
        try:
            session = plan_session(_draft(request, like, roles), by=request.actor)
        except DomainError as refused:
            error = refused
        else:
            return _to(session)
    elif like is not None:
        typed = filled_from(like, roles, in_a_week(like))
    context = {
        "error": error,
        "typed": typed,
        "places": places_to_plan(request),
        "like": like,
        "other_roles": [each for number, each in enumerate(roles) if number != main_role(roles)],
        "earlier": earlier_ones(request.actor),
    }
    return render(request, "gatherings/console/new.html", context, status=error.status if error else 200)


@console_view(*HOSTS)
@require_safe
def page(request: Visit, pk: int) -> HttpResponse:
    return show_session(request, hosted_session(request, pk))


@console_view(*HOSTS)
@require_POST
@never_cache
def names(request: Visit, pk: int) -> HttpResponse:
    """The same page once with the names in full; reading them is recorded."""
    session = hosted_session(request, pk)
    try:
        read_names(session, by=request.actor)
    except DomainError as error:
        return show_session(request, session, error)
    return show_session(request, session, in_full=True)


def show_session(
    request: Visit, session: Session, error: DomainError | None = None, *, in_full: bool = False
) -> HttpResponse:
    kind = kind_of(session.kind)
    rows = SignUp.objects.filter(session=session, state__in=LIVE).select_related("person", "role", "presence")
    context = {
        "session": session,
        "roles": seats_of([session.pk]).get(session.pk, []),
        "rows": [(row, getattr(row, "presence", None)) for row in rows.order_by("role_id", "ticket")],
        "actions": [step for step in actions_from(State(session.state)) if step.action != Action.AMEND],
        "beside": kind.console_page(session) if kind is not None and kind.console_page is not None else None,
        "is_on": session.state in (State.PUBLISHED, State.RUNNING),
        "may_remind": session.state in (State.DRAFT, State.PUBLISHED),
        "may_change": session.state in BY_ACTION[Action.AMEND].sources,
        "may_seat": session.state in TAKING_PEOPLE and session.ends_at > now(),
        "manners": ConsentManner.choices,
        "again": f"{in_a_week(session):%Y-%m-%dT%H:%M}",
        "possible_needs": needs_of(session.kind),
        "in_full": in_full,
        "may_name": may(request.actor, RECOGNISE, session),
        "may_come": session.state not in (State.DRAFT, State.CANCELLED, State.FILED),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "gatherings/console/page.html", context, status=error.status if error else 200)


@console_view(*HOSTS)
@require_POST
def act(request: Visit, pk: int) -> HttpResponse:
    """A step of the one table."""
    session = hosted_session(request, pk)
    try:
        action = request.POST.get("action", "")
        if action not in Action.values or action == Action.AMEND:
            raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="action")
        perform_action(pk, Action(action), by=request.actor, words=request.POST.get("words", ""))
    except DomainError as error:
        return show_session(request, session, error)
    return _to(session)


@console_view(*HOSTS)
@require_POST
def copy(request: Visit, pk: int) -> HttpResponse:
    """Same as last time, for another time, perhaps elsewhere; published at once if the button says so."""
    session, post = hosted_session(request, pk), request.POST
    try:
        made = copy_session(
            session,
            starts_at=moment_of(post, "starts_at"),
            by=request.actor,
            where=post.get("where", ""),
            nonce=post.get("nonce"),
        )
        if "publish" in post and made.state == State.DRAFT:
            perform_action(made.pk, Action.PUBLISH, by=request.actor)
    except DomainError as error:
        return show_session(request, session, error)
    return _to(made)


@console_view(*HOSTS)
@require_POST
def walk_in(request: Visit, pk: int) -> HttpResponse:
    session, post = hosted_session(request, pk), request.POST
    try:
        add_walk_in(
            pk,
            name=post.get("name", ""),
            phone=post.get("phone", ""),
            by=request.actor,
            nonce=post.get("nonce"),
        )
    except DomainError as error:
        return show_session(request, session, error)
    return _to(session)


@console_view(*HOSTS)
@require_POST
def check(request: Visit, pk: int) -> HttpResponse:
    """Somebody came, went, or was there after all: entered by the host."""
    session, post = hosted_session(request, pk), request.POST
    try:
        if "confirm" in post:
            _own_presence(session, number_of(post, "confirm"), request)
        else:
            way = Way.OUT if "out" in post else Way.IN
            check_by_host(own_row(session, number_of(post, str(way))), way, by=request.actor)
    except DomainError as error:
        return show_session(request, session, error)
    return _to(session)


@console_view(*HOSTS)
@require_safe
@never_cache
def code(request: Visit, pk: int) -> HttpResponse:
    """The code of this half minute, for a big screen or the host's own phone; the page fetches the next by itself."""
    session = hosted_session(request, pk)
    context = {"session": session} | shown_code(request, session)
    return render(request, "gatherings/console/code.html", context)


def _own_presence(session: Session, presence_id: int, request: Visit) -> None:
    if not SignUp.objects.filter(presence=presence_id, session=session).exists():
        raise no_such_gathering()
    decide_presence(presence_id, was_there=True, by=request.actor)


def _draft(request: Visit, like: Session | None, roles: Sequence[RoleDraft]) -> SessionDraft:
    post, own = request.POST, own_organisation(request)
    if like is not None:
        about = about_like(like, roles, post, own or like.organisation_id)
    else:
        about = AboutDraft(
            "meeting", post.get("place", ""), post.get("title", ""),
            [RoleDraft(_("Participants"), count_of(post, "seats"))],
            words=post.get("words", ""), where=post.get("where", ""), organisation_id=own,
        )  # fmt: skip
    starts_at = moment_of(post, "starts_at")
    ends_at = starts_at + timedelta(minutes=count_of(post, "minutes"))
    return SessionDraft(about, starts_at, ends_at, nonce=post.get("nonce"), like=like)


def in_a_week(session: Session) -> datetime:
    """The same weekday and time, in the first week that is still to come."""
    weeks = max((now() - session.starts_at) // timedelta(weeks=1) + 1, 1)
    return local(session.starts_at) + timedelta(weeks=weeks)


def _to(session: Session) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-gathering", args=[session.pk]))
