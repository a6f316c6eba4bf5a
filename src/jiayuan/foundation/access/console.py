"""The way into the console: signed in, holding a role for it, and the second factor shown in this session.

Views of the console stand behind ``@console_view()``, or ``@console_view(Role.COMMUNITY_WORKER, …)`` where only
some roles have business; pages of the phone that need an account stand behind ``@signed_in``.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Refused

from .enums import CONSOLE_ROLES, Role
from .kept_form import keep_form, page_before

View = Callable[..., Any]
SECOND_FACTOR = "second_factor_done"
"""When, in seconds since 1970, the second factor was proven in a way of our own; kept in the session."""
_LISTED = 4


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that htmx follows with the whole page, not into a fragment."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def _page_behind(request: HttpRequest) -> str:
    """Where to come back to: this page; for a form or a part of a page the one it stood on, or the start."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    if not request.path.startswith("/console/"):
        return "/"
    return page_before(request) or "/console/"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to sign in, and back here afterwards: from the console as those do who work here, from elsewhere by phone.
    What was typed into a form of the console meanwhile is not lost."""
    is_console = request.path.startswith("/console/")
    onward = reverse("console-send-again") if is_console and _is_kept(request) else _page_behind(request)
    door = reverse("account_login" if is_console else "sign-in")
    return go_to(request, f"{door}?{urlencode({'next': onward})}")


def has_second_factor(request: HttpRequest) -> bool:
    """Was a second factor shown in this session, and not longer ago than a working day?"""
    if not settings.STAFF_SECOND_FACTOR:
        return True
    person: Any = request.user
    records = get_authentication_records(request, person)
    shown = [record.get("at", 0) for record in records if record.get("method") == "mfa"]
    latest = max([float(request.session.get(SECOND_FACTOR, 0)), *shown])
    return time.time() - latest < settings.STAFF_SESSION_HOURS * 3600


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Off to show the second factor, or to set one up where there is none yet."""
    has_one = (
        Authenticator.objects.filter(user_id=request.user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
    name = "mfa_reauthenticate" if has_one else "second-factor"
    onward = reverse("console-send-again") if _is_kept(request) else _page_behind(request)
    return go_to(request, f"{reverse(name)}?{urlencode({'next': onward})}")


def _is_kept(request: HttpRequest) -> bool:
    """Somebody sent a form that stood on a page of the console: not merely an address with nothing to lose."""
    return request.method == "POST" and bool(page_before(request)) and keep_form(request)


def _gate_console(request: Any, roles: tuple[Role, ...]) -> None:
    reach = request.actor.standing
    if not reach.has_any(CONSOLE_ROLES):
        raise Refused(
            _("The console is for those who work for the district."),
            _("If you do, ask your street office or the IT staff to give your account its role."),
        )
    if roles and not reach.has_any(roles):
        names = [str(role.label) for role in roles]
        said = _(", ").join(names[:_LISTED])
        raise Refused(
            _("This page is for: %(roles)s.") % {"roles": said},
            _("Ask somebody who holds one of these roles."),
        )


def console_view(*roles: Role) -> Callable[[View], View]:
    """A view of the console, open to holders of ``roles`` (of any console role if none is named).

    Visitors go to sign in; those without a role are refused with the reason; those who have not shown their second
    factor in this session go there first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if not request.actor.is_signed_in:
                return to_sign_in(request)
            _gate_console(request, roles)
            if not has_second_factor(request):
                return to_second_factor(request)
            return view(request, *args, **kwargs)

        guarded.console_roles = roles or CONSOLE_ROLES  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """A page that needs an account: visitors go to sign in and come back."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.actor.is_signed_in:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded
