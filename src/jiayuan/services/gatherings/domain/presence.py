"""Checking in and out: by the rotating code, by the host, and later for phones that had no network."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import day_with_weekday, local
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.source import Source, current_source

from ..codes import is_current, shown_at
from ..enums import LIVE, TAKING_PEOPLE, PresenceSource, PresenceState, State, Way, Within
from ..limits import AT_THE_PLACE, EARLY, REPAIR_UNTIL, REPLAY_TRUSTED, REPLAY_UNTIL
from ..models import Presence, Session, SignUp
from ..rules import HOST, SEE, SIGN_UP
from .locks import lock_session, no_such_gathering
from .nonces import own_nonce
from .presences import Mark, write_mark
from .walk_ins import come_without_a_seat, walk_in_person

EARTH = 6_371_000
"""Metres."""


@dataclass(frozen=True)
class Scan:
    """What a phone sends: the address it scanned, its nonce and, where the session asks, where it is (WGS-84 degrees;
    compared and forgotten)."""

    way: Way
    code: str
    nonce: str
    latitude: float | None = None
    longitude: float | None = None


def check_by_code(session_id: int, scan: Scan, *, by: Actor) -> Presence:
    """Check oneself in or out. Who did not sign up has come as well: without a seat, in a role that asks for nothing.

    The time is that of the code, never of the phone's clock. A code of another moment is taken only from the queue of
    a phone without network, until two days after the end; one that comes later than ten minutes after it was shown
    waits for the host's word, since a photograph of it could have been passed on.

    :raises Missing: no such gathering. :raises Refused: not signed in.
    :raises Conflict: it is not the time, called off, or (code ``not-in``) checking out without having checked in.
    :raises Invalid: the code ran out or is none (field ``code``).
    """
    nonce = own_nonce(scan.nonce, by)
    known = _known(nonce)
    if known is not None:
        return known
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, SEE, session)
        gate(by, SIGN_UP, session)
        known = _known(nonce)
        if known is not None:
            return known
        mark = _mark_of(session, scan, nonce)
        sign_up = _own(session, by) or walk_in_person(session, by=by, way=scan.way)
        return write_mark(sign_up, session, mark, by=by)


def check_by_host(
    sign_up_id: int, way: Way, *, by: Actor, at: datetime | None = None, nonce: str | None = None
) -> Presence:
    """The host enters that somebody came or went, now or ``at`` a time of the session.

    :raises Invalid: a time outside of the session (field ``at``). :raises Refused: ``by`` does not run it.
    """
    kept = own_nonce(nonce, by)
    known = _known(kept)
    if known is not None:
        return known
    with transaction.atomic():
        sign_up, session = locked_sign_up(sign_up_id)
        gate(by, HOST, session)
        check_open(session)
        moment = at or now()
        check_moment(session, moment)
        source = PresenceSource.OFFLINE if current_source() == Source.OFFLINE else PresenceSource.HOST
        come_without_a_seat(sign_up, by=by)
        return write_mark(sign_up, session, Mark(way, moment, source, kept), by=by)


def locked_sign_up(sign_up_id: int) -> tuple[SignUp, Session]:
    """A live sign-up and its session, locked. :raises Missing: there is none. :raises Conflict: it has ended."""
    row = SignUp.objects.filter(pk=sign_up_id).first()
    if row is None:
        raise no_such_gathering()
    session = lock_session(row.session_id)
    row.refresh_from_db()
    row.session = session
    if row.state not in LIVE:
        raise Conflict(_("This sign-up has ended."), _("Enter them as somebody who came without one."))
    return row, session


def check_open(session: Session) -> None:
    """:raises Conflict: it was called off, or filed and over for longer than anybody remembers who was there."""
    if session.state == State.CANCELLED:
        raise Conflict(
            _("This gathering was called off."),
            _("Who was there is not entered for what was not held."),
            code="called-off",
        )
    last = session.ends_at + REPAIR_UNTIL
    if session.state == State.FILED and now() > last:
        raise Conflict(
            _("This gathering is filed; who was there could be put right until %(day)s.")
            % {"day": day_with_weekday(local(last).date())},
            _("What stands there stays. If it is wrong, tell the community office."),
            code="too-late",
        )


def check_moment(session: Session, moment: datetime, *, field: str = "at") -> None:
    """:raises Invalid: earlier or later than anybody can have been there, or in the future."""
    if not session.starts_at - EARLY <= moment <= min(session.ends_at + EARLY, now()):
        raise Invalid(
            _("At this time the gathering was not on."),
            _("Enter a time between half an hour before it begins and half an hour after it ends."),
            field=field,
        )


def moment_at(session: Session, clock: time) -> datetime:
    """A time of the day, on the day on which the session is on then: one that begins at eleven in the evening is on at
    half past midnight of the next."""
    day = local(session.starts_at).date()
    moment = timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
    return moment if moment >= session.starts_at - EARLY else moment + timedelta(days=1)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points (latitude, longitude)."""
    (lat1, lon1), (lat2, lon2) = (tuple(radians(each) for each in point) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1)))


def _known(kept: str | None) -> Presence | None:
    """What was written the first time, if this was sent before."""
    if kept is None:
        return None
    return Presence.objects.filter(in_nonce=kept).first() or Presence.objects.filter(out_nonce=kept).first()


def _mark_of(session: Session, scan: Scan, nonce: str | None) -> Mark:
    moment, late = now(), current_source() == Source.OFFLINE
    within = _within(session, scan)
    if is_current(bytes(session.secret), scan.way, scan.code, moment):
        _check_on(session, moment)
        return Mark(scan.way, moment, PresenceSource.QR, nonce, within)
    if not late:
        raise Invalid(
            _("This code has run out."), _("Scan the one that is shown now; it changes every half minute."),
            field="code", code="run-out",
        )  # fmt: skip
    if moment > session.ends_at + REPLAY_UNTIL:
        raise Conflict(
            _("This came too late: it was sent more than two days after the end."),
            _("Tell whoever led the gathering that you were there."),
            code="too-late",
        )
    shown = shown_at(
        bytes(session.secret), scan.way, scan.code, session.starts_at - EARLY, session.ends_at + EARLY
    )
    if shown is None or shown > moment:
        raise Invalid(
            _("This is no code of this gathering."),
            _("Tell whoever led it that you were there."),
            field="code",
        )
    _check_on(session, shown, is_replay=True)
    trusted = moment - shown <= REPLAY_TRUSTED
    state = PresenceState.SURE if trusted else PresenceState.PENDING
    return Mark(scan.way, shown, PresenceSource.OFFLINE, nonce, within, state)


def _check_on(session: Session, moment: datetime, *, is_replay: bool = False) -> None:
    fits = (*TAKING_PEOPLE, State.CLOSED) if is_replay else TAKING_PEOPLE
    if session.state == State.CANCELLED:
        raise Conflict(
            _("This gathering was called off."), _("See what else is near and soon."), code="called-off"
        )
    if session.state not in fits or not session.starts_at - EARLY <= moment <= session.ends_at + EARLY:
        raise Conflict(
            _("It is not the time to check in or out here."),
            _("That is possible from half an hour before it begins until half an hour after it ends."),
            code="not-now",
        )


def _own(session: Session, by: Actor) -> SignUp | None:
    """Their own sign-up, where it lets them take part: whoever waited and came has come without a seat."""
    row = SignUp.objects.live().filter(session=session, person=by.person).first()
    if row is None:
        return None
    row.session = session
    return come_without_a_seat(row, by=by)


def _within(session: Session, scan: Scan) -> Within:
    here, there = (scan.latitude, scan.longitude), (session.latitude, session.longitude)
    if not session.checks_place or None in here or None in there:
        return Within.UNKNOWN
    metres = distance(here, there)  # type: ignore[arg-type]
    return Within.YES if metres <= AT_THE_PLACE else Within.NO
