"""Doors that only the demonstration has: be anybody with one tap, be shown around, begin again."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.doors.shell.preferences import Preferences, hand_out
from jiayuan.foundation.access.console import SECOND_FACTOR
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing, TooMany
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.limits import take
from jiayuan.foundation.people.models import Person

from ..roles import BY_KEY, ROLES, DemoRole

BACKEND = "django.contrib.auth.backends.ModelBackend"
_LOG = logging.getLogger(__name__)
RESETS, RESET_SECONDS = 3, 600


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Elsewhere these pages do not exist."""

    @wraps(view)
    def guarded(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _role(key: str) -> DemoRole:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


@require_safe
@demo_only
def demo(request: Visit) -> HttpResponse:
    """Everybody one can be."""
    there = set(Person.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True))
    roles = [role for role in ROLES if role.username in there]
    return render(request, "phone/demo.html", {"roles": roles, "now_as": _username(request)})


def _username(request: Visit) -> str:
    return getattr(request.actor.person, "username", "") or ""


@require_POST
@demo_only
def demo_enter(request: Visit, key: str) -> HttpResponse:
    """Become the demonstration person of this role."""
    role = _role(key)
    person = Person.objects.filter(is_demo=True, is_active=True, username=role.username).first()
    if person is None:
        raise Missing(
            _("This person is not in the demonstration."),
            _("Choose another role, or reset the demonstration."),
        )
    login(request, person, backend=BACKEND)
    request.session[SECOND_FACTOR] = int(time.time())
    response = HttpResponseRedirect(_onward(request, role))
    seen = request.preferences
    kept = Preferences(language=seen.language, care=person.care_mode, theme=seen.theme)
    hand_out(response, kept, secure=request.is_secure())
    return response


def _onward(request: Visit, role: DemoRole) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and ours else reverse(role.start)


@require_safe
@demo_only
def demo_tour(request: Visit, key: str) -> HttpResponse:
    """``?step=1`` to the last: one stop a page."""
    role = _role(key)
    last = len(role.steps)
    asked = request.GET.get("step", "1")
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    context = {
        "role": role,
        "step": role.steps[number - 1],
        "number": number,
        "last": last,
        "before": number - 1,
        "after": number + 1 if number < last else 0,
        "is_them": _username(request) == role.username,
    }
    return render(request, "phone/tour.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def demo_reset(request: Visit) -> HttpResponse:
    """Ask first; then build the demonstration anew."""
    if request.method != "POST":
        return render(request, "phone/demo_reset.html")
    wait = take("demo-reset", RESETS, RESET_SECONDS)
    if wait:
        raise TooMany(
            _("The demonstration was reset several times just now."),
            _("Wait a few minutes."),
            retry_after=wait,
        )
    try:
        import_module("jiayuan.doors.cli.demo").reset()
    except DomainError:
        raise
    except Exception as error:
        _LOG.exception("The demonstration could not be built anew")
        raise Conflict(
            _("The demonstration could not be built anew and may be half empty now."),
            _("Reset it once more. If that fails, too, whoever runs it finds the reason in the log."),
            code="half-built",
        ) from error
    request.session.flush()  # the visitor's own went with all the others
    messages.success(request, _("The demonstration begins anew."))
    return HttpResponseRedirect(reverse("demo-tour"))
