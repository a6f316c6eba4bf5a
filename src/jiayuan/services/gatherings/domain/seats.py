"""Seats and the waiting list. Every function here is called with the role locked (:mod:`.locks`)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.ledger.domain.record import record

from ..enums import TAKING_PEOPLE, SignUpState
from ..models import Session, SessionRole, SignUp

DAY_BEGINS, DAY_ENDS = 8, 21
Party = list[SignUp]
"""Those who get their seats together: a group, or one alone."""


def free_seats(role: SessionRole) -> list[int]:
    """The numbers that nobody has, lowest first."""
    taken = set(SignUp.objects.seated().filter(role=role).values_list("seat", flat=True))
    return [number for number in range(1, role.seats + 1) if number not in taken]


def seat_or_queue(party: Party, role: SessionRole, *, must_wait: bool = False) -> None:
    """Give a new party its seats, or its turn on the waiting list if there are not enough for all of it; save it.

    ``must_wait``: the host chooses whom to give a seat, so that even a free one is not simply taken.
    """
    free = [] if must_wait else free_seats(role)
    for number, row in enumerate(party):
        role.tickets += 1
        row.ticket = role.tickets
        if len(party) <= len(free):
            row.state, row.seat = SignUpState.HELD, free[number]
        else:
            row.state, row.seat = SignUpState.WAITING, None
    role.save(update_fields=["tickets"])
    SignUp.objects.bulk_create(party)


def give_onward(role: SessionRole) -> list[Party]:
    """Offer what is free to those whose turn it is; the role is locked together with those who wait.

    In the order of their tickets. A group for which there is not yet room for all, and somebody who has a seat
    elsewhere at the same time, keep their turn and do not hold up the others. Where the start is nearer than the time
    an offer is kept, the seat is theirs at once. Seats of a role that leads are given by the host alone.
    """
    session, moment = role.session, now()
    if role.leads or session.state not in TAKING_PEOPLE or moment >= session.starts_at:
        return []
    free = free_seats(role)
    if not free:
        return []
    parties = _parties(SignUp.objects.waiting().filter(role=role))
    busy = _busy(session, parties)
    given = []
    for party in parties:
        if len(party) <= len(free) and not any(row.person_id in busy for row in party):
            _give(party, free, session, moment)
            given.append(party)
    return given


def end_rows(rows: Iterable[SignUp], state: SignUpState) -> None:
    """Take these out: cancelled or lapsed."""
    for row in rows:
        row.state, row.seat, row.offered_until, row.ended_at = state, None, None, now()
        row.save(update_fields=["state", "seat", "offered_until", "ended_at"])


def _parties(rows: Iterable[SignUp]) -> list[Party]:
    parties: dict[Any, Party] = {}
    for row in rows:
        parties.setdefault(row.group or row.pk, []).append(row)
    return list(parties.values())


def _busy(session: Session, parties: Sequence[Party]) -> set[int | None]:
    people = [row.person_id for party in parties for row in party if row.person_id is not None]
    found = SignUp.objects.overlapping(session).filter(person__in=people)
    return set(found.values_list("person_id", flat=True))


def _awake(moment: datetime) -> datetime:
    """From when somebody can be expected to read that a seat is offered: at night from eight in the morning."""
    here = local(moment)
    if DAY_BEGINS <= here.hour < DAY_ENDS:
        return moment
    morning = here.replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=1 if here.hour >= DAY_ENDS else 0)


def _give(party: Party, free: list[int], session: Session, moment: datetime) -> None:
    kept_until = _awake(moment) + timedelta(minutes=session.hold_minutes)
    at_once = kept_until >= session.starts_at
    for row in party:
        row.seat = free.pop(0)
        row.state = SignUpState.HELD if at_once else SignUpState.OFFERED
        row.offered_until = None if at_once else kept_until
        row.save(update_fields=["seat", "state", "offered_until"])
    after: dict[str, Any] = {"sign_ups": [row.pk for row in party], "role": party[0].role_id}
    if not at_once:
        after["offered_until"] = kept_until.isoformat()
    action = "gatherings.move_up" if at_once else "gatherings.offer"
    record(session.stream, action, after=after, place_path=session.place_id)
