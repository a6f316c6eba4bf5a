"""Reminding those who have a seat. What was said and has not left the house yet is taken back where it no longer holds.

The duty may come late or twice: of the reminders whose time has come only the last is sent, once for each start.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record

from ..enums import SignUpState, State
from ..limits import EARLIEST_REMINDER
from ..models import Reminder, Series, Session, SignUp
from ..rules import HOST
from .drafts import cleaned_reminders
from .locks import lock_session
from .series import lock_series

NOT_BEGUN = (State.DRAFT, State.PUBLISHED)


def remind_all() -> int:
    """Remind of every session whose time has come; of how many. Two queries where it has come for none."""
    moment = now()
    soon = Session.objects.filter(
        state=State.PUBLISHED,
        starts_at__gt=moment,
        starts_at__lte=moment + timedelta(minutes=EARLIEST_REMINDER),
    )
    coming = {
        (pk, starts_at, due)
        for pk, starts_at, minutes in soon.values_list("pk", "starts_at", "remind_minutes")
        if (due := due_minutes(starts_at, minutes, moment)) is not None
    }
    if not coming:
        return 0
    known = Reminder.objects.filter(session__in={pk for pk, _starts_at, _due in coming})
    done = set(known.values_list("session_id", "starts_at", "minutes"))
    return sum(remind_of(pk) for pk in sorted(pk for pk, starts_at, due in coming - done))


def due_minutes(starts_at: datetime, minutes: Sequence[int], moment: datetime) -> int | None:
    """The latest reminder whose time has come; None before the first, and once it has begun."""
    if moment >= starts_at:
        return None
    return min((each for each in minutes if starts_at - timedelta(minutes=each) <= moment), default=None)


def remind_of(session_id: int) -> bool:
    """Remind those who have a seat in it, if it is time and was not done. The ledger's listener tells them."""
    with transaction.atomic():
        session = lock_session(session_id)
        due = due_minutes(session.starts_at, session.remind_minutes, now())
        if session.state != State.PUBLISHED or due is None:
            return False
        _row, is_new = Reminder.objects.get_or_create(
            session=session, starts_at=session.starts_at, minutes=due, defaults={"sent_at": now()}
        )
        rows = SignUp.objects.filter(session=session, state=SignUpState.HELD, person__isnull=False)
        reminded = list(rows.order_by("pk").values_list("pk", flat=True))
        if not is_new or not reminded:
            return False
        record(
            session.stream,
            "gatherings.remind",
            after={"sign_ups": reminded, "minutes_before": due, "starts_at": session.starts_at.isoformat()},
            place_path=session.place_id,
        )
    return True


def change_reminders(session_id: int, minutes: Sequence[int], *, by: Actor) -> Session:
    """When those who come are reminded: minutes before the start; none at all is possible.

    :raises Invalid: too many, too early or too late (field ``remind_minutes``). :raises Refused: ``by`` does not run
        it. :raises Conflict: it has begun.
    """
    wanted = cleaned_reminders(minutes)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if session.state not in NOT_BEGUN:
            raise Conflict(
                _("It has begun, and nobody is reminded any more."), _("Nothing more needs to be done.")
            )
        _set_reminders(session, wanted, by=by)
    return session


def change_series_reminders(series_id: int, minutes: Sequence[int], *, by: Actor) -> Series:
    """The same for all that is still to come of a series. A gathering for which other times were chosen keeps them.

    :raises Invalid: as :func:`change_reminders`. :raises Refused, Conflict: as :func:`.series.lock_series`.
    """
    wanted = cleaned_reminders(minutes)
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        before = series.remind_minutes
        if before == wanted:
            return series
        series.remind_minutes = wanted
        series.save(update_fields=["remind_minutes", "updated_at"])
        _record_change(series, before, by=by)
        coming = Session.objects.filter(series=series, state__in=NOT_BEGUN, starts_at__gt=now())
        for key in list(coming.order_by("pk").values_list("pk", flat=True)):
            session = lock_session(key)
            if session.state in NOT_BEGUN and session.remind_minutes == before:
                _set_reminders(session, wanted, by=by)
    return series


def _set_reminders(session: Session, wanted: list[int], *, by: Actor) -> None:
    before = session.remind_minutes
    if before == wanted:
        return
    session.remind_minutes = wanted
    session.save(update_fields=["remind_minutes", "updated_at"])
    _record_change(session, before, by=by)


def _record_change(changed: Session | Series, before: list[int], *, by: Actor) -> None:
    record(
        changed.stream,
        "gatherings.change_reminders",
        by=by.person,
        before={"remind_minutes": before},
        after={"remind_minutes": changed.remind_minutes},
        place_path=changed.place_id,
    )
