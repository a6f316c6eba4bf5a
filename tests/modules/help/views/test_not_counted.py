"""Help that was counted and turns out to be none: found by a call-back, or its payment reversed. And mended."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from jiayuan.district.figures.domain.queries.ask import scope_for
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.models import Place
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.fund_payments import pay
from jiayuan.modules.help.enums import Tier, Uncounted, WishAction, WishState
from jiayuan.modules.help.models import CallBack, ServiceRecord, Transfer, Wish
from tests.factories import CallBackFactory, ServiceRecordFactory, WishFactory
from tests.modules.help.domain.test_parts import fulfilled, parts_of, split
from tests.modules.help.fund import STREET, FundScene
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, holder
from tests.modules.help.views.test_wall import at_the_desk

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
migration = import_module("jiayuan.modules.help.migrations.0018_counted_back")


@pytest.fixture
def scene():
    with at(MONDAY):
        yield FundScene()


def counted():
    """Person-times of the street, as its figure tells."""
    found = registers.figures["help.services"]
    return found.value(scope_for(Place.objects.get(pk=STREET), day=today()))


def helped(scene):
    wish = scene.opened()
    fulfil_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
    return scene.act(wish, WishAction.CONFIRM, scene.wisher)


def called(wish, really_done="no"):
    """Heard by the community that calls."""
    call = CallBackFactory(wish=wish, served_id=COMMUNITY, checker_id=NEIGHBOUR)
    checker = at_the_desk(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
    told = {"tries": "0", "really_done": really_done, "content": "no", "words": "又堵上了"}
    assert checker.post(reverse("console-callback-act", args=[call.pk, "heard"]), told).status_code == 302
    return call


def answered(scene, call, **told):
    desk = at_the_desk(scene.worker)
    done = desk.post(
        reverse("console-callback-act", args=[call.pk, "answer"]), {"words": "已重新疏通", **told}
    )
    assert done.status_code == 302


def recorded(action):
    return [each.payload["after"] for each in Entry.objects.filter(action=action).order_by("pk")]


class TestCallBack:
    def test_not_done_counts_no_more_and_the_station_says_why(self, scene):
        wish = helped(scene)
        assert counted() == 1
        called(wish)
        assert counted() == 0
        row = ServiceRecord.objects.get()
        assert (row.because, row.struck_by is None) == (Uncounted.CALLED_BACK, False)
        assert recorded("help.take_back") == [{"service": row.pk, "because": "callback"}]
        shown = signed_in(scene.worker).get(reverse("console-station-services", args=[scene.station.pk]))
        assert str(Uncounted.CALLED_BACK.label) in shown.content.decode()

    def test_done_stays_counted(self, scene):
        called(helped(scene), "yes")
        assert counted() == 1
        assert recorded("help.take_back") == []

    def test_mended_it_counts_again_on_its_own_day(self, scene):
        call = called(helped(scene))
        with at(MONDAY + timedelta(days=3)):
            answered(scene, call, mended="yes")
        assert counted() == 1
        assert CallBack.objects.get().mended
        row = ServiceRecord.objects.get()
        assert (row.because, row.struck_at, row.struck_by) == ("", None, None)
        assert recorded("help.count_again") == [{"service": row.pk, "because": "callback"}]
        assert recorded("help.callback_answered") == [{"mended": True}]

    def test_an_answer_alone_mends_nothing(self, scene):
        call = called(helped(scene))
        answered(scene, call)
        assert counted() == 0
        assert not CallBack.objects.get().mended

    def test_lines_of_the_desk_are_left_alone(self, scene):
        wish = helped(scene)
        ServiceRecordFactory(post=ServiceRecord.objects.get().post, people=23, day=today())
        called(wish)
        assert counted() == 23


def paid(scene):
    """A wish that the fund paid for and that was confirmed, and the entry by which money left."""
    wish = scene.on_the_last_tier()
    payment = scene.approved(wish=wish)
    pay(payment.pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
    return wish, Transfer.objects.get(payment=payment, target__kind="spent")


def reverse_it(scene, entry):
    desk = signed_in(scene.officer)
    done = desk.post(reverse("console-fund-transfer", args=[entry.pk]), {"words": "付错了商户"})
    assert done.status_code == 302, done.content.decode()


class TestReversal:
    def test_reversed_it_counts_no_more(self, scene):
        wish, entry = paid(scene)
        scene.act(wish, WishAction.CONFIRM, scene.wisher)
        assert counted() == 1
        reverse_it(scene, entry)
        assert counted() == 0
        row = ServiceRecord.objects.get()
        assert row.because == Uncounted.REVERSED
        assert recorded("help.take_back") == [{"service": row.pk, "because": "reversal"}]

    def test_reversed_before_the_yes_it_is_never_counted(self, scene):
        wish, entry = paid(scene)
        reverse_it(scene, entry)
        scene.act(wish, WishAction.CONFIRM, scene.wisher)
        assert not ServiceRecord.objects.exists()

    def test_paid_anew_it_counts_once(self, scene):
        wish, entry = paid(scene)
        wish = scene.act(wish, WishAction.CONFIRM, scene.wisher)
        reverse_it(scene, entry)
        again = scene.approved(wish=wish)
        pay(again.pk, amount=14_000, receipt=scene.receipt(), by=scene.worker)
        wish.refresh_from_db()
        assert (counted(), wish.state) == (1, WishState.FULFILLED)
        assert ServiceRecord.objects.standing().get().payment == again

    def test_what_stands_paid_is_not_paid_again(self, scene):
        wish, _entry = paid(scene)
        with pytest.raises(Conflict) as refused:
            scene.asked(wish=wish)
        assert refused.value.code == "tier"

    def test_mended_after_a_call_it_does_not_count_what_was_given_back(self, scene):
        wish, entry = paid(scene)
        scene.act(wish, WishAction.CONFIRM, scene.wisher)
        call = called(wish)
        reverse_it(scene, entry)
        answered(scene, call, mended="yes")
        assert counted() == 0


class TestParts:
    """Called back is the whole; what counts are its parts."""

    def test_not_done_takes_back_every_part_and_no_other_wish(self, scene):
        helped(scene)
        whole = split(scene, scene.opened())
        for part in parts_of(whole):
            fulfilled(scene, part)
        assert counted() == 4
        call = called(whole)
        assert counted() == 1
        answered(scene, call, mended="yes")
        assert counted() == 4

    def test_a_part_paid_for_is_taken_back_alone_and_counts_paid_anew(self, scene):
        fridge, socket = parts_of(split(scene, scene.opened()))
        fulfilled(scene, fridge)
        while socket.tier != Tier.FUND:
            socket = scene.act(socket, WishAction.CLIMB)
        payment = scene.approved(wish=socket)
        pay(payment.pk, amount=15_000, receipt=scene.receipt(), by=scene.worker)
        scene.act(socket, WishAction.CONFIRM, scene.wisher)
        assert counted() == 3
        reverse_it(scene, Transfer.objects.get(payment=payment, target__kind="spent"))
        assert counted() == 2
        again = scene.approved(wish=Wish.objects.get(pk=socket.pk))
        pay(again.pk, amount=14_000, receipt=scene.receipt(), by=scene.worker)
        assert counted() == 3
        assert Wish.objects.get(pk=fridge.parent_id).state == WishState.FULFILLED


class TestTheDatabaseItself:
    def test_what_the_desk_wrote_is_not_taken_back_by_the_platform(self, scene):
        row = ServiceRecordFactory(struck_at=MONDAY, struck_by=scene.worker.person)
        with pytest.raises(IntegrityError, match="taken_back"), transaction.atomic():
            ServiceRecord.objects.filter(pk=row.pk).update(because=Uncounted.REVERSED)

    def test_nothing_is_mended_that_was_not_answered(self, scene):
        call = CallBackFactory(wish=helped(scene), served_id=COMMUNITY, checker_id=NEIGHBOUR)
        with pytest.raises(IntegrityError, match="mended"), transaction.atomic():
            CallBack.objects.filter(pk=call.pk).update(mended=True)

    def test_done_waits_until_some_moment(self):
        with pytest.raises(IntegrityError, match="done_waits"), transaction.atomic():
            WishFactory(state=WishState.DONE, tier="point")


def test_what_was_found_before_is_taken_back_too(scene):
    kept, found = helped(scene), split(scene, scene.opened())
    for part in parts_of(found):
        fulfilled(scene, part)
    call = called(found)
    wish, entry = paid(scene)
    scene.act(wish, WishAction.CONFIRM, scene.wisher)
    reverse_it(scene, entry)
    ServiceRecord.objects.update(struck_at=None, struck_by=None, because="")
    migration.take_back(apps, None)
    struck = {
        row.because: (row.struck_by_id, row.struck_at)
        for row in ServiceRecord.objects.filter(struck_at__isnull=False)
    }
    call.refresh_from_db()
    assert ServiceRecord.objects.of_wish(found.pk).standing().count() == 0
    assert struck == {
        "callback": (call.decided_by_id, call.decided_at),
        "reversal": (scene.officer.pk, MONDAY),
    }
    assert ServiceRecord.objects.standing().get().claim.wish == kept
