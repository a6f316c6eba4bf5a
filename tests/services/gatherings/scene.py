"""A neighbourhood that gathers: who hosts, who comes, and a session to come to."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.services.gatherings.domain.drafts import AboutDraft, RoleDraft
from jiayuan.services.gatherings.domain.sign_up import SignUpDraft, sign_up
from jiayuan.services.gatherings.enums import SignUpState
from jiayuan.services.gatherings.models import Session, SessionRole, SignUp
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory, SessionFactory, SessionRoleFactory

COMMUNITY = "140106004010"
THURSDAY = datetime(2026, 11, 5, 2, tzinfo=UTC)
"""Ten in the morning in Taiyuan."""
FRIDAY = datetime(2026, 11, 6, 10, tzinfo=UTC)
"""Six in the evening, when it begins."""


def resident() -> Actor:
    return Actor(person=PersonFactory())


def host(path: str = COMMUNITY, role: Role = Role.COMMUNITY_WORKER, **fields: Any) -> Actor:
    person = PersonFactory()
    RoleGrantFactory(person=person, role=role, place=PlaceFactory(path=path), **fields)
    return Actor(person=person)


def gathering(
    seats: int = 2, *, starts_at: datetime = FRIDAY, minutes: int = 60, **fields: Any
) -> SessionRole:
    """The one role of a published session."""
    session = SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **fields)
    return SessionRoleFactory(session=session, seats=seats)


def join(role: SessionRole, who: Actor | None = None, *companions: str, nonce: str | None = None) -> SignUp:
    """Sign somebody up; their own row."""
    draft = SignUpDraft(role.pk, companions=companions)
    return sign_up(draft, by=who or resident(), nonce=nonce).rows[0]


def states(role: SessionRole) -> list[str]:
    """State of every sign-up of a role, in the order in which they came."""
    return list(SignUp.objects.filter(role=role).order_by("ticket").values_list("state", flat=True))


def about(**fields: Any) -> AboutDraft:
    """A get-together in the community, with one role of twelve seats."""
    PlaceFactory(path=COMMUNITY)
    given = {
        "kind": "meeting",
        "place_id": COMMUNITY,
        "title": "清理小院",
        "roles": [RoleDraft("参加者", 12)],
    }
    return AboutDraft(**(given | fields))


def taken(role: SessionRole) -> list[int]:
    """Numbers of the seats that somebody has or is offered."""
    rows = SignUp.objects.seated().filter(role=role).order_by("seat")
    return [seat for seat in rows.values_list("seat", flat=True) if seat is not None]


def fresh(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


HELD, WAITING, OFFERED = SignUpState.HELD, SignUpState.WAITING, SignUpState.OFFERED
CANCELLED, LAPSED, WALKED_IN = SignUpState.CANCELLED, SignUpState.LAPSED, SignUpState.WALKED_IN
