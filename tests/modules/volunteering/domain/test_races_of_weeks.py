"""Race pairs on PostgreSQL: last week is repeated once, a community reminded once a day, a shop reported once."""

from collections import Counter
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.volunteering.domain import rhythm, shops
from jiayuan.modules.volunteering.domain.activities import choose_activity, load_activities
from jiayuan.modules.volunteering.domain.shops import VisitDraft, visit_shop
from jiayuan.modules.volunteering.domain.week import week_of
from jiayuan.modules.volunteering.models import ShopVisit, WeekNudge
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import Case
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session
from tests.conftest import COMMUNITY
from tests.factories import PlaceFactory, RoleGrantFactory, SessionFactory, SessionRoleFactory
from tests.modules.volunteering.hour import FRIDAY, charity_hour
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WEEK, THURSDAY = week_of(FRIDAY.date()), FRIDAY - timedelta(days=1, hours=9)


def two(role: Role, path: str = COMMUNITY) -> list[Actor]:
    place = PlaceFactory(path=path)
    actors = [Actor(person=RoleGrantFactory(role=role, place=place).person) for _ in range(2)]
    assert all(each.reach for each in actors)
    return actors


def at_the_same_time(act: Any, actors: list[Actor]) -> Counter[str]:
    def job(by: Actor) -> None:
        with at(THURSDAY):
            act(by)

    return together(*[lambda by=by: job(by) for by in actors])


class TestRepeatedOnce:
    def repeat_twice(self) -> Counter[str]:
        last = SessionFactory(
            kind="charity_hour", place=PlaceFactory(path=COMMUNITY), state=State.CLOSED,
            starts_at=FRIDAY - timedelta(days=7),
        )  # fmt: skip
        SessionRoleFactory(session=last)
        workers = two(Role.COMMUNITY_WORKER)
        return at_the_same_time(lambda by: rhythm.repeat_last(COMMUNITY, WEEK, by=by), workers)

    def test_guard_on_holds(self) -> None:
        assert self.repeat_twice() == {"done": 1, "Conflict": 1}
        assert Session.objects.filter(state=State.DRAFT).count() == 1

    def test_guard_off_makes_two(self) -> None:
        """Without the lock of the one it is like both find that this week has none."""
        barrier, real = Barrier(2), rhythm.copy_session

        def late(*given: Any, **named: Any) -> Session:
            barrier.wait(10)
            return real(*given, **named)

        with (
            mock.patch.object(rhythm, "lock_session", lambda pk: Session.objects.get(pk=pk)),
            mock.patch.object(rhythm, "copy_session", late),
        ):
            assert self.repeat_twice() == {"done": 2}
        assert Session.objects.filter(state=State.DRAFT).count() == 2


def test_two_officers_remind_once_a_day() -> None:
    two(Role.COMMUNITY_WORKER)
    officers = two(Role.STREET_OFFICER, COMMUNITY[:9])
    done = at_the_same_time(lambda by: rhythm.nudge(COMMUNITY, WEEK, by=by), officers)
    assert done == {"done": 1, "Conflict": 1}
    assert WeekNudge.objects.count() == 1


class TestReportedOnce:
    """The same form twice at once, as a phone that was cut off sends it."""

    def send_twice(self) -> Counter[str]:
        load_activities()
        load_catalogue()
        hour = charity_hour(1)
        choose_activity(hour.session.pk, "shops", by=hour.leader)
        draft, by = VisitDraft("老李粮油", ("goods",)), Actor(person=hour.people[0])
        return together(*[lambda: visit_shop(hour.session.pk, draft, by=by, nonce="n") for _ in range(2)])

    def test_guard_on_holds(self) -> None:
        assert self.send_twice() == {"done": 2}
        assert (ShopVisit.objects.count(), Case.objects.count()) == (1, 1)

    def test_guard_off_is_held_by_the_database(self) -> None:
        with mock.patch.object(shops, "lock_session", lambda pk: Session.objects.get(pk=pk)):
            assert self.send_twice() == {"done": 2}
        assert (ShopVisit.objects.count(), Case.objects.count()) == (1, 1)
