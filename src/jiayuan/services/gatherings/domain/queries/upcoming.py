"""What is near and soon, how full it is, and what somebody signed up for. Constant numbers of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.places.paths import ancestors, inside

from ...enums import LIVE, SEATED, TAKING_PEOPLE, SignUpState
from ...models import Session, SessionQuerySet, SessionRole, SignUp, SignUpQuerySet
from ..feedback import rated_by


@dataclass(frozen=True)
class Seats:
    """A role and how full it is."""

    role: SessionRole
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        return max(self.role.seats - self.taken, 0)


def upcoming(path: str = "") -> SessionQuerySet:
    """What is to come and takes people: all of it, or what a place offers, with what the places around it do."""
    rows = Session.objects.filter(state__in=TAKING_PEOPLE, ends_at__gt=now())
    if path:
        rows = rows.filter(inside([path], field="place_id") | Q(place_id__in=ancestors(path)))
    return rows.for_lines()


def seats_of(session_ids: Sequence[int]) -> Mapping[int, list[Seats]]:
    """The roles of these sessions, by session. One query."""
    rows = SessionRole.objects.filter(session__in=session_ids).annotate(
        taken_now=Count("sign_ups", filter=Q(sign_ups__state__in=SEATED)),
        waiting_now=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING)),
    )
    found: dict[int, list[Seats]] = {}
    for role in rows.order_by("pk"):
        found.setdefault(role.session_id, []).append(Seats(role, role.taken_now, role.waiting_now))
    return found


def sign_ups_of(actor: Actor) -> SignUpQuerySet:
    """What this person signed up for, with what a line shows."""
    rows = SignUp.objects.filter(person=actor.pk) if actor.pk is not None else SignUp.objects.none()
    return rows.select_related("session__place", "role").defer(
        "session__words", "session__secret", "session__place__boundary"
    )


@dataclass(frozen=True)
class Mine:
    """Somebody's own sign-up in a session, and what goes with it."""

    sign_up: SignUp
    party: Sequence[SignUp]
    ahead: int
    """How many wait before them."""
    presence: Any
    may_rate: bool


def mine_in(session: Session, actor: Actor) -> Mine | None:
    """The actor's living sign-up in a session; None if there is none."""
    if actor.pk is None:
        return None
    rows = SignUp.objects.filter(session=session, person=actor.pk, state__in=LIVE)
    sign_up = rows.select_related("role", "presence").first()
    if sign_up is None:
        return None
    party = [sign_up]
    if sign_up.group is not None:
        party = list(SignUp.objects.live().filter(group=sign_up.group).order_by("pk"))
    ahead = 0
    if sign_up.state == SignUpState.WAITING:
        ahead = SignUp.objects.waiting().filter(role=sign_up.role_id, ticket__lt=sign_up.ticket).count()
    presence = getattr(sign_up, "presence", None)
    may_rate = presence is not None and presence.state != "denied" and not rated_by(sign_up)
    return Mine(sign_up, party, ahead, presence, may_rate)
