"""Race pairs on PostgreSQL: somebody takes a wish on at the moment in which it is needed elsewhere."""

from threading import Barrier, Event
from unittest import mock

import pytest

from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain import acts, claims
from jiayuan.modules.help.domain.acts import Given, perform_action
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import Claim
from tests.factories import PlaceFactory
from tests.modules.help.scene import NEIGHBOUR, Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THERE = f"{NEIGHBOUR}001"


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


@pytest.fixture
def scene():
    made = Scene()
    PlaceFactory(path=THERE, kind="estate")
    return made


class TestAClaimAgainstAMove:
    def race(self, scene, wish, moved=None):
        def move():
            perform_action(wish.pk, WishAction.PLACE, by=scene.wisher, given=Given(place_path=THERE))
            if moved is not None:
                moved.set()

        ended = together(lambda: claim_wish(wish.pk, by=scene.point), move)
        wish.refresh_from_db()
        kept = Entry.objects.get(stream=wish.stream, action="help.place").payload["after"].get("kept", [])
        return ended, wish, kept

    def test_guard_on_whoever_holds_it_is_told(self, scene):
        """Either the helper was first, keeps it and is told; or it is offered elsewhere already."""
        ended, wish, kept = self.race(scene, scene.opened())
        held = list(Claim.objects.held().values_list("pk", flat=True))
        assert wish.place_id == THERE
        assert kept == held
        assert ended == ({"done": 2} if held else {"done": 1, "Refused": 1})
        assert wish.state == ("claimed" if held else "open")

    def test_guard_off_a_helper_holds_it_and_is_not_told(self, scene):
        """Each read it as it was: the helper of the old place holds a wish that left, and nobody says so."""
        opened, barrier, moved = scene.opened(), Barrier(2), Event()

        def meet(pk):
            wish = lock(pk)
            barrier.wait(timeout=20)
            return wish

        def meet_and_come_last(pk):
            wish = meet(pk)
            assert moved.wait(timeout=20)
            return wish

        lock = acts.lock_wish
        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch("jiayuan.modules.help.domain.locks.lock_rows", no_lock), \
             mock.patch("jiayuan.modules.help.domain.placing.lock_rows", no_lock), \
             mock.patch.object(claims, "lock_wish", meet_and_come_last), \
             mock.patch.object(acts, "lock_wish", meet):  # fmt: skip
            ended, _wish, kept = self.race(scene, opened, moved)
        assert ended == {"done": 2}
        assert Claim.objects.held().count() == 1
        assert kept == []
