"""Race pairs on PostgreSQL: seats, cancelling against offering, lapsing against accepting, one person at two places."""

from datetime import timedelta
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.services.gatherings.domain import checks, leave, seats, sign_up
from jiayuan.services.gatherings.domain.amend import change_seats
from jiayuan.services.gatherings.domain.clockwork import lapse_offers_of
from jiayuan.services.gatherings.domain.leave import accept_offer, cancel_sign_up
from jiayuan.services.gatherings.models import SessionRoleQuerySet, SignUp
from tests.factories import PersonFactory
from tests.services.cases.domain.test_races import together
from tests.services.gatherings.scene import (
    CANCELLED,
    HELD,
    LAPSED,
    OFFERED,
    WAITING,
    gathering,
    host,
    join,
    resident,
    states,
    taken,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RUNNERS = 6


def tomorrow():
    return timezone.now() + timedelta(days=1)


def no_lock(self, *args, **kwargs):
    return self


def without_constraint(name):
    """Take a unique constraint away for good; each test of this kind has a database that is made anew from a
    savepoint of rows, so it is put back by :func:`with_constraint`."""
    constraint = next(each for each in SignUp._meta.constraints if each.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(SignUp, constraint)
    return constraint


def with_constraint(constraint):
    SignUp.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(SignUp, constraint)


class TestSeats:
    def race(self, role, who):
        return together(*[lambda each=each: join(role, each) for each in who])

    def test_guard_on_holds(self):
        role, who = gathering(2, starts_at=tomorrow()), [resident() for _turn in range(RUNNERS)]
        assert self.race(role, who) == {"done": RUNNERS}
        assert states(role) == [HELD, HELD, *[WAITING] * (RUNNERS - 2)]
        assert taken(role) == [1, 2]

    def meet(self, free):
        """Everybody looks at the free seats before anybody takes one."""
        barrier = Barrier(RUNNERS)

        def look_and_meet(role):
            found = free(role)
            barrier.wait(timeout=10)
            role.tickets += 1000 * (barrier.n_waiting + 1)
            return found

        return look_and_meet

    def test_the_constraint_alone_holds_too(self):
        """Without the lock all find the same seat free; the database gives it to one."""
        role, who = gathering(1, starts_at=tomorrow()), [resident() for _turn in range(RUNNERS)]
        for each in who:
            assert each.person
        with (
            mock.patch.object(SessionRoleQuerySet, "select_for_update", no_lock),
            mock.patch.object(seats, "free_seats", self.meet(seats.free_seats)),
            pytest.raises(Exception, match="gatherings_one_a"),
        ):
            self.race(role, who)
        assert len(taken(role)) <= 1

    def test_guard_off_breaks(self):
        role, who = gathering(1, starts_at=tomorrow()), [resident() for _turn in range(RUNNERS)]
        gone = [without_constraint("gatherings_one_a_seat"), without_constraint("gatherings_one_a_ticket")]
        try:
            with (
                mock.patch.object(SessionRoleQuerySet, "select_for_update", no_lock),
                mock.patch.object(seats, "free_seats", self.meet(seats.free_seats)),
            ):
                self.race(role, who)
            assert taken(role) == [1] * RUNNERS
        finally:
            for constraint in gone:
                with_constraint(constraint)


class TestTwoPlaces:
    """One person, two gatherings at the same time, two phones."""

    def race(self, here, there, who):
        return together(lambda: join(here, who), lambda: join(there, who))

    def test_guard_on_holds(self):
        start, who = tomorrow(), resident()
        here, there = gathering(starts_at=start), gathering(starts_at=start)
        assert self.race(here, there, who) == {"done": 1, "Conflict": 1}
        assert len(taken(here)) + len(taken(there)) == 1

    def test_guard_off_breaks(self):
        """Without the lock on the person both look, find nothing and take a seat."""
        start, who, barrier = tomorrow(), resident(), Barrier(2)
        here, there = gathering(starts_at=start), gathering(starts_at=start)

        def check_and_meet(session, person):
            checks.check_time(session, person)
            barrier.wait(timeout=10)

        with (
            mock.patch("jiayuan.services.gatherings.domain.locks.lock_people"),
            mock.patch.object(sign_up, "check_time", check_and_meet),
        ):
            assert self.race(here, there, who) == {"done": 2}
        assert len(taken(here)) + len(taken(there)) == 2


class TestCancelAgainstOffer:
    """The first in line leaves at the moment when a seat comes free."""

    def scene(self):
        role, first = gathering(1, starts_at=tomorrow()), resident()
        holder = join(role)
        waiting = join(role, first)
        join(role)
        return role, holder, waiting, first

    def race(self, holder, waiting, first):
        return together(
            lambda: cancel_sign_up(holder.pk, by=Actor(person=holder.person)),
            lambda: cancel_sign_up(waiting.pk, by=first),
        )

    def test_guard_on_holds(self):
        role, holder, waiting, first = self.scene()
        assert self.race(holder, waiting, first) == {"done": 2}
        assert states(role) == [CANCELLED, CANCELLED, OFFERED]

    def test_guard_off_breaks(self):
        """Without the lock the seat is offered to who has just left, and nobody else hears of it."""
        role, holder, waiting, _first = self.scene()
        left, real = Barrier(2), seats._give

        def give_late(*args):
            left.wait(timeout=10)
            left.wait(timeout=10)
            real(*args)

        def leave_meanwhile():
            left.wait(timeout=10)
            SignUp.objects.filter(pk=waiting.pk).update(state=CANCELLED, ended_at=now())
            left.wait(timeout=10)

        with (
            mock.patch.object(SessionRoleQuerySet, "select_for_update", no_lock),
            mock.patch.object(seats, "_give", give_late),
        ):
            together(lambda: cancel_sign_up(holder.pk, by=Actor(person=holder.person)), leave_meanwhile)
        assert states(role) == [CANCELLED, OFFERED, WAITING]
        assert SignUp.objects.get(pk=waiting.pk).ended_at is not None


class TestLapseAgainstAccept:
    """The time is over at the moment when they say yes."""

    def scene(self):
        role, first = gathering(1, starts_at=tomorrow()), resident()
        holder, waiting = join(role), join(role, first)
        join(role)
        cancel_sign_up(holder.pk, by=Actor(person=holder.person))
        SignUp.objects.filter(pk=waiting.pk).update(offered_until=now() - timedelta(seconds=1))
        return role, waiting, first

    def test_guard_on_holds(self):
        role, waiting, first = self.scene()
        with mock.patch.object(leave, "_check_offer_stands", self.generous):
            ended = together(lambda: accept_offer(waiting.pk, by=first), lambda: lapse_offers_of(role.pk))
        assert states(role) in ([CANCELLED, HELD, WAITING], [CANCELLED, LAPSED, OFFERED])
        assert ended["done"] == (2 if states(role)[1] == HELD else 1)

    def generous(self, row):
        """As if their request had come a second earlier."""
        if row.state == LAPSED:
            raise leave.Conflict("over")

    def test_guard_off_breaks(self):
        """Without the lock the seat is theirs and somebody else's offer at once: two for one seat."""
        role, waiting, first = self.scene()
        checked, lapsed = Barrier(2), Barrier(2)

        def check_and_wait(_row):
            checked.wait(timeout=10)
            lapsed.wait(timeout=10)

        def lapse():
            checked.wait(timeout=10)
            lapse_offers_of(role.pk)
            lapsed.wait(timeout=10)

        gone = without_constraint("gatherings_seat_when_seated")
        try:
            self.race_unlocked(waiting, first, lapse, check_and_wait)
            assert states(role) == [CANCELLED, HELD, OFFERED]
            assert SignUp.objects.seated().filter(role=role).count() == 2
        finally:
            with_constraint(gone)

    def race_unlocked(self, waiting, first, lapse, check_and_wait):
        with (
            mock.patch.object(SessionRoleQuerySet, "select_for_update", no_lock),
            mock.patch("jiayuan.services.gatherings.domain.locks.lock_people"),
            mock.patch.object(leave, "_check_offer_stands", check_and_wait),
            mock.patch.object(leave, "live_party", lambda row: [row]),
        ):
            together(lambda: accept_offer(waiting.pk, by=first), lapse)


def test_signing_up_leaving_and_more_seats_at_once_never_wait_for_one_another_forever():
    """Locks are taken in one order everywhere: no deadlock among what touches role, people and ledger."""
    start = tomorrow()
    roles = [gathering(2, starts_at=start), gathering(2, starts_at=start)]
    people, worker = [Actor(person=PersonFactory()) for _turn in range(4)], host()
    assert worker.reach
    rows = [join(role) for role in roles for _turn in range(2)]
    jobs = [lambda role=role, who=who: join(role, who) for role in roles for who in people]
    jobs += [lambda row=row: cancel_sign_up(row.pk, by=Actor(person=row.person)) for row in rows]
    jobs += [lambda role=role: change_seats(role.pk, 4, by=worker) for role in roles]
    ended = together(*jobs)
    assert ended["done"] + ended["Conflict"] == len(jobs)
    assert all(len(taken(role)) <= 4 for role in roles)
