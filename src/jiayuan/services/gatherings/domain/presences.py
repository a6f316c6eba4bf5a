"""Writing when somebody came and went, and what follows from it. Called with the session locked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record

from ..enums import PresenceSource, PresenceState, Way, Within
from ..kinds import kind_of
from ..limits import EARLY
from ..models import Presence, Session, SignUp


@dataclass(frozen=True)
class Mark:
    """One of the two moments of a presence, and how it is known."""

    way: Way
    at: datetime
    source: PresenceSource
    nonce: str | None = None
    within: Within = Within.UNKNOWN
    state: PresenceState = PresenceState.SURE


def write_mark(sign_up: SignUp, session: Session, mark: Mark, *, by: Actor) -> Presence:
    """Enter one moment. A second check-in keeps the first time, a later check-out moves the end.

    :raises Conflict: out without in (code ``not-in``), out before in, or the host said they were not there.
    """
    held = Presence.objects.select_for_update(no_key=True).filter(sign_up=sign_up).first()
    if held is not None and held.state == PresenceState.DENIED:
        raise Conflict(
            _("Whoever leads the gathering said that this person was not there."),
            _("Speak with them; they can put it right."),
            code="denied",
        )
    if mark.way == Way.IN:
        return held if held is not None else _come(sign_up, session, mark, by)
    return _go(held, session, mark, by)


def minutes_of(presence: Presence, session: Session) -> int | None:
    """Whole minutes between the two times inside the session's span and half an hour around it; None until sure."""
    if presence.out_at is None or presence.state != PresenceState.SURE:
        return None
    begins = max(presence.in_at, session.starts_at - EARLY)
    ends = min(presence.out_at, session.ends_at + EARLY)
    return max(int((ends - begins).total_seconds()) // 60, 0)


def write_down(
    presence: Presence,
    session: Session,
    action: str,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    because: str = "",
) -> Presence:
    """Save with the minutes that follow, record it, and let the kind's module do its part once both times are known."""
    presence.minutes = minutes_of(presence, session)
    presence.save()
    sign_up = presence.sign_up
    entry = record(
        session.stream,
        action,
        by=by.person,
        on_behalf_of=sign_up.person if sign_up.person_id not in (None, by.pk) else None,
        before=before,
        after=facts_of(presence) | ({"because": because} if because else {}),
        place_path=session.place_id,
    )
    kind = kind_of(session.kind)
    if kind is not None and kind.after_presence is not None and presence.out_at is not None:
        kind.after_presence(presence, entry)
    return presence


def facts_of(presence: Presence) -> dict[str, Any]:
    """What the ledger keeps of a presence."""
    return {
        "sign_up": presence.sign_up_id,
        "in_at": presence.in_at.isoformat(),
        "out_at": presence.out_at.isoformat() if presence.out_at else None,
        "state": str(presence.state),
        "minutes": presence.minutes,
    }


def _come(sign_up: SignUp, session: Session, mark: Mark, by: Actor) -> Presence:
    presence = Presence(
        sign_up=sign_up, in_at=mark.at, in_source=mark.source, in_nonce=mark.nonce, in_within=mark.within,
        state=mark.state,
    )  # fmt: skip
    return write_down(presence, session, "gatherings.check_in", by=by)


def _go(held: Presence | None, session: Session, mark: Mark, by: Actor) -> Presence:
    if held is None:
        raise Conflict(
            _("You have not been checked in yet."),
            _("Check in first, or tell whoever leads the gathering when you came."),
            code="not-in",
        )
    if mark.at < held.in_at:
        raise Conflict(
            _("That would be before they came."), _("Put the time of coming right first."), code="before-in"
        )
    if held.out_at is not None and held.out_at >= mark.at:
        return held
    before = facts_of(held)
    held.out_at, held.out_source, held.out_nonce, held.out_within = (
        mark.at,
        mark.source,
        mark.nonce,
        mark.within,
    )
    if mark.state == PresenceState.PENDING:
        held.state = PresenceState.PENDING
    return write_down(held, session, "gatherings.check_out", by=by, before=before)
