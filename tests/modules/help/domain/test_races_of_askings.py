"""Race pairs on PostgreSQL: two answers to one asking, and an answer against somebody else's claim."""

from threading import Barrier
from unittest import mock

import pytest

from jiayuan.foundation.common import locking
from jiayuan.modules.help.domain import asking as askings
from jiayuan.modules.help.domain import claims
from jiayuan.modules.help.domain.asking import answer_asking, ask_helper
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Asking, Claim
from tests.modules.help.domain.test_races_of_wishes import drop, no_lock, restore
from tests.modules.help.scene import BUILDING, Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    return Scene()


def unlocked(pk):
    return Asking.objects.select_related("wish").get(pk=pk)


class TestTwoAnswers:
    """Yes and no from two phones of one helper."""

    def race(self, scene):
        asking = ask_helper(scene.opened().pk, scene.point.pk, by=scene.worker)
        return together(
            lambda: answer_asking(asking.pk, True, by=scene.point),
            lambda: answer_asking(asking.pk, False, by=scene.point),
        )

    def test_guard_on_one_of_them_holds(self, scene):
        assert self.race(scene) == {"done": 1, "Conflict": 1}
        assert (Asking.objects.get().state, Claim.objects.count()) in {("yes", 1), ("no", 0)}

    def test_guard_off_breaks(self, scene):
        """Both see the question open, and both are told that their answer counts."""
        barrier = Barrier(2)

        def meet(asking):
            check(asking)
            barrier.wait(timeout=20)

        check = askings._check_waiting
        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch.object(askings, "_lock", unlocked), \
             mock.patch.object(askings, "_check_waiting", meet):  # fmt: skip
            assert self.race(scene) == {"done": 2}


class TestAnswerAgainstClaim:
    """An asking reserves nothing: one seat, whoever is first."""

    def race(self, scene):
        wish, other = scene.opened(), scene.helper(Tier.POINT, BUILDING)
        asking = ask_helper(wish.pk, scene.point.pk, by=scene.worker)
        return together(
            lambda: answer_asking(asking.pk, True, by=scene.point), lambda: claim_wish(wish.pk, by=other)
        )

    def test_guard_on_holds(self, scene):
        assert self.race(scene) == {"done": 1, "Conflict": 1}
        assert Claim.objects.taking().count() == 1
        assert Asking.objects.get().state in ("yes", "closed")

    def test_guard_off_breaks(self, scene):
        barrier = Barrier(2)

        def meet(*args):
            claim = fresh(*args)
            barrier.wait(timeout=20)
            return claim

        fresh, constraint = claims._fresh, drop("help_one_claim_a_seat")
        try:
            with mock.patch.object(locking, "lock_rows", no_lock), mock.patch.object(claims, "_fresh", meet), \
                 mock.patch.object(askings, "_lock", unlocked):  # fmt: skip
                self.race(scene)
            assert Claim.objects.taking().count() == 2
        finally:
            Asking.objects.all().delete()
            restore(constraint)
