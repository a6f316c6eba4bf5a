"""What the host does with the wall: lets questions through, and asks the hall."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit

from ..domain.locks import no_such_gathering
from ..domain.wall.polls import make_poll, perform_on_poll
from ..domain.wall.queries import polls_of, questions_for_host
from ..domain.wall.questions import decide_question
from ..enums import TAKING_PEOPLE, State
from ..interfaces.entered import number_of
from ..limits import MOST_CHOICES
from ..models import Poll, Question, Session
from ..wall_enums import POLL_MOVES, QUESTION_MOVES, PollAction, QuestionAction
from .common import HOSTS, hosted_session


@console_view(*HOSTS)
@require_safe
@never_cache
def moderate(request: Visit, pk: int) -> HttpResponse:
    return _page(request, hosted_session(request, pk))


def _page(request: Visit, session: Session, error: DomainError | None = None) -> HttpResponse:
    context = {
        "session": session,
        "questions": [(each, _acts_on(each)) for each in questions_for_host(session)],
        "polls": [(each, _acts_on_poll(each.poll)) for each in polls_of(session)],
        "is_on": session.state in (State.DRAFT, *TAKING_PEOPLE),
        "most": MOST_CHOICES,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "gatherings/wall/moderate.html", context, status=error.status if error else 200)


def _acts_on(question: Question) -> list[QuestionAction]:
    return [action for action, (sources, _target) in QUESTION_MOVES.items() if question.state in sources]


def _acts_on_poll(poll: Poll) -> list[PollAction]:
    """What is possible; of showing and covering the result the one that changes something."""
    pointless = PollAction.REVEAL if poll.is_revealed else PollAction.COVER
    fits = [action for action, (sources, _target) in POLL_MOVES.items() if poll.state in sources]
    return [action for action in fits if action != pointless]


@console_view(*HOSTS)
@require_POST
def decide(request: Visit, pk: int) -> HttpResponse:
    """Let a question through, or not."""
    session = hosted_session(request, pk)
    try:
        key = number_of(request.POST, "question")
        action = request.POST.get("action", "")
        if action not in QuestionAction.values:
            raise _unknown()
        if not Question.objects.filter(pk=key, session=session).exists():
            raise no_such_gathering()
        decide_question(key, QuestionAction(action), by=request.actor)
    except DomainError as error:
        return _page(request, session, error)
    return _back(session)


@console_view(*HOSTS)
@require_POST
def poll(request: Visit, pk: int) -> HttpResponse:
    """Open, close, show or cover one; without a number, make one."""
    session, post = hosted_session(request, pk), request.POST
    try:
        if "poll" in post:
            _act_on_poll(request, session)
        else:
            choices = post.get("choices", "").splitlines()
            make_poll(session.pk, post.get("words", ""), choices, by=request.actor, nonce=post.get("nonce"))
    except DomainError as error:
        return _page(request, session, error)
    return _back(session)


def _act_on_poll(request: Visit, session: Session) -> None:
    key, action = number_of(request.POST, "poll"), request.POST.get("action", "")
    if action not in PollAction.values:
        raise _unknown()
    if not Poll.objects.filter(pk=key, session=session).exists():
        raise no_such_gathering()
    perform_on_poll(key, PollAction(action), by=request.actor)


def _unknown() -> Invalid:
    return Invalid(_("Please choose one."), _("Choose one of those shown."), field="action")


def _back(session: Session) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-gathering-wall", args=[session.pk]))
