"""Questions from the hall: asked once, shown when the host lets them through, supported once a person."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing, TooMany
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ...limits import MOST_OPEN_QUESTIONS, QUESTION
from ...models import Question, Session, Support
from ...wall_enums import QUESTION_MOVES, QuestionAction, QuestionState
from ...wall_rules import MODERATE, TAKE_PART
from ..locks import lock_people, no_such_gathering
from ..nonces import own_nonce


def ask_question(session_id: int, words: str, *, by: Actor, nonce: str | None = None) -> Question:
    """Ask something; nobody but the host reads it until it is let through.

    :raises Refused: not signed up and not there, or it is over.
    :raises Invalid: nothing asked, or too long (``words``).
    :raises TooMany: several of theirs wait already.
    """
    kept = own_nonce(nonce, by)
    said = clean_words(words, field="words", limit=QUESTION)
    with transaction.atomic():
        lock_people([by.pk] if by.pk is not None else [])
        if kept and (sent := Question.objects.filter(nonce=kept).first()):
            return sent
        session = _session(session_id)
        gate(by, TAKE_PART, session)
        waiting = Question.objects.filter(session=session, asked_by=by.pk, state=QuestionState.WAITING)
        if waiting.count() >= MOST_OPEN_QUESTIONS:
            raise TooMany(
                _("%(count)s questions of yours wait for the host.") % {"count": MOST_OPEN_QUESTIONS},
                _("Wait until some of them are on the wall, and support those of others meanwhile."),
            )
        made = Question.objects.create(
            session=session, asked_by=by.person, words=said, asked_at=now(), nonce=kept
        )
        record(
            made.stream, "gatherings.ask", by=by.person, after={"session": session.pk},
            place_path=session.place_id, begins=True,
        )  # fmt: skip
    return made


def decide_question(question_id: int, action: QuestionAction, *, by: Actor) -> Question:
    """Show it, hide it, or say that it is answered. Twice the same is once.

    :raises Missing: there is none. :raises Refused: ``by`` does not run the session.
    :raises Conflict: not possible from the state it is in.
    """
    sources, target = QUESTION_MOVES[action]
    with transaction.atomic():
        question = _locked(question_id)
        session = _session(question.session_id)
        gate(by, MODERATE, session)
        if question.state == target:
            return question
        if question.state not in sources:
            raise Conflict(
                _("This question is “%(state)s” meanwhile.") % {"state": question.get_state_display()},
                _("Look at the list again."),
                code="state",
            )
        before, question.state = question.state, target
        question.decided_by, question.decided_at = by.person, now()
        question.save(update_fields=["state", "decided_by", "decided_at"])
        record(
            question.stream, f"gatherings.question_{action}", by=by.person, before={"state": before},
            after={"state": str(target)}, place_path=session.place_id,
        )  # fmt: skip
    return question


def support_question(question_id: int, *, by: Actor) -> bool:
    """Say that one wants to hear the answer; False if one said so before.

    :raises Missing: it is not on the wall. :raises Refused: not signed up and not there, or it is over.
    """
    with transaction.atomic():
        question = _locked(question_id)
        if question.state != QuestionState.SHOWN:
            raise _no_such_question()
        session = _session(question.session_id)
        gate(by, TAKE_PART, session)
        try:
            with transaction.atomic():
                Support.objects.create(question=question, person=by.person)
        except IntegrityError:
            return False
        record(
            question.stream, "gatherings.support", by=by.person, after={"session": session.pk},
            place_path=session.place_id,
        )  # fmt: skip
    return True


def _locked(question_id: int) -> Question:
    question = Question.objects.select_for_update(no_key=True).filter(pk=question_id).first()
    if question is None:
        raise _no_such_question()
    return question


def _session(session_id: int) -> Session:
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        raise no_such_gathering()
    return session


def _no_such_question() -> Missing:
    return Missing(_("This question is not on the wall."), _("Reload the page to see those that are."))
