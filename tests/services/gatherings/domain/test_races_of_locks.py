"""Race pairs on PostgreSQL: what is done once to one gathering, presence or series, by two at the same moment.

With the lock on the second finds it done and is told so; with the lock off both read it as it was before, and it is
done and recorded twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Barrier
from types import ModuleType
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.domain import perform, repair, series
from jiayuan.services.gatherings.enums import Action, PresenceState, State
from jiayuan.services.gatherings.models import Presence, Series, Session
from tests.factories import PlaceFactory, PresenceFactory, SeriesFactory, SignUpFactory
from tests.services.cases.domain.test_races import together
from tests.services.gatherings.domain.test_races import tomorrow
from tests.services.gatherings.scene import COMMUNITY, gathering, host

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WAIT = 20


@dataclass(frozen=True)
class Act:
    """``make`` writes the row and gives what two do to it; ``lock`` is read through, ``unlocked`` instead of it."""

    room: ModuleType
    lock: str
    unlocked: Callable[..., Any]
    action: str
    make: Callable[[], Callable[[Actor], object]]


def _publish() -> Callable[[Actor], object]:
    here = PlaceFactory(path=COMMUNITY)
    key = gathering(starts_at=tomorrow(), state=State.DRAFT, place=here).session_id
    return lambda by: perform.perform_action(key, Action.PUBLISH, by=by)


def _deny() -> Callable[[Actor], object]:
    role = gathering(place=PlaceFactory(path=COMMUNITY), state=State.CLOSED)
    key = PresenceFactory(sign_up=SignUpFactory(role=role), state=PresenceState.SURE).pk
    return lambda by: repair.decide_presence(key, was_there=False, because="没有来", by=by)


def _pause() -> Callable[[Actor], object]:
    key = SeriesFactory(place=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: series.pause_series(key, by=by)


def _presence(key: int) -> tuple[Presence, Session]:
    found = Presence.objects.select_related("sign_up__person", "sign_up__session").get(pk=key)
    return found, found.sign_up.session


ACTS = {
    "publish": Act(
        perform, "lock_session", lambda key: Session.objects.get(pk=key), "gatherings.publish", _publish
    ),
    "deny": Act(repair, "_locked", _presence, "gatherings.deny", _deny),
    "pause": Act(
        series,
        "lock_series",
        lambda key, by: Series.objects.get(pk=key),  # noqa: ARG005 (as the lock is called)
        "gatherings.pause_series",
        _pause,
    ),
}


def at_once(act: Act) -> dict[str, int]:
    do, hosts = act.make(), [host() for _ in range(2)]
    assert all(each.reach for each in hosts)  # read before the race
    return dict(together(*[lambda by=by: do(by) for by in hosts]))


@pytest.mark.parametrize("name", ACTS)
class TestDoneOnce:
    def test_guard_on_holds(self, name: str) -> None:
        assert at_once(ACTS[name]) == {"done": 1, "Conflict": 1}
        assert Entry.objects.filter(action=ACTS[name].action).count() == 1

    def test_guard_off_does_it_twice(self, name: str) -> None:
        act, barrier = ACTS[name], Barrier(2)

        def met(*given: Any, **named: Any) -> Any:
            row = act.unlocked(*given, **named)
            barrier.wait(WAIT)
            return row

        with mock.patch.object(act.room, act.lock, met):
            assert at_once(act) == {"done": 2}
        assert Entry.objects.filter(action=act.action).count() == 2
