"""Running a gathering from the phone of whoever leads it: the code to scan, who is there, who forgot to check out.

A leader has a seat that leads and often no desk; what the console offers for the hour itself is offered here.
"""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.presence import check_by_host, moment_at
from ..domain.queries.roster import roster_of
from ..domain.repair import decide_presence, repair_presence
from ..domain.walk_ins import add_walk_in
from ..enums import TAKING_PEOPLE, State, Way
from ..interfaces.entered import number_of
from ..limits import EARLY
from ..models import Session
from .common import hosted_session, own_row, runs_a_desk, shown_code


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def host(request: Visit, pk: int) -> HttpResponse:
    session = hosted_session(request, pk)
    if request.method != "POST":
        return _show(request, session)
    try:
        said = _acted(request, session)
    except DomainError as error:
        return _show(request, session, error)
    messages.success(request, said)
    return redirect("gathering-host", session.pk)


def _show(request: Visit, session: Session, error: DomainError | None = None) -> HttpResponse:
    people = roster_of(session)
    is_on = session.state in TAKING_PEOPLE
    context: dict[str, Any] = {
        "session": session,
        "people": people,
        "there": sum(each.is_there for each in people),
        "is_on": is_on,
        "may_repair": session.ends_at < now() and session.state in (*TAKING_PEOPLE, State.CLOSED),
        "may_come": session.state in (*TAKING_PEOPLE, State.CLOSED),
        "has_desk": runs_a_desk(request),
        "error": error,
        "typed": request.POST,
    }
    if is_on and session.starts_at - EARLY <= now() <= session.ends_at + EARLY:
        context |= shown_code(request, session)
    return render(request, "gatherings/phone/host.html", context, status=error.status if error else 200)


def _acted(request: Visit, session: Session) -> str:
    """What the button says, and what was done, in words."""
    post, by = request.POST, request.actor
    for way, said in ((Way.IN, _("Checked in.")), (Way.OUT, _("Checked out."))):
        if way in post:
            check_by_host(own_row(session, number_of(post, way)), way, by=by)
            return said
    if "confirm" in post:
        row = own_row(session, number_of(post, "confirm"))
        decide_presence(_presence(session, row), was_there=True, by=by)
        return _("Confirmed: they were there.")
    if "repair" in post:
        row = own_row(session, number_of(post, "repair"))
        came, went = (_moment(session, post.get(name, ""), name) for name in ("in_at", "out_at"))
        repair_presence(row, in_at=came, out_at=went, because=_("Entered by whoever led it"), by=by)
        return _("Entered. Thank you.")
    if "walk_in" in post:
        row = add_walk_in(
            session.pk, name=post.get("name", ""), phone=post.get("phone", ""), by=by, nonce=post.get("nonce")
        ).pk
        if session.state in TAKING_PEOPLE and now() <= session.ends_at + EARLY:
            check_by_host(row, Way.IN, by=by)
        return _("Added.")
    raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="action")


def _presence(session: Session, row: int) -> int:
    found = next((each for each in roster_of(session) if each.sign_up.pk == row), None)
    return found.presence.pk if found is not None and found.presence is not None else 0


def _moment(session: Session, text: str, name: str) -> datetime:
    try:
        clock: time | None = parse_time(text.strip())
    except ValueError:
        clock = None
    if clock is None or clock.tzinfo is not None:
        raise Invalid(_("This is no time."), _("Write it like 18:50."), field=name)
    return moment_at(session, clock)
