"""Changing a gathering: this one alone, or with all that follow it in its series."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.amend import TEXTS, amend_session
from ..domain.amend_series import amend_following
from ..interfaces.entered import count_of, moment_of
from ..models import Session
from .common import HOSTS, hosted_session

FOLLOWING = "following"


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, pk: int) -> HttpResponse:
    """What was typed comes back with what is wrong."""
    session, error = hosted_session(request, pk), None
    if request.method == "POST":
        try:
            said = _amended(request, session)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, said)
            return redirect("console-gathering", session.pk)
    context = {"session": session, "error": error, "typed": request.POST if error else _as_it_is(session)}
    return render(request, "gatherings/console/edit.html", context, status=error.status if error else 200)


def _amended(request: Visit, session: Session) -> str:
    changes = _changes(request.POST)
    if request.POST.get("scope") != FOLLOWING or session.series_id is None:
        amend_session(session.pk, changes, by=request.actor)
        return _("Changed. Whoever signed up is told.")
    count = amend_following(session.pk, changes, by=request.actor)
    said = ngettext("%(count)s gathering is changed.", "%(count)s gatherings are changed.", count)
    return said % {"count": count}


def _changes(post: QueryDict) -> dict[str, Any]:
    starts_at = moment_of(post, "starts_at")
    ends_at = starts_at + timedelta(minutes=count_of(post, "minutes"))
    return {name: post.get(name, "") for name in TEXTS} | {"starts_at": starts_at, "ends_at": ends_at}


def _as_it_is(session: Session) -> dict[str, Any]:
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    texts = {name: getattr(session, name) for name in TEXTS}
    return texts | {"starts_at": f"{local(session.starts_at):%Y-%m-%dT%H:%M}", "minutes": minutes}
