"""Asking for a certificate on the phone: the time and what for, what it will contain, and then asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit

from ..domain.certificate_requests import ANSWER_TERM, ask_certificate, withdraw_request
from ..domain.certificates import content_of
from ..domain.queries.certificates import open_request_of
from ..interfaces.forms import day_of
from ..interfaces.hour_forms import CertificateRequestForm
from ..models import Volunteer
from .common import METHODS, done

SHOWN = 20


@signed_in
@require_http_methods(METHODS)
@never_cache
def ask(request: Visit) -> HttpResponse:
    """``act``: ``ask`` sends it where what it will contain was shown before, ``withdraw`` takes the open one back;
    anything else shows what it will contain."""
    person, given = request.actor.person, request.POST
    if given.get("act") == "withdraw":
        asked = open_request_of(person)
        if asked is not None:
            withdraw_request(asked.pk, by=request.actor)
        return done(request, _("Taken back."), "my-hours")
    volunteer = (
        Volunteer.objects.select_related("person", "community")
        .defer("community__boundary")
        .filter(person=person)
        .first()
    )
    if volunteer is None:
        return redirect("volunteering-profile")
    return _answer(request, volunteer)


def _answer(request: Visit, volunteer: Volunteer) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = CertificateRequestForm(given)
    sent: Mapping[str, Any] = given or {}
    content: dict[str, Any] | None = None
    try:
        since, until = day_of(sent, "since"), day_of(sent, "until")
        content = content_of(volunteer, since, until)
        if sent.get("act") == "ask" and sent.get("shown") == _shown(since, until):
            ask_certificate(
                volunteer, since=since, until=until, purpose=str(sent.get("purpose", "")), by=request.actor,
                nonce=str(sent.get("nonce", "")),
            )  # fmt: skip
            said = _("Sent. The office answers within ten working days, and you are told.")
            return done(request, said, "my-hours")
    except DomainError as error:
        if given is None and error.status == 422:
            return _page(request, form, None, "")  # nothing confirmed yet: the page says so
        form.blame(error)
        return _page(request, form, content, _shown_in(sent), error.status)
    return _page(request, form, content, _shown(since, until), changed=sent.get("act") == "ask")


def _page(
    request: Visit,
    form: Any,
    content: dict[str, Any] | None,
    shown: str,
    status: int = 200,
    *,
    changed: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "content": content,
        "lines": content["lines"][-SHOWN:][::-1] if content else [],
        "more": max(0, len(content["lines"]) - SHOWN) + content["left_out"] if content else 0,
        "total": divmod(content["minutes"], 60) if content else None,
        "shown": shown,
        "changed": changed,
        "answer_by": deadline(now(), ANSWER_TERM),
        "asked": open_request_of(request.actor.person),
    }
    return render(request, "volunteering/phone/certificate_ask.html", context, status=status)


def _shown(since: date | None, until: date | None) -> str:
    """The time whose content stands on the page: what is sent must be what was shown."""
    return f"{since or ''}/{until or ''}"


def _shown_in(sent: Any) -> str:
    return str(sent.get("shown", ""))[:30]
