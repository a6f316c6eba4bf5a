"""Changing a session: what it is, when, and how many seats it has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import TAKING_PEOPLE, Action, State
from ..lifecycle import BY_ACTION
from ..limits import TITLE, WHERE, WORDS
from ..models import Session, SessionRole, SignUp
from ..rules import HOST
from .drafts import check_length, check_seats, check_span
from .locks import lock_role, lock_session
from .seats import free_seats, give_onward

TEXTS = {
    "title": (TITLE, True),
    "title_en": (TITLE * 2, False),
    "words": (WORDS, False),
    "where": (WHERE, False),
}
"""What can be written anew: how long it may be, and whether it must be there."""
TIMES = ("starts_at", "ends_at")


def amend_session(session_id: int, changes: Mapping[str, Any], *, by: Actor) -> Session:
    """Change texts (``title``, ``title_en``, ``words``, ``where``) or times (``starts_at``, ``ends_at``, aware).

    What was changed by hand is never changed by its series again. Who signed up keeps the seat, even where the new
    time meets another gathering of theirs; they are told both.

    :raises Invalid: naming the field. :raises Refused: ``by`` does not run it. :raises Conflict: it is over, or was
        called off, or the start of one that is taking place would move.
    """
    fields = cleaned_changes(changes)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if State(session.state) not in BY_ACTION[Action.AMEND].sources:
            raise Conflict(_("This can no longer be changed."), _("Plan another one like it."), code="state")
        apply_changes(session, fields, by=by, by_hand=True)
    return session


def cleaned_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """:raises Invalid: naming the field that is wrong, or cannot be changed."""
    return {name: _cleaned(name, value) for name, value in changes.items()}


def apply_changes(session: Session, fields: Mapping[str, Any], *, by: Actor, by_hand: bool) -> bool:
    """Write what differs into a session that is locked and can be changed; did anything? ``by_hand``: its series leaves
    it alone from now on.

    :raises Invalid, Conflict: a time that cannot be.
    """
    changed = {name: value for name, value in fields.items() if getattr(session, name) != value}
    if not changed:
        return False
    before = {name: _plain(getattr(session, name)) for name in changed}
    for name, value in changed.items():
        setattr(session, name, value)
    _check_times(session, changed)
    session.is_edited = session.is_edited or by_hand
    session.save(update_fields=[*changed, "is_edited", "updated_at"])
    record(
        session.stream,
        "gatherings.amend",
        by=by.person,
        before=before,
        after={name: _plain(value) for name, value in changed.items()},
        place_path=session.place_id,
    )
    return True


def change_seats(role_id: int, seats: int, *, by: Actor) -> SessionRole:
    """More seats go to who waits; fewer are possible down to those that are taken.

    :raises Invalid: no such number (field ``seats``). :raises Conflict: more are taken, or it is over.
    """
    check_seats(seats)
    with transaction.atomic():
        role = lock_role(role_id, and_waiting=True)
        session = role.session
        gate(by, HOST, session)
        if session.state not in (State.DRAFT, *TAKING_PEOPLE):
            raise Conflict(_("This can no longer be changed."), _("Plan another one like it."), code="state")
        before, role.seats = role.seats, seats
        _move_down(role)
        role.save(update_fields=["seats"])
        record(
            session.stream,
            "gatherings.change_seats",
            by=by.person,
            before={"seats": before},
            after={"seats": seats, "role": role.pk},
            place_path=session.place_id,
        )
        give_onward(role)
    return role


def _move_down(role: SessionRole) -> None:
    """Whoever has a seat beyond the last one gets a free one below."""
    beyond = list(SignUp.objects.seated().filter(role=role, seat__gt=role.seats).order_by("seat"))
    free = free_seats(role)
    if len(beyond) > len(free):
        taken = role.seats + len(beyond) - len(free)
        raise Conflict(
            _("%(taken)s seats are taken already.") % {"taken": taken},
            _("Fewer than that are possible only when somebody cancels."),
            code="taken",
        )
    for row, number in zip(beyond, free, strict=False):
        row.seat = number
        row.save(update_fields=["seat"])


def _cleaned(name: str, value: Any) -> Any:
    if name in TEXTS:
        limit, required = TEXTS[name]
        return clean_words(value, field=name, limit=limit, required=required)
    if name in TIMES and isinstance(value, datetime):
        return value
    raise Invalid(_("This cannot be changed here."), _("Plan another one like it."), field=name)


def _check_times(session: Session, changed: Mapping[str, Any]) -> None:
    if "starts_at" in changed:
        if session.state == State.RUNNING:
            raise Conflict(_("It has begun already."), _("Only its end can still be moved."), code="running")
        check_span(session.starts_at, session.ends_at)
    elif "ends_at" in changed:
        if session.ends_at <= now():
            raise Invalid(_("This lies in the past."), _("Choose a time to come."), field="ends_at")
        check_length(session.starts_at, session.ends_at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
