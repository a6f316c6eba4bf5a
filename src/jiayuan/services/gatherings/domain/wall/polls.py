"""Polls in the hall: prepared, opened one at a time, one vote a person, the result shown when the host opens it."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ...enums import TAKING_PEOPLE, State
from ...limits import CHOICE, MOST_CHOICES, QUESTION
from ...models import Poll, PollChoice, PollVote, Session
from ...wall_enums import POLL_MOVES, PollAction, PollState
from ...wall_rules import MODERATE, TAKE_PART
from ..locks import lock_session, no_such_gathering
from ..nonces import own_nonce


def make_poll(
    session_id: int, words: str, choices: Sequence[str], *, by: Actor, nonce: str | None = None
) -> Poll:
    """Prepare a poll; nobody sees it until it is opened.

    :raises Refused: ``by`` does not run the session. :raises Invalid: fewer than two answers, too many, or two alike
        (field ``choices``). :raises Conflict: the session is over.
    """
    kept = own_nonce(nonce, by)
    asked = clean_words(words, field="words", limit=QUESTION)
    answers = _cleaned(choices)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, MODERATE, session)
        if kept and (sent := Poll.objects.filter(nonce=kept).first()):
            return sent
        _check_going_on(session, draft_too=True)
        poll = Poll.objects.create(session=session, words=asked, made_by=by.person, made_at=now(), nonce=kept)
        PollChoice.objects.bulk_create(
            [PollChoice(poll=poll, number=number, words=each) for number, each in enumerate(answers, 1)]
        )
        _record(poll, "gatherings.poll_made", by, session)
    return poll


def perform_on_poll(poll_id: int, action: PollAction, *, by: Actor) -> Poll:
    """Take votes, close it, show the result or cover it. Twice the same is once.

    :raises Missing: there is none. :raises Refused: ``by`` does not run the session.
    :raises Conflict: not possible now, or another poll takes votes (code ``other-open``).
    """
    sources, target = POLL_MOVES[action]
    with transaction.atomic():
        poll = _locked(poll_id)
        session = _session(poll)
        gate(by, MODERATE, session)
        revealed = {PollAction.REVEAL: True, PollAction.COVER: False}.get(action, poll.is_revealed)
        if (poll.state, poll.is_revealed) == (target or poll.state, revealed):
            return poll
        if poll.state not in sources:
            raise Conflict(
                _("This poll is “%(state)s” meanwhile.") % {"state": poll.get_state_display()},
                _("Look at the list again."),
                code="state",
            )
        if action == PollAction.OPEN:
            _check_going_on(session)
        poll.state, poll.is_revealed = target or poll.state, revealed
        try:
            with transaction.atomic():
                poll.save(update_fields=["state", "is_revealed"])
        except IntegrityError as error:
            raise Conflict(
                _("Another poll takes votes."), _("Close that one first."), code="other-open"
            ) from error
        _record(poll, f"gatherings.poll_{action}", by, session)
    return poll


def vote(poll_id: int, choice_id: int, *, by: Actor) -> PollVote:
    """Vote once. The same vote sent twice is one vote; another one is refused.

    :raises Missing: no such poll or answer. :raises Refused: not signed up and not there.
    :raises Conflict: no votes are taken (code ``closed``), or one has voted otherwise (code ``voted``).
    """
    with transaction.atomic():
        poll = _locked(poll_id)
        session = _session(poll)
        gate(by, TAKE_PART, session)
        if not PollChoice.objects.filter(pk=choice_id, poll=poll).exists():
            raise no_such_poll()
        known = PollVote.objects.filter(poll=poll, person=by.pk).first()
        if known is None and poll.state != PollState.OPEN:
            raise Conflict(
                _("This poll takes no votes now."), _("Watch the wall for the next one."), code="closed"
            )
        known = known or _write(poll, choice_id, by, session)
        if known.choice_id != choice_id:
            raise Conflict(
                _("You have voted in this poll already."), _("A vote stays as it was given."), code="voted"
            )
    return known


def _write(poll: Poll, choice_id: int, by: Actor, session: Session) -> PollVote:
    try:
        with transaction.atomic():
            made = PollVote.objects.create(poll=poll, choice_id=choice_id, person=by.person, voted_at=now())
    except IntegrityError:
        return PollVote.objects.get(poll=poll, person=by.pk)
    # That they voted, not for what: the ledger is read by many.
    _record(poll, "gatherings.vote", by, session)
    return made


def no_such_poll() -> Missing:
    return Missing(_("There is no such poll."), _("Reload the page to see what is asked now."))


def _cleaned(choices: Sequence[str]) -> list[str]:
    answers = [clean_words(each, field="choices", limit=CHOICE) for each in choices if each.strip()]
    if not 2 <= len(answers) <= MOST_CHOICES:
        raise Invalid(
            _("A poll has between two and %(most)s answers.") % {"most": MOST_CHOICES},
            _("Write them one a line."),
            field="choices",
        )
    if len(set(answers)) < len(answers):
        raise Invalid(_("Two answers are the same."), _("Write each once."), field="choices")
    return answers


def _check_going_on(session: Session, *, draft_too: bool = False) -> None:
    if session.state not in TAKING_PEOPLE and not (draft_too and session.state == State.DRAFT):
        raise Conflict(
            _("This gathering takes no polls now."),
            _("That is possible from its publication to its end."),
            code="state",
        )


def _locked(poll_id: int) -> Poll:
    poll = Poll.objects.select_for_update(no_key=True).filter(pk=poll_id).first()
    if poll is None:
        raise no_such_poll()
    return poll


def _session(poll: Poll) -> Session:
    session = Session.objects.filter(pk=poll.session_id).first()
    if session is None:
        raise no_such_gathering()
    return session


def _record(poll: Poll, action: str, by: Actor, session: Session) -> None:
    after = {"session": session.pk, "state": str(poll.state)}
    record(poll.stream, action, by=by.person, after=after, place_path=session.place_id)
