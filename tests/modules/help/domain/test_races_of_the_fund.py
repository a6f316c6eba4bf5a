"""Race pairs on PostgreSQL: approvals at the same second, the last money, and a payment against a withdrawal."""

from threading import Barrier, Event
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain import acts, fund, fund_book, fund_payments, services
from jiayuan.modules.help.domain.fund import note_donation, reverse_transfer
from jiayuan.modules.help.domain.fund_payments import approve_payment, pay
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import Account, Payment, ServiceRecord, Transfer
from tests.modules.help.fund import GRANTED, FundScene, balances_equal_transfers
from tests.modules.help.scene import COMMUNITY
from tests.racing import until
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def no_lock(_model, _keys):
    """As if nobody waited for anybody."""


@pytest.fixture
def scene():
    return FundScene()


@pytest.fixture
def unguarded():
    with mock.patch.object(locking, "lock_rows", no_lock), mock.patch.object(fund_book, "lock_rows", no_lock):
        yield


def meeting(module, name, runners=2):
    """Everybody goes on from there together: each has read what stood before."""
    return mock.patch.object(module, name, met(getattr(module, name), runners))


def met(inner, runners=2):
    barrier = Barrier(runners)

    def meet(*args, **named):
        found = inner(*args, **named)
        barrier.wait(timeout=20)
        return found

    return meet


def approvals():
    return Entry.objects.filter(action="help.fund_approve").count()


class TestTwoApprovalsByTheSame:
    def race(self, scene):
        payment = scene.asked()
        ended = together(*[lambda: approve_payment(payment.pk, by=scene.officer)] * 2)
        payment.refresh_from_db()
        return ended, payment

    def test_guard_on_it_is_one(self, scene):
        ended, payment = self.race(scene)
        assert ended == {"done": 1, "Refused": 1}
        assert (payment.state, payment.second_by, approvals()) == (PaymentState.ASKED, None, 1)

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_breaks(self, scene):
        """Both are told that theirs was the first."""
        with meeting(fund_payments, "lock_payment"):
            ended, _payment = self.race(scene)
        assert (ended, approvals()) == ({"done": 2}, 2)


class TestTwoApprovalsByTwo:
    def race(self, scene):
        payment = scene.asked()
        ended = together(
            lambda: approve_payment(payment.pk, by=scene.officer),
            lambda: approve_payment(payment.pk, by=scene.chief),
        )
        payment.refresh_from_db()
        return ended, payment

    def test_guard_on_both_count(self, scene):
        ended, payment = self.race(scene)
        assert ended == {"done": 2}
        assert payment.state == PaymentState.APPROVED
        assert {payment.first_by, payment.second_by} == {scene.officer.person, scene.chief.person}

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_one_is_lost(self, scene):
        with meeting(fund_payments, "lock_payment"):
            ended, payment = self.race(scene)
        assert (ended, approvals()) == ({"done": 2}, 2)
        assert (payment.state, payment.second_by) == (PaymentState.ASKED, None)


class TestTheLastMoney:
    def race(self, scene):
        return together(
            lambda: scene.asked(amount=GRANTED), lambda: scene.asked(amount=GRANTED, by=scene.colleague)
        )

    def test_guard_on_one_gets_it(self, scene):
        assert self.race(scene) == {"done": 1, "Conflict": 1}
        assert scene.held() == (0, GRANTED, 0)
        assert Payment.objects.count() == 1
        assert balances_equal_transfers()

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_it_is_promised_twice(self, scene):
        """Without the lock both see it; without the constraint both are promised it."""
        constraint = next(
            each for each in Account._meta.constraints if each.name == "help_account_never_negative"
        )
        with connection.schema_editor() as editor:
            editor.remove_constraint(Account, constraint)
        try:
            with meeting(fund_payments, "_asked"), meeting(fund_book, "Transfer"):
                assert self.race(scene) == {"done": 2}
            assert scene.held() == (-GRANTED, 2 * GRANTED, 0)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE help_transfer CASCADE")
            Account.objects.update(balance=0)
            with connection.schema_editor() as editor:
                editor.add_constraint(Account, constraint)


class TestPaymentAgainstWithdrawal:
    def ready(self, scene):
        wish = scene.on_the_last_tier()
        return wish, scene.approved(wish=wish), scene.receipt()

    def race(self, scene, wish, payment, receipt):
        return together(
            lambda: pay(payment.pk, amount=20_000, receipt=receipt, by=scene.worker),
            lambda: scene.act(wish, WishAction.WITHDRAW, by=scene.wisher),
        )

    def test_guard_on_the_wish_and_the_money_agree(self, scene):
        wish, payment, receipt = self.ready(scene)
        assert self.race(scene, wish, payment, receipt) == {"done": 1, "Conflict": 1}
        wish.refresh_from_db()
        payment.refresh_from_db()
        assert (wish.state, payment.state, scene.held()) in {
            (WishState.DONE, PaymentState.PAID, (GRANTED - 20_000, 0, 20_000)),
            (WishState.WITHDRAWN, PaymentState.WITHDRAWN, (GRANTED, 0, 0)),
        }
        assert balances_equal_transfers()

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_it_is_withdrawn_and_paid_for(self, scene):
        """Who withdraws saw the wish open, and goes on when it has been paid for."""
        wish, payment, receipt = self.ready(scene)
        seen, paid, check = Event(), Event(), acts._check_state

        def linger(*args):
            check(*args)
            seen.set()
            assert paid.wait(timeout=20)

        def pay_meanwhile():
            assert seen.wait(timeout=20)
            pay(payment.pk, amount=20_000, receipt=receipt, by=scene.worker)
            paid.set()

        with mock.patch.object(acts, "_check_state", linger):
            ended = together(pay_meanwhile, lambda: scene.act(wish, WishAction.WITHDRAW, by=scene.wisher))
        wish.refresh_from_db()
        payment.refresh_from_db()
        assert ended == {"done": 2}
        assert (wish.state, payment.state) == (WishState.WITHDRAWN, PaymentState.PAID)


ONCE = "help_transfer_reverses_id_key"
"""As PostgreSQL calls it that an entry is undone by one other at most."""


class TestTwoReversals:
    def race(self, scene):
        wrong = note_donation(COMMUNITY, amount=8_800, receipt="17", by=scene.worker)
        undo = lambda by: lambda: reverse_transfer(wrong.pk, words="多写了一个零", by=by)  # noqa: E731
        return together(undo(scene.officer), undo(scene.chief))

    def test_guard_on_it_is_undone_once(self, scene):
        assert self.race(scene) == {"done": 1, "Conflict": 1}
        assert scene.held() == (GRANTED, 0, 0)
        assert balances_equal_transfers()

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_money_leaves_twice(self, scene):
        """Without the lock both see it standing; without the constraint both undo it, and another gift is gone too."""
        note_donation(COMMUNITY, amount=8_800, receipt="18", by=scene.worker)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE help_transfer DROP CONSTRAINT {ONCE}")
        try:
            with meeting(fund, "_way_back"):
                assert self.race(scene) == {"done": 2}
            assert scene.held() == (GRANTED, 0, 0)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE help_transfer CASCADE")
                cursor.execute(f"ALTER TABLE help_transfer ADD CONSTRAINT {ONCE} UNIQUE (reverses_id)")


class TestReversalAgainstTheYes:
    """Who wished says that it is done while its payment is reversed: nothing may stay counted."""

    def race(self, scene):
        wish = scene.on_the_last_tier()
        payment = scene.approved(wish=wish)
        pay(payment.pk, amount=20_000, receipt=scene.receipt(), by=scene.worker)
        entry = Transfer.objects.get(payment=payment, target__kind="spent")
        counting, reversed_ = Event(), Event()
        paid_for, take_back = services._paid_for, fund.take_back

        def count_slowly(wish):
            found = list(paid_for(wish))
            counting.set()
            until(reversed_)
            return found

        def take_back_meanwhile(*args, **named):
            until(counting)
            return take_back(*args, **named)

        def undo():
            reverse_transfer(entry.pk, words="付错了", by=scene.chief)
            reversed_.set()

        with (
            mock.patch.object(services, "_paid_for", count_slowly),
            mock.patch.object(fund, "take_back", take_back_meanwhile),
        ):
            ended = together(lambda: scene.act(wish, WishAction.CONFIRM, by=scene.wisher), undo)
        return ended, ServiceRecord.objects.standing().count()

    def test_guard_on_nothing_stays_counted(self, scene):
        assert self.race(scene) == ({"done": 2}, 0)

    def test_guard_off_it_stays_counted(self, scene):
        with mock.patch.object(fund, "lock_wish"):
            assert self.race(scene) == ({"done": 2}, 1)
