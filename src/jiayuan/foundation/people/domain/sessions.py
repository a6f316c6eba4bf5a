"""Where a person is signed in, and signing out there."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.ledger.domain.record import record

from ..devices import describe
from ..models import Person


@dataclass(frozen=True)
class SignedIn:
    """One place where somebody is signed in."""

    key: int
    device: str
    since: datetime
    seen_at: datetime
    is_this: bool


def _live(person: Person) -> "QuerySet[UserSession]":
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now())
    return UserSession.objects.filter(Exists(alive), user=person)


def sessions_of(person: Person, *, this: str | None) -> list[SignedIn]:
    """All of them, the present one (``this``: its session key) first, then the last seen."""
    rows = [
        SignedIn(row.pk, describe(row.user_agent), row.created_at, row.last_seen_at, row.session_key == this)
        for row in _live(person).order_by("-last_seen_at")
    ]
    return sorted(rows, key=lambda row: not row.is_this)


def end_session(person: Person, key: int, *, by: Actor) -> None:
    """Sign out at one place.

    :raises Missing: there is no such session of this person (any more).
    """
    found = _live(person).filter(pk=key).first()
    if found is None:
        raise Missing(
            _("This device is already signed out."), _("Reload the page to see where you are signed in.")
        )
    _end([found], person, by)


def end_other_sessions(person: Person, *, this: str | None, by: Actor) -> int:
    """Sign out everywhere else; how many places that were."""
    return _end(list(UserSession.objects.filter(user=person).exclude(session_key=this or "")), person, by)


def _end(sessions: list[UserSession], person: Person, by: Actor) -> int:
    if sessions:
        with transaction.atomic():
            for session in sessions:
                session.end()
            record(person.stream, "person.signed_out", by=by.person, after={"devices": len(sessions)})
    return len(sessions)
