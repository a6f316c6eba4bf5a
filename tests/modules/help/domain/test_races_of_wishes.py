"""Race pairs on PostgreSQL: a seat taken twice, and a lease that runs out while the helper says that it is done."""

from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain import claims
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, lapse_all
from jiayuan.modules.help.enums import Tier, WishState
from jiayuan.modules.help.models import Claim, Wish
from tests.modules.help.scene import BUILDING, Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RUNNERS = 5


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


@pytest.fixture
def scene():
    made = Scene()
    made.points = [made.helper(Tier.POINT, BUILDING) for _turn in range(RUNNERS)]
    return made


class TestOneSeat:
    def race(self, scene):
        wish = scene.opened()
        return together(*[lambda each=each: claim_wish(wish.pk, by=each) for each in scene.points])

    def test_guard_on_holds(self, scene):
        assert self.race(scene) == {"done": 1, "Conflict": RUNNERS - 1}
        assert Claim.objects.taking().count() == 1
        assert Wish.objects.get().state == WishState.CLAIMED

    def test_guard_off_breaks(self, scene):
        """Without the lock everybody sees the seat free; without the constraint all of them take it."""
        barrier = Barrier(RUNNERS)

        def meet(*args):
            claim = fresh(*args)
            barrier.wait(timeout=20)
            return claim

        fresh = claims._fresh
        constraint = drop("help_one_claim_a_seat")
        try:
            with mock.patch.object(locking, "lock_rows", no_lock), mock.patch.object(claims, "_fresh", meet):
                ended = self.race(scene)
            assert ended == {"done": RUNNERS}
            assert Claim.objects.taking().count() == RUNNERS
        finally:
            restore(constraint)


class TestLeaseAgainstFulfilment:
    def race(self, scene):
        claim = claim_wish(scene.opened().pk, by=scene.point)
        moment = claim.contact_by

        def fulfil():
            with at(moment):
                fulfil_claim(claim.pk, by=scene.point)

        def lapse():
            with at(moment):
                lapse_all()

        together(fulfil, lapse)
        claim.refresh_from_db()
        return claim

    def test_guard_on_one_of_them_wins_and_the_wish_agrees(self, scene):
        claim = self.race(scene)
        assert (claim.state, claim.wish.state) in {("done", "done"), ("lapsed", "open")}

    def test_guard_off_breaks(self, scene):
        """Both read the claim as held: the wish says open, and is done."""
        barrier = Barrier(2)

        def meet(pk):
            claim = lock(pk)
            barrier.wait(timeout=20)
            return claim

        lock = claims.lock_claim
        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch("jiayuan.modules.help.domain.locks.lock_rows", no_lock), \
             mock.patch.object(claims, "lock_claim", meet):  # fmt: skip
            claim = self.race(scene)
        both = Entry.objects.filter(stream=claim.wish.stream, action__in=["help.fulfil", "help.lapse"])
        assert both.count() == 2


def drop(name):
    constraint = next(each for each in Claim._meta.constraints if each.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Claim, constraint)
    return constraint


def restore(constraint):
    Claim.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Claim, constraint)
