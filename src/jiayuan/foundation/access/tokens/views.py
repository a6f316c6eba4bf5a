"""Tokens in the console: which there are, a new one, and taking one back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit

from ..console import console_view
from ..enums import Role
from .domain.issue import LONGEST_LIFE, issue_token, revoke_token
from .domain.queries import places_in_reach, systems_of, tokens_of
from .domain.systems import FIRST_ROLES, open_system
from .forms import SystemForm, TokenForm
from .models import ApiToken
from .scopes import scopes


@console_view()
@require_safe
def tokens(request: Visit) -> HttpResponse:
    """My tokens, and for IT staff those of the systems; running ones and those that ended."""
    page = page_of(tokens_of(request.actor), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": [(token, _spoken(token)) for token in page],
        "systems": systems_of(request.actor),
        "keeps_systems": request.actor.reach.has_any([Role.IT_STAFF]),
    }
    return render(request, "access/tokens.html", context)


def _spoken(token: ApiToken) -> list[str]:
    return [str(scopes[name].label) for name in token.scopes if name in scopes.names()]


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def issue(request: Visit) -> HttpResponse:
    """Issue one. Its text is on the page that answers, and nowhere ever again."""
    systems = systems_of(request.actor)
    holders = {str(request.actor.pk): request.actor.person} | {str(each.pk): each.person for each in systems}
    error = None
    if request.method == "POST":
        try:
            issued = _issue(request, holders)
        except DomainError as refusal:
            error = refusal
        else:
            spoken = _spoken(issued.token)
            return render(request, "access/token_issued.html", {"issued": issued, "spoken": spoken})
    form = TokenForm(
        request.POST if request.method == "POST" else None,
        initial={"until": (today() + LONGEST_LIFE / 4).isoformat(), "person": request.GET.get("person", "")},
        holders=[
            (key, _("Myself") if key == str(request.actor.pk) else str(each)) for key, each in holders.items()
        ],
        places=places_in_reach(request.actor),
        chosen=request.POST.getlist("permissions"),
    )
    if error is not None:
        form.blame(error)
    context = {"form": form, "fault": error if error and error.field == "permissions" else None}
    return render(request, "access/token_new.html", context, status=error.status if error else 200)


def _issue(request: Visit, holders: dict[str, Any]) -> Any:
    person = holders.get(request.POST.get("person", str(request.actor.pk)))
    if person is None:
        raise Invalid(_("Nobody is chosen."), _("Choose whom the token is for."), field="person")
    return issue_token(
        person=person,
        name=request.POST.get("name", ""),
        permissions=request.POST.getlist("permissions"),
        place=_place(request),
        until=_day(request.POST.get("until", "")),
        by=request.actor,
    )


def _place(request: Visit, *roles: Role) -> Any:
    wanted = request.POST.get("place", "")
    found = next((each for each in places_in_reach(request.actor, *roles) if each.path == wanted), None)
    if found is None:
        raise Invalid(_("No place is chosen."), _("Choose one of the places in the list."), field="place")
    return found


def _day(text: str) -> date:
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("This is not a day."), _("Write it like 2026-03-01."), field="until")
    return day


@console_view()
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Visit, pk: int) -> HttpResponse:
    """Ask once more, then take it back."""
    token = tokens_of(request.actor).filter(pk=pk).first()
    if token is None:
        raise Missing(_("There is no such token of yours."), _("Look in the list of tokens."))
    if request.method == "POST":
        revoke_token(token, by=request.actor)
        messages.success(request, _("The token opens nothing any more."))
        return redirect("console-tokens")
    return render(request, "access/token_revoke.html", {"token": token, "spoken": _spoken(token)})


@console_view(Role.IT_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new_system(request: Visit) -> HttpResponse:
    """An account for a program of the city."""
    error = None
    if request.method == "POST":
        try:
            system = _open(request)
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("The system has an account. Issue a token for it."))
            return redirect(f"{reverse('console-token-new')}?person={system.pk}")
    places = places_in_reach(request.actor, Role.IT_STAFF)
    form = SystemForm(request.POST if request.method == "POST" else None, places=places)
    if error is not None:
        form.blame(error)
    return render(request, "access/system_new.html", {"form": form}, status=error.status if error else 200)


def _open(request: Visit) -> Any:
    role = request.POST.get("role", "")
    if role not in FIRST_ROLES:
        raise Invalid(_("No role is chosen."), _("Choose the role to give."), field="role")
    return open_system(
        name=request.POST.get("name", ""),
        purpose=request.POST.get("purpose", ""),
        role=Role(role),
        place=_place(request, Role.IT_STAFF),
        by=request.actor,
    )
