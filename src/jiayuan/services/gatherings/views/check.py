"""Checking in and out with the code on the host's screen: scanned, or typed."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.presence import Scan, check_by_code
from ..enums import Way
from ..interfaces.entered import point_of
from .common import shown_session
from .phone import page_with


@require_safe
@never_cache
def scanned(request: Visit, pk: int, way: str, code: str) -> HttpResponse:
    """Where the scanned address leads: one tap says it. Looking at it changes nothing."""
    session = shown_session(request, pk)
    return render(
        request, "gatherings/phone/check.html", {"session": session, "way": _way(way), "code": code[:20]}
    )


@require_POST
def send(request: Visit, pk: int) -> HttpResponse:
    """Taken from the form, and from the queue of a phone that had no network."""
    session = shown_session(request, pk)
    try:
        latitude, longitude = point_of(request.POST)
        code = request.POST.get("code", "").strip().replace(" ", "")[:20]
        scan = Scan(
            _way(request.POST.get("way", "")), code, request.POST.get("nonce", ""), latitude, longitude
        )
        check_by_code(session.pk, scan, by=request.actor)
    except DomainError as error:
        return page_with(request, session, error)
    return HttpResponseRedirect(reverse("gathering", args=[session.pk]))


def _way(text: str) -> Way:
    if text not in Way.values:
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="way")
    return Way(text)
