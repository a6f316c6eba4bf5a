"""The wall in the hall, and the phone page from which people ask and vote."""

from base64 import b64encode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing

from ..domain.wall.polls import vote
from ..domain.wall.queries import poll_on_wall, questions_on_wall, supported_by
from ..domain.wall.questions import ask_question, support_question
from ..enums import TAKING_PEOPLE
from ..interfaces.entered import number_of
from ..limits import QUESTION
from ..models import Session
from ..rules import HOST
from ..wall_rules import TAKE_PART
from .common import runs_a_desk, shown_session

REFRESH, SLOWER = 5, 15
"""Seconds: in the hall, and on a phone."""
ON_PHONE = 50


@require_safe
@never_cache
def wall(request: Visit, pk: int) -> HttpResponse:
    """For a big screen: questions that were let through, and the poll. No name stands on it."""
    session = shown_session(request, pk)
    address = absolute(request, reverse("gathering-live", args=[session.pk]))
    context = {
        "session": session,
        "questions": questions_on_wall(session),
        "shown": poll_on_wall(session),
        "is_on": session.state in TAKING_PEOPLE,
        "picture": b64encode(qr_drawing(address)).decode(),
        "refresh": REFRESH,
    }
    return render(request, "gatherings/wall/wall.html", context)


@require_safe
@never_cache
def live(request: Visit, pk: int) -> HttpResponse:
    return live_with(request, shown_session(request, pk))


def live_with(request: Visit, session: Session, error: DomainError | None = None) -> HttpResponse:
    """What is asked and voted on; after a refusal with what was wrong, and what was typed in its field."""
    questions = questions_on_wall(session, ON_PHONE)
    context = {
        "session": session,
        "questions": questions,
        "supported": supported_by(questions, request.actor),
        "shown": poll_on_wall(session, request.actor),
        "may_take_part": may(request.actor, TAKE_PART, session),
        "is_host": bool(may(request.actor, HOST, session)),
        "has_desk": runs_a_desk(request),
        "longest": QUESTION,
        "refresh": SLOWER,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "gatherings/wall/live.html", context, status=error.status if error else 200)


@require_POST
def ask(request: Visit, pk: int) -> HttpResponse:
    session, post = shown_session(request, pk), request.POST
    try:
        ask_question(session.pk, post.get("words", ""), by=request.actor, nonce=post.get("nonce"))
    except DomainError as error:
        return live_with(request, session, error)
    return HttpResponseRedirect(_live(session) + "?asked=1#asked")


@require_POST
def support(request: Visit, pk: int) -> HttpResponse:
    session = shown_session(request, pk)
    try:
        support_question(number_of(request.POST, "question"), by=request.actor)
    except DomainError as error:
        return live_with(request, session, error)
    return HttpResponseRedirect(_live(session) + "#questions")


@require_POST
def cast(request: Visit, pk: int) -> HttpResponse:
    """A vote in the poll."""
    session = shown_session(request, pk)
    try:
        vote(number_of(request.POST, "poll"), number_of(request.POST, "choice"), by=request.actor)
    except DomainError as error:
        return live_with(request, session, error)
    return HttpResponseRedirect(_live(session) + "#poll")


def _live(session: Session) -> str:
    return reverse("gathering-live", args=[session.pk])
