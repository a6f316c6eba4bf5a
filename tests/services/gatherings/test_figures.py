"""Figures of gatherings: what was held, offered, attended and rated, of one place and one period, row by row."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.district.figures.domain.queries.ask import answers, scope_for
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.places.models import Place
from jiayuan.services.gatherings.domain.feedback import rate_session
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action, PresenceState
from jiayuan.services.gatherings.models import SessionRole
from tests.factories import PlaceFactory, PresenceFactory, SignUpFactory

from .scene import FRIDAY, THURSDAY, gathering, host, resident

pytestmark = pytest.mark.django_db
ELSEWHERE = "140106005001"


def said(place: Place, **asked: Any) -> dict[str, tuple[Any, list[str]]]:
    scope = scope_for(place, **asked)
    found = answers(scope, prefix="gatherings.")
    return {each.figure.id: (each.value, each.figure.records(scope)) for each in found}


def came(role: SessionRole, state: str = PresenceState.SURE, **more: Any) -> Any:
    return PresenceFactory(sign_up=SignUpFactory(role=role, **more), state=state)


def test_what_ended_counts_with_its_seats_and_those_who_came() -> None:
    """One that was held, one that was called off, one still open; somebody denied and somebody to be asked."""
    by, guest = host(), resident()
    with at(THURSDAY):
        role, off, _open = gathering(3), gathering(7), gathering(9)
        perform_action(off.session_id, Action.CANCEL, by=by, words="下雨")
    sure = came(role, person=guest.person)
    came(role, PresenceState.PENDING)
    came(role, PresenceState.DENIED)
    home, nothing = role.session.place, {"held": 0, "seats": 0, "came": 0, "feedback": 0}
    with at(FRIDAY + timedelta(hours=2)):
        assert {
            key.removeprefix("gatherings."): value for key, (value, _rows) in said(home).items()
        } == nothing
        closed = perform_action(role.session_id, Action.CLOSE, by=by)
        rating = rate_session(closed, score=5, words="好", by=guest)
        now = said(home)
    assert now == {
        "gatherings.held": (1, [f"gathering/{role.session_id}"]),
        "gatherings.seats": (3, [f"gathering-role/{role.pk}"]),
        "gatherings.came": (1, [f"presence/{sure.pk}"]),
        "gatherings.feedback": (1, [f"rating/{rating.pk}"]),
    }
    friday = local(FRIDAY).date()
    with at(FRIDAY + timedelta(days=9)):
        assert said(home, day=friday) == now, "a past day reads as it was"
        empty = dict.fromkeys(now, (0, []))
        assert said(home, day=friday - timedelta(days=1)) == empty
        assert said(home, since=friday + timedelta(days=1)) == empty
        assert said(PlaceFactory(path=ELSEWHERE)) == empty


def test_lines_open_the_gathering_and_name_nobody(sign_in: Any, django_assert_max_num_queries: Any) -> None:
    by = host()
    with at(THURSDAY):
        roles = [gathering(3) for _turn in range(3)]
    names = [came(role).sign_up.person.name for role in roles for _turn in range(3)]
    with at(FRIDAY + timedelta(hours=2)):
        for role in roles:
            perform_action(role.session_id, Action.CLOSE, by=by)
        client = sign_in(by.person)
        for figure_id, lines in (("gatherings.held", 3), ("gatherings.seats", 3), ("gatherings.came", 9)):
            address = f"/console/figures/{figure_id}/"
            client.get(address)
            with django_assert_max_num_queries(10):
                page = client.get(address).content.decode()
            links = sum(page.count(f'href="/console/gatherings/{role.session_id}/"') for role in roles)
            assert links == lines, figure_id
            assert not any(name in page for name in names)
