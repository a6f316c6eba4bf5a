"""Signing in with a phone and a code: two pages, one question each."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from jiayuan.foundation.common.errors import DomainError, TooMany
from jiayuan.foundation.common.masks import mask_phone
from jiayuan.foundation.common.visit import Visit

from ..domain.accounts import person_for_phone
from ..domain.codes import send_code, use_code
from ..enums import CodePurpose
from ..interfaces.forms import CodeForm, PhoneForm
from ..phones import normalise_phone
from .ways import page, safe_next

PENDING = "signing_in"
"""In the session between the two pages: ``phone``, ``next`` and, in the demonstration, ``shown``."""


@never_cache
def sign_in(request: Visit) -> HttpResponse:
    """Which phone?"""
    address = safe_next(request)
    if request.actor.is_signed_in:
        return redirect(address or get_adapter().get_login_redirect_url(request))
    if request.method != "POST":
        return page(request, "sign_in", next=address, form=PhoneForm())
    written = request.POST.get("phone", "")
    try:
        phone = normalise_phone(written)
        sent = send_code(phone, CodePurpose.SIGN_IN, ip=get_adapter().get_client_ip(request))
    except DomainError as error:
        if isinstance(error, TooMany) and _waits_for_code(request, written):
            return _ask_code(request, error)
        return page(request, "sign_in", error, next=address, form=PhoneForm(request.POST).blame(error))
    request.session[PENDING] = {"phone": phone, "next": address, "shown": sent.shown}
    return redirect("sign-in-code")


def _waits_for_code(request: Visit, written: str) -> bool:
    """Was a code sent to this very number from this session? A double tap then leads on instead of back."""
    pending = request.session.get(PENDING) or {}
    return bool(pending.get("phone") == normalise_phone(written))


@never_cache
def sign_in_code(request: Visit) -> HttpResponse:
    """Which code? The right one proves the phone; whoever has none yet gets an account."""
    if PENDING not in request.session:
        return redirect("sign-in")
    if request.method != "POST":
        return _ask_code(request)
    pending = request.session[PENDING]
    try:
        use_code(pending["phone"], CodePurpose.SIGN_IN, request.POST.get("code", ""))
        person = person_for_phone(pending["phone"], is_proven=True)
    except DomainError as error:
        return _ask_code(request, error)
    del request.session[PENDING]
    record_authentication(request, person, method="phone")
    response: HttpResponse = perform_login(request, person, redirect_url=pending["next"] or None)
    return response


def _ask_code(request: Visit, error: DomainError | None = None) -> HttpResponse:
    pending: dict[str, Any] = request.session[PENDING]
    shown = pending["shown"] if settings.SHOW_CODES else None
    form = CodeForm(request.POST).blame(error) if error is not None else CodeForm()
    return page(
        request,
        "sign_in_code",
        error,
        form=form,
        pending=pending,
        masked=mask_phone(pending["phone"]),
        shown=shown,
    )


@never_cache
def sign_out(request: Visit) -> HttpResponse:
    """Asked first, so that no link elsewhere can do it."""
    if request.method != "POST":
        return page(request, "sign_out")
    if request.actor.is_signed_in:
        logout(request)
    return redirect("home")
