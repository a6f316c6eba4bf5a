"""Race pairs on PostgreSQL: the last two parts that end at the same second, a part that ends while the whole is
withdrawn, and a helper who says "done" while the whole is withdrawn. The wish that was split ends once, never hangs
open, and what was done of it counts."""

from threading import Barrier, Event
from unittest import mock

import pytest

from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain import acts, claims
from jiayuan.modules.help.domain import parts as parts_module
from jiayuan.modules.help.domain.acts import Given, perform_action
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import ENDS, Tier, WishAction, WishState
from jiayuan.modules.help.models import Claim, ServiceRecord, Wish
from tests.modules.help.scene import BUILDING, Scene
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PARTS = (PartDraft("抬冰箱", "一台冰箱要抬上五楼"), PartDraft("修插座", "厨房插座松了", kind="repair"))
LOCKS = "jiayuan.modules.help.domain.locks.lock_rows"


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


def only_itself(model, keys):
    """As if a part did not queue at the whole: it waits for itself alone."""
    if model is Wish and Wish.objects.filter(pk__in=set(keys), split_at__isnull=False).exists():
        return
    locking.lock_rows(model, keys)


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def whole(scene):
    return scene.act(scene.opened(), WishAction.SPLIT, given=Given(parts=PARTS))


def parts_of(whole):
    return list(Wish.objects.filter(parent=whole).order_by("part"))


def done(scene, part):
    helper = scene.helper(Tier.POINT, BUILDING)
    fulfil_claim(claim_wish(part.pk, by=helper).pk, by=helper)


def ends(whole):
    return Entry.objects.filter(stream=whole.stream, action__in=["help.parts_ended", "help.withdraw"]).count()


class TestTheLastTwo:
    def race(self, scene, whole):
        for part in parts_of(whole):
            done(scene, part)
        confirming = [
            lambda pk=each.pk: perform_action(pk, WishAction.CONFIRM, by=scene.wisher)
            for each in parts_of(whole)
        ]
        ended = together(*confirming)
        whole.refresh_from_db()
        return ended

    def test_guard_on_it_ends_once(self, scene, whole):
        assert self.race(scene, whole) == {"done": 2}
        assert (whole.state, ends(whole)) == (WishState.FULFILLED, 1)

    def test_guard_off_it_hangs_open(self, scene, whole):
        """Each sees the other one still waiting, and nobody ends the whole."""
        barrier, follow = Barrier(2), parts_module.follow_parts

        def meet(part):
            follow(part)
            barrier.wait(timeout=20)

        with mock.patch(LOCKS, only_itself), \
             mock.patch("jiayuan.modules.help.domain.acts.follow_parts", meet):  # fmt: skip
            assert self.race(scene, whole) == {"done": 2}
        assert {each.state for each in parts_of(whole)} == {WishState.FULFILLED}
        assert (whole.state, ends(whole)) == (WishState.SPLIT, 0)


class TestAPartAgainstTheWhole:
    """One part is fulfilled; the other is given up by who wished, while the whole is withdrawn."""

    @pytest.fixture
    def second(self, scene, whole):
        first, second = parts_of(whole)
        done(scene, first)
        perform_action(first.pk, WishAction.CONFIRM, by=scene.wisher)
        return second

    def race(self, scene, whole, second):
        ended = together(
            lambda: perform_action(second.pk, WishAction.WITHDRAW, by=scene.wisher),
            lambda: perform_action(whole.pk, WishAction.WITHDRAW, by=scene.wisher),
        )
        whole.refresh_from_db()
        return ended

    def test_guard_on_one_of_them_ends_it_and_the_other_is_told(self, scene, whole, second):
        assert self.race(scene, whole, second) == {"done": 1, "Conflict": 1}
        assert (whole.state, ends(whole)) == (WishState.PARTLY, 1)
        assert all(each.state in ENDS for each in parts_of(whole))

    def test_guard_off_both_are_told_that_they_ended_it(self, scene, whole, second):
        """Each read the part as running, and neither learns of the other."""
        barrier = Barrier(2)

        def meet(*args, **kwargs):
            found = lock(*args, **kwargs)
            barrier.wait(timeout=20)
            return found

        lock = acts.lock_wish
        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch(LOCKS, no_lock), \
             mock.patch.object(parts_module, "lock_rows", no_lock), \
             mock.patch.object(acts, "lock_wish", meet):  # fmt: skip
            assert self.race(scene, whole, second) == {"done": 2}


class TestASeatThatIsDoneAgainstTheWhole:
    """Of two seats of a part one helper says "done" this moment, and the whole is withdrawn."""

    @pytest.fixture
    def claim(self, scene):
        fridge = PartDraft("抬冰箱", "一台冰箱要抬上五楼", seats=2)
        whole = scene.act(scene.opened(), WishAction.SPLIT, given=Given(parts=(fridge, PARTS[1])))
        return claim_wish(parts_of(whole)[0].pk, by=scene.point)

    def race(self, scene, claim):
        whole = claim.wish.parent
        ended = together(
            lambda: fulfil_claim(claim.pk, by=scene.point),
            lambda: perform_action(whole.pk, WishAction.WITHDRAW, by=scene.wisher),
        )
        whole.refresh_from_db()
        done = Claim.objects.filter(state="done").count()
        return ended, (whole.state, done, ServiceRecord.objects.count())

    def test_guard_on_what_was_done_counts(self, scene, claim):
        """Done first it counts and the wish ended in part; withdrawn first the helper is told so."""
        assert self.race(scene, claim) in (
            ({"done": 2}, (WishState.PARTLY, 1, 1)),
            ({"done": 1, "Conflict": 1}, (WishState.WITHDRAWN, 0, 0)),
        )

    def test_guard_off_it_was_done_and_counts_nowhere(self, scene, claim):
        """The whole is withdrawn as if nothing had been done, and both are told that theirs holds."""
        held, withdrawn = Event(), Event()
        lock, end = claims.lock_claim, parts_module.whole_of

        def first_read(pk):
            found = lock(pk)
            held.set()
            withdrawn.wait(timeout=20)
            return found

        def then_end(whole):
            held.wait(timeout=20)
            state = end(whole)
            withdrawn.set()
            return state

        with mock.patch.object(locking, "lock_rows", no_lock), \
             mock.patch(LOCKS, no_lock), \
             mock.patch.object(parts_module, "lock_rows", no_lock), \
             mock.patch.object(claims, "lock_claim", first_read), \
             mock.patch.object(parts_module, "whole_of", then_end):  # fmt: skip
            ended, found = self.race(scene, claim)
        assert ended == {"done": 2}
        assert found[2] == 0
        assert Entry.objects.filter(action="help.fulfil").exists()
