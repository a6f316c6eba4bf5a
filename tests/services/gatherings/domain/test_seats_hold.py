"""Whatever people do, in whatever order: no seat twice, nobody twice, and the queue in its order."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import DomainError
from jiayuan.services.gatherings.domain.amend import change_seats
from jiayuan.services.gatherings.domain.clockwork import lapse_offers
from jiayuan.services.gatherings.domain.leave import accept_offer, cancel_sign_up
from jiayuan.services.gatherings.enums import LIVE
from jiayuan.services.gatherings.models import SessionRole, SignUp
from tests.factories import PersonFactory
from tests.services.gatherings.scene import OFFERED, THURSDAY, WAITING, gathering, host, join, taken

pytestmark = pytest.mark.django_db
PEOPLE = 6
steps = st.one_of(
    st.tuples(st.just("join"), st.integers(0, PEOPLE - 1), st.integers(0, 2)),
    st.tuples(st.just("leave"), st.integers(0, 11), st.just(0)),
    st.tuples(st.just("accept"), st.integers(0, 11), st.just(0)),
    st.tuples(st.just("seats"), st.integers(1, 5), st.just(0)),
    st.tuples(st.just("later"), st.integers(1, 150), st.just(0)),
)


def parties(role, state):
    """Lowest ticket and size of each party in a state, in the order of the tickets."""
    rows = SignUp.objects.filter(role=role, state=state).order_by("ticket")
    found = {}
    for row in rows:
        found.setdefault(row.group or row.pk, []).append(row)
    return list(found.values())


def check_invariants(role):
    role = SessionRole.objects.get(pk=role.pk)
    seats = taken(role)
    assert len(seats) <= role.seats
    assert len(set(seats)) == len(seats)
    assert not seats or max(seats) <= role.seats
    people = list(
        SignUp.objects.filter(role=role, state__in=LIVE, person__isnull=False).values_list(
            "person", flat=True
        )
    )
    assert len(set(people)) == len(people)
    free = role.seats - len(seats)
    assert all(len(party) > free for party in parties(role, WAITING)), (
        "a seat is free and somebody waits for it"
    )


def check_order(role, offered_before):
    """Of those offered a seat just now, nobody of the same size or smaller who came before still waits."""
    new = [party for party in parties(role, OFFERED) if party[0].pk not in offered_before]
    for party in new:
        for waiting in parties(role, WAITING):
            assert len(waiting) > len(party) or waiting[0].ticket > party[0].ticket


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(plan=st.lists(steps, min_size=6, max_size=16), seats=st.integers(1, 4))
def test_seats_hold(db, plan, seats):
    with at(THURSDAY):
        role, worker = gathering(seats), host()
        crowd = [Actor(person=PersonFactory()) for _turn in range(PEOPLE)]
        moment = THURSDAY
        for step, number, companions in plan:
            offered = set(SignUp.objects.filter(role=role, state=OFFERED).values_list("pk", flat=True))
            with at(moment), suppress(DomainError):
                moment += perform(step, number, companions, role=role, crowd=crowd, worker=worker)
            check_invariants(role)
            check_order(role, offered)


def perform(step, number, companions, *, role, crowd, worker):
    """One thing that somebody does; how much time it takes."""
    rows = list(SignUp.objects.filter(role=role).order_by("pk"))
    if step == "join":
        join(role, crowd[number], *["小李"] * companions)
    elif step == "leave" and rows:
        cancel_sign_up(rows[number % len(rows)].pk, by=worker, whole_group=bool(number % 2))
    elif step == "accept" and rows:
        accept_offer(rows[number % len(rows)].pk, by=worker)
    elif step == "seats":
        change_seats(role.pk, number, by=worker)
    elif step == "later":
        lapse_offers()
        return timedelta(minutes=number)
    return timedelta(minutes=1)
