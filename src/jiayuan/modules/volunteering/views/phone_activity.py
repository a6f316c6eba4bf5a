"""What is done in a charity hour, on the phone of who takes part: the list, the numbers, the shops.

The forms carry a nonce: without network a phone keeps them and sends them once when it is back.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.uploads import upload_token
from jiayuan.services.gatherings.interfaces.entered import point_of
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.views.common import shown_session

from ..activity_enums import ASKED, Measure
from ..domain.activities import activity_of, enter_results, tick
from ..domain.queries.activities import outcome_of
from ..domain.shops import VisitDraft, visit_shop
from ..enums import CHARITY_HOUR
from ..interfaces.activity_forms import amounts_of
from ..interfaces.sent_photos import photos_of

OFFLINE = "X-Jiayuan-Offline"


def _session(request: Visit, pk: int) -> Session:
    session = shown_session(request, pk)
    if session.kind != CHARITY_HOUR:
        raise Missing(_("There is no such charity hour."), _("See what else is near and soon."))
    return session


@signed_in
@require_safe
@never_cache
def activity(request: Visit, pk: int) -> HttpResponse:
    return _show(request, _session(request, pk))


def _show(request: Visit, session: Session, error: DomainError | None = None) -> HttpResponse:
    outcome = outcome_of(session, request.actor)
    measures = outcome.activity.content.measures if outcome.activity else []
    post = request.POST
    context = {
        "session": session,
        "outcome": outcome,
        "measures": [
            (each, ASKED[Measure(each)], post.get(each, outcome.own.get(each, "")))
            for each in measures
            if each in Measure.values
        ],
        "error": error,
        "typed": post,
        "missing": post.getlist("missing"),
    }
    return render(request, "volunteering/phone/activity.html", context, status=error.status if error else 200)


def _write(request: Visit, pk: int, act: Callable[[Session], Any]) -> HttpResponse:
    session = _session(request, pk)
    try:
        act(session)
    except DomainError as error:
        if request.headers.get(OFFLINE):
            raise  # a phone that sends later reads the reason, not a page
        return _show(request, session, error)
    return HttpResponseRedirect(reverse("volunteering-activity", args=[pk]))


@signed_in
@require_POST
def checks(request: Visit, pk: int) -> HttpResponse:
    done = set(request.POST.getlist("done"))
    nonce = request.POST.get("nonce")
    return _write(request, pk, lambda _session: tick(pk, done, by=request.actor, nonce=nonce))


@signed_in
@require_POST
def results(request: Visit, pk: int) -> HttpResponse:
    def write(session: Session) -> None:
        chosen = activity_of(session)
        amounts = amounts_of(request.POST, chosen.content.measures if chosen else [])
        enter_results(pk, amounts, by=request.actor, nonce=request.POST.get("nonce"))

    return _write(request, pk, write)


@signed_in
@require_POST
def shop(request: Visit, pk: int) -> HttpResponse:
    def write(_session: Session) -> None:
        post, nonce = request.POST, request.POST.get("nonce", "")
        latitude, longitude = point_of(post)
        draft = VisitDraft(
            post.get("shop", ""), post.getlist("missing"), post.get("words", ""), latitude, longitude,
            photos_of(request, request.actor, nonce), upload_token(request),
        )  # fmt: skip
        visit_shop(pk, draft, by=request.actor, nonce=nonce)

    return _write(request, pk, write)
