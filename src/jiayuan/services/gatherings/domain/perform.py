"""The actions of the one table, apart from changing what a session is."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import Action, SignUpState, State
from ..kinds import kind_of
from ..lifecycle import BY_ACTION
from ..limits import EARLY
from ..models import Session, SignUp
from ..rules import HOST
from .locks import lock_session
from .seats import end_rows

REASON = 200
BY_THE_CLOCK = (Action.OPEN, Action.CLOSE)
"""What happens without anybody, when the time has come."""


def perform_action(session_id: int, action: Action, *, by: Actor, words: str = "") -> Session:
    """Publish, begin, end, file or call off. Changing has its own: :func:`.amend.amend_session`.

    :param words: the reason for calling off; everybody who signed up reads it.
    :raises Missing: no such gathering. :raises Refused: ``by`` does not run it.
    :raises Conflict: it is not in a state from which this is possible, or not yet the time for it.
    :raises Invalid: calling off without a reason (field ``words``).
    """
    step = BY_ACTION[action]
    said = clean_words(words, field="words", limit=REASON, required=step.needs_words)
    with transaction.atomic():
        session = lock_session(session_id)
        if by is not SYSTEM or action not in BY_THE_CLOCK:
            gate(by, HOST, session)
        _check_step(session, action)
        before, session.state = session.state, step.target or session.state
        if action == Action.PUBLISH:
            session.published_at = now()
        if action in (Action.CLOSE, Action.CANCEL):
            session.closed_at = now()
        session.save(update_fields=["state", "published_at", "closed_at", "updated_at"])
        told = _end_sign_ups(session, action)
        after = {"state": str(session.state)} | ({"because": said} if said else {})
        entry = record(
            session.stream,
            f"gatherings.{action}",
            by=by.person,
            before={"state": str(before)},
            after=after | ({"sign_ups": told} if told else {}),
            place_path=session.place_id,
        )
        kind = kind_of(session.kind)
        if kind is not None and kind.after_action is not None:
            kind.after_action(session, entry)
    return session


def _check_step(session: Session, action: Action) -> None:
    step = BY_ACTION[action]
    if State(session.state) not in step.sources:
        raise Conflict(
            _("“%(action)s” is not possible while it is: %(state)s.")
            % {"action": action.label, "state": session.get_state_display()},
            _("Reload the page to see how it stands now."),
            code="state",
        )
    if action == Action.PUBLISH and session.ends_at <= now():
        raise Conflict(_("This is over already."), _("Give it a time that is still to come."), code="over")
    opens = session.starts_at - (EARLY if action == Action.OPEN else timedelta(0))
    if action in BY_THE_CLOCK and opens > now():
        raise Conflict(
            _("It has not begun yet."), _("Call it off if it does not take place."), code="not-begun"
        )


def _end_sign_ups(session: Session, action: Action) -> list[int]:
    """Called off: nobody has a seat any more. Over: nobody waits any more. Whom it concerns, for telling them."""
    rows = SignUp.objects.live().filter(session=session)
    if action == Action.CANCEL:
        ended = list(rows)
        end_rows(ended, SignUpState.CANCELLED)
        return [row.pk for row in ended]
    if action == Action.CLOSE:
        end_rows(rows.filter(state__in=(SignUpState.WAITING, SignUpState.OFFERED)), SignUpState.LAPSED)
    return []
