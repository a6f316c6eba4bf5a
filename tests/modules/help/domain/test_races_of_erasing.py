"""Race pairs on PostgreSQL: somebody is forgotten while their wish is posted, taken on, paid for, or its payment
approved."""

from dataclasses import replace
from threading import Event, Thread
from unittest import mock

import pytest
from django.db import OperationalError, connection, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.people.domain import erase
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.models.person import PersonQuerySet
from jiayuan.modules.help.domain import claims, ends, forget, fund_payments, post
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.fund_payments import approve_payment, pay
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.enums import WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import Payment, Wish
from tests.factories import ConsentFactory
from tests.modules.help.fund import FundScene, balances_equal_transfers
from tests.modules.help.scene import BUILDING
from tests.racing import until, until_wait
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

class InACircle(Conflict):
    """The database broke off one of two who waited for each other."""


def told(job):
    def run():
        try:
            job()
        except OperationalError as error:
            raise InACircle(str(error)) from error

    return run


@pytest.fixture
def scene():
    made = FundScene()
    assert made.point.reach is not None
    assert made.worker.reach is not None
    return made


@pytest.fixture
def unguarded():
    """As it was: the person is locked first, and so that nobody may even refer to them."""
    inner = PersonQuerySet.select_for_update

    def strongly(self, *args, no_key=False, **named):
        return inner(self, *args, **named)

    help_last = {"help": replace(registers.personal_data["help"], lock=None)}
    with (
        mock.patch.object(PersonQuerySet, "select_for_update", strongly),
        mock.patch.dict(registers.personal_data._entries, help_last),
    ):
        yield


def meet(module, scene, act):
    """Forget who wished while ``act`` holds their wish; both get as far as they can before either goes on."""
    person_held, wish_held = Event(), Event()
    gate, lock_wish = erase.gate, module.lock_wish

    def hold_person(*args):
        person_held.set()
        until(wish_held)
        return gate(*args)

    def hold_wish(pk):
        wish = lock_wish(pk)
        wish_held.set()
        until(person_held)
        return wish

    with mock.patch.object(erase, "gate", hold_person), mock.patch.object(module, "lock_wish", hold_wish):
        return together(told(lambda: erased(scene)), told(act))


def erased(scene):
    person = Person.objects.get(pk=scene.wisher.pk)
    erase_person(person, by=Actor(person=person))


class TestClaim:
    def race(self, scene):
        wish = scene.opened()
        ended = meet(claims, scene, lambda: claim_wish(wish.pk, by=scene.point))
        wish.refresh_from_db()
        return ended, wish

    def test_guard_on_both_end(self, scene):
        ended, wish = self.race(scene)
        assert ended in ({"done": 2}, {"done": 1, "Conflict": 1})
        assert (wish.state, wish.wisher, wish.address) == (WishState.WITHDRAWN, None, "")
        assert [each.is_held for each in wish.claims.all()] in ([], [False])

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_they_wait_in_a_circle(self, scene):
        ended, _wish = self.race(scene)
        assert ended == {"done": 1, "InACircle": 1}


class TestPayment:
    def race(self, scene):
        wish = scene.on_the_last_tier()
        payment, receipt = scene.approved(wish=wish), scene.receipt()
        ended = meet(
            fund_payments, scene, lambda: pay(payment.pk, amount=20_000, receipt=receipt, by=scene.worker)
        )
        payment.refresh_from_db()
        wish.refresh_from_db()
        return ended, wish, payment

    def test_guard_on_both_end_and_the_book_agrees(self, scene):
        ended, wish, payment = self.race(scene)
        assert ended in ({"done": 2}, {"done": 1, "Conflict": 1})
        assert (wish.wisher, wish.state, payment.state) in {
            (None, WishState.FULFILLED, PaymentState.PAID),
            (None, WishState.WITHDRAWN, PaymentState.WITHDRAWN),
        }
        assert balances_equal_transfers()

    @pytest.mark.usefixtures("unguarded")
    def test_guard_off_they_wait_in_a_circle(self, scene):
        ended, *_rest = self.race(scene)
        assert ended == {"done": 1, "InACircle": 1}


class TestApproval:
    """It holds the fund and not the wish, so it may come between reading the payment and blanking its words. What runs
    is not let go of here: after that there would be nothing to approve."""

    def race(self, scene):
        payment = scene.asked(wish=scene.on_the_last_tier())
        redact, others = forget.redact, []

        def approve():
            try:
                approve_payment(payment.pk, by=scene.officer)
            finally:
                connection.close()

        def approve_meanwhile(words, *names):
            if words == payment.payee and not others:
                others.append(Thread(target=approve))
                others[0].start()
                others[0].join(timeout=20)
            return redact(words, *names)

        with (
            mock.patch.object(forget, "redact", approve_meanwhile),
            mock.patch.object(ends, "let_go_of_wishes"),
            mock.patch.object(forget, "let_go_of_wishes"),
        ):
            erased(scene)
        payment.refresh_from_db()
        return payment

    def test_guard_on_it_stays_approved(self, scene):
        assert self.race(scene).first_by == scene.officer.person

    def test_guard_off_it_is_lost(self, scene):
        save = Payment.save

        def whole(self, *args, update_fields=None, **named):
            save(self, *args, **named)

        with mock.patch.object(Payment, "save", whole):
            assert self.race(scene).first_by is None


@pytest.mark.parametrize("has_account", [True, False])
class TestPosting:
    """With the account or as a visitor with its number, while the account is being forgotten."""

    def draft(self, scene):
        return WishDraft("灯泡坏了", BUILDING, address="2单元501", contact_phone=scene.wisher.person.phone)

    def race(self, scene, has_account):
        """The wish is written and not yet there for others, when the forgetting looks for it."""
        Person.objects.filter(pk=scene.wisher.pk).update(phone_proven_at=now())
        written, forgotten, record = Event(), Event(), post.record
        draft, by = self.draft(scene), scene.wisher if has_account else Actor()

        def pause(*args, **named):
            record(*args, **named)
            written.set()
            until(forgotten)

        def forget_meanwhile():
            written.wait(timeout=20)
            erased(scene)
            forgotten.set()

        with mock.patch.object(post, "record", pause):
            assert together(lambda: post_wish(draft, by=by), forget_meanwhile) == {"done": 2}
        return Wish.objects.get()

    def test_guard_on_it_is_forgotten_too(self, scene, has_account):
        wish = self.race(scene, has_account)
        assert (wish.state, wish.wisher, wish.address) == (WishState.WITHDRAWN, None, "")
        assert not hasattr(wish, "contact")

    def test_guard_off_it_stays(self, scene, has_account):
        with mock.patch.object(post, "lock_wisher", return_value=scene.wisher.person):
            wish = self.race(scene, has_account)
        assert (wish.state, wish.address) == (WishState.POSTED, "2单元501")

    def test_posted_after_it_is_a_visitors_or_none(self, scene, has_account):
        draft, by = self.draft(scene), scene.wisher if has_account else Actor()
        begun, gate = Event(), erase.gate

        def hold(*args):
            begun.set()
            until_wait()
            return gate(*args)

        def post_meanwhile():
            begun.wait(timeout=20)
            post_wish(draft, by=by)

        with mock.patch.object(erase, "gate", hold):
            ended = together(lambda: erased(scene), post_meanwhile)
        assert ended == ({"done": 1, "Refused": 1} if has_account else {"done": 2})
        assert not Wish.objects.filter(wisher=scene.wisher.pk).exists()


class TestSomebodyWritesOfThem:
    """A row that points to the person is being written by who may want what the forgetting holds."""

    def race(self, scene):
        written, over = Event(), Event()

        def write():
            try:
                with transaction.atomic():
                    ConsentFactory(beneficiary=scene.wisher.person)
                    connection.check_constraints()  # as its commit does
                    written.set()
                    over.wait(timeout=20)
            finally:
                connection.close()

        other = Thread(target=write)
        other.start()
        assert written.wait(timeout=20)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                erased(scene)
        finally:
            over.set()
            other.join(timeout=20)

    def test_guard_on_nobody_is_waited_for(self, scene):
        self.race(scene)
        assert Person.objects.get(pk=scene.wisher.pk).phone is None

    def test_guard_off_the_number_is_a_key(self, scene):
        with connection.cursor() as cursor:
            cursor.execute("CREATE UNIQUE INDEX number_as_key ON people_person (phone)")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                self.race(scene)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP INDEX number_as_key")
