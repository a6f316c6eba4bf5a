"""A charity hour that was held, for the tests of what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.enums import State, Way
from jiayuan.services.gatherings.models import Session
from tests.conftest import COMMUNITY
from tests.factories import PlaceFactory, RoleGrantFactory, SessionFactory, SessionRoleFactory, SignUpFactory

FRIDAY = datetime(2026, 3, 6, 18, tzinfo=timezone.get_default_timezone())


@dataclass
class Hour:
    """``leader`` runs it (a grid worker of the community), ``office`` confirms; a sign-up for each person."""

    session: Session
    leader: Actor
    office: Actor
    sign_ups: list[Any]

    @property
    def people(self) -> list[Any]:
        return [each.person for each in self.sign_ups]

    def check(self, index: int, way: Way, minutes: int) -> Any:
        """The leader enters that somebody came or went, so many minutes after the beginning."""
        moment = self.session.starts_at + timedelta(minutes=minutes)
        with at(moment):
            return check_by_host(self.sign_ups[index].pk, way, by=self.leader)

    def was_there(self, index: int, minutes: int = 60) -> Any:
        self.check(index, Way.IN, 0)
        return self.check(index, Way.OUT, minutes)

    @property
    def after(self) -> datetime:
        return self.session.ends_at + timedelta(hours=1)


def charity_hour(
    count: int = 2, *, starts_at: datetime = FRIDAY, people: Any = None, state: State = State.CLOSED
) -> Hour:
    """It is over, and the leader enters who was there."""
    place = PlaceFactory(path=COMMUNITY)
    leader, office = (
        Actor(person=RoleGrantFactory(role=role, place=place).person)
        for role in (Role.GRID_WORKER, Role.COMMUNITY_WORKER)
    )
    session = SessionFactory(
        kind="charity_hour", place=place, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        state=state, title="清理楼道杂物",
    )  # fmt: skip
    role = SessionRoleFactory(session=session)
    given = people or [None] * count
    rows = [SignUpFactory(role=role, **({"person": each} if each else {})) for each in given]
    return Hour(session, leader, office, rows)
