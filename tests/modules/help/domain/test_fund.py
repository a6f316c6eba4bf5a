"""The community fund: money in, asked for, approved by two, paid, and never more than there is."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.evidence.domain.see import may_see_photo
from jiayuan.modules.help.domain.fund import grant_budget, note_donation, reverse_transfer
from jiayuan.modules.help.domain.fund_payments import (
    PaymentDraft,
    approve_payment,
    ask_payment,
    pay,
    refuse_payment,
    withdraw_payment,
)
from jiayuan.modules.help.domain.queries.fund import waiting_for
from jiayuan.modules.help.domain.queries.fund_statement import statement
from jiayuan.modules.help.fund_enums import PaymentKind, PaymentState
from jiayuan.modules.help.models import Account, Fund, Payment, Transfer
from tests.factories import PaymentFactory, PersonFactory, RoleGrantFactory
from tests.modules.help.fund import GRANTED, FundScene, balances_equal_transfers
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield FundScene()


class TestMoneyIn:
    def test_the_first_grant_opens_the_fund_and_the_next_adds_to_it(self, scene):
        grant_budget(COMMUNITY, amount=50_000, year=2026, by=scene.chief)
        assert Fund.objects.count() == 1
        assert scene.held() == (GRANTED + 50_000, 0, 0)
        assert balances_equal_transfers()

    def test_the_community_grants_nothing_to_itself(self, scene):
        with pytest.raises(Refused, match="grants nothing to itself"):
            grant_budget(COMMUNITY, amount=1, year=2026, by=scene.worker)
        both = scene.officer.person
        RoleGrantFactory(person=both, role=Role.COMMUNITY_WORKER, place=scene.fund.community)
        with pytest.raises(Refused, match="grants nothing to itself"):
            grant_budget(COMMUNITY, amount=1, year=2026, by=Actor(person=both))
        with pytest.raises(Refused):
            grant_budget(COMMUNITY, amount=1, year=2026, by=holder(Role.STREET_OFFICER, "140106005"))

    @pytest.mark.parametrize(("more", "field"), [({"amount": 0}, "amount"), ({"amount": -5}, "amount"),
                                                 ({"amount": 10**12}, "amount"), ({"year": 2029}, "year")])  # fmt: skip
    def test_what_cannot_be_is_said_by_its_field(self, scene, more, field):
        with pytest.raises(Invalid) as caught:
            grant_budget(COMMUNITY, **({"amount": 100, "year": 2026} | more), by=scene.officer)
        assert caught.value.field == field
        assert scene.held() == (GRANTED, 0, 0)

    def test_a_form_sent_twice_counts_once(self, scene):
        first, second = (
            grant_budget(COMMUNITY, amount=700, year=2026, by=scene.officer, nonce="n1") for _turn in range(2)
        )
        assert first == second
        assert scene.held() == (GRANTED + 700, 0, 0)

    def test_a_donation_has_a_receipt_of_its_own(self, scene):
        note_donation(COMMUNITY, amount=8_800, receipt="NO.0017", by=scene.worker)
        with pytest.raises(Conflict, match="entered already"):
            note_donation(COMMUNITY, amount=8_800, receipt="NO.0017", by=scene.colleague)
        with pytest.raises(Invalid):
            note_donation(COMMUNITY, amount=8_800, receipt=" ", by=scene.worker)
        assert scene.held() == (GRANTED + 8_800, 0, 0)

    def test_without_a_fund_it_says_who_opens_one(self, scene):
        with pytest.raises(Missing, match="no fund yet"):
            note_donation(NEIGHBOUR, amount=1, receipt="1", by=scene.officer)


class TestReversal:
    def test_another_row_undoes_it_and_only_once(self, scene):
        wrong = note_donation(COMMUNITY, amount=8_800, receipt="17", by=scene.worker)
        reverse_transfer(wrong.pk, words="多写了一个零", by=scene.officer)
        assert scene.held() == (GRANTED, 0, 0)
        with pytest.raises(Conflict, match="reversed already"):
            reverse_transfer(wrong.pk, words="再来一次", by=scene.officer)
        note_donation(COMMUNITY, amount=880, receipt="17", by=scene.worker)
        assert balances_equal_transfers()

    def test_not_by_who_entered_it_and_not_by_the_community(self, scene):
        grant = Transfer.objects.get()
        with pytest.raises(Refused, match="entered this yourself"):
            reverse_transfer(grant.pk, words="错了", by=scene.officer)
        with pytest.raises(Refused, match="street or the district"):
            reverse_transfer(grant.pk, words="错了", by=scene.worker)

    def test_not_when_the_money_is_gone(self, scene):
        scene.asked(amount=GRANTED)
        with pytest.raises(Conflict, match="not enough money"):
            reverse_transfer(Transfer.objects.order_by("pk").first().pk, words="错了", by=scene.chief)

    def test_what_is_reserved_goes_back_with_its_payment(self, scene):
        payment = scene.asked()
        with pytest.raises(Conflict, match="belongs to a payment"):
            reverse_transfer(payment.transfers.get().pk, words="错了", by=scene.officer)

    def test_what_was_paid_wrongly_is_available_again(self, scene):
        payment = scene.approved()
        pay(payment.pk, amount=20_000, receipt=scene.receipt(), by=scene.worker)
        spent = payment.transfers.get(target__kind="spent")
        reverse_transfer(spent.pk, words="店家退款", by=scene.officer)
        assert scene.held() == (GRANTED, 0, 0)
        assert statement(scene.fund, 2026).paid[PaymentKind.GOODS] == 0

    @pytest.mark.usefixtures("scene")
    def test_a_row_is_never_changed_nor_deleted(self):
        row = Transfer.objects.get()
        for deed in (row.save, row.delete, Transfer.objects.all().delete):
            with pytest.raises(TypeError):
                deed()

    @pytest.mark.usefixtures("scene")
    def test_the_database_refuses_it_past_the_models(self):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE help_transfer SET amount = 1")
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM help_transfer")
        assert Transfer.objects.get().amount == GRANTED


class TestPayment:
    def test_asking_reserves_at_once(self, scene):
        scene.asked(amount=90_000)
        assert scene.held() == (10_000, 90_000, 0)
        with pytest.raises(Conflict, match="yuan are left here"):
            scene.asked(amount=10_001)
        assert Payment.objects.count() == 1

    def test_only_the_communitys_workers_ask(self, scene):
        for actor in (scene.officer, scene.wisher, holder(Role.COMMUNITY_WORKER, NEIGHBOUR)):
            with pytest.raises(Refused, match="own workers"):
                scene.asked(by=actor)

    def test_two_others_approve_and_one_is_from_above(self, scene):
        payment = scene.asked()
        with pytest.raises(Refused, match="asked for this money yourself"):
            approve_payment(payment.pk, by=scene.worker)
        approve_payment(payment.pk, by=scene.colleague)
        with pytest.raises(Refused, match="approved this already"):
            approve_payment(payment.pk, by=scene.colleague)
        third = holder(Role.COMMUNITY_WORKER, COMMUNITY)
        with pytest.raises(Refused, match="One of the two approvals"):
            approve_payment(payment.pk, by=third)
        assert approve_payment(payment.pk, by=scene.officer).state == PaymentState.APPROVED
        with pytest.raises(Conflict, match="Approved by two"):
            approve_payment(payment.pk, by=scene.chief)

    def test_first_the_street_and_then_the_community_will_do(self, scene):
        payment = scene.asked()
        approve_payment(payment.pk, by=scene.chief)
        assert approve_payment(payment.pk, by=scene.colleague).state == PaymentState.APPROVED

    def test_nobody_from_elsewhere_approves(self, scene):
        payment = scene.asked()
        for actor in (
            holder(Role.COMMUNITY_WORKER, NEIGHBOUR),
            holder(Role.STREET_OFFICER, "140106005"),
            Actor(),
        ):
            with pytest.raises(Refused):
                approve_payment(payment.pk, by=actor)

    def test_what_is_not_needed_goes_back(self, scene):
        payment = scene.approved(amount=20_000)
        pay(payment.pk, amount=17_550, receipt=scene.receipt(), by=scene.worker)
        assert scene.held() == (GRANTED - 17_550, 0, 17_550)
        assert balances_equal_transfers()

    def test_never_more_than_was_approved_and_never_before(self, scene):
        payment = scene.asked()
        with pytest.raises(Conflict, match="Waiting for approval"):
            pay(payment.pk, amount=1, receipt=scene.receipt(), by=scene.worker)
        approve_payment(payment.pk, by=scene.officer)
        approve_payment(payment.pk, by=scene.chief)
        with pytest.raises(Invalid, match="More was paid"):
            pay(payment.pk, amount=20_001, receipt=scene.receipt(), by=scene.worker)
        assert scene.held() == (GRANTED - 20_000, 20_000, 0)

    def test_the_receipt_is_ones_own_photo_and_of_this_payment(self, scene):
        payment, other = scene.approved(), scene.approved()
        with pytest.raises(Invalid, match="receipt is missing"):
            pay(payment.pk, amount=1, receipt=None, by=scene.worker)
        for photo in (scene.receipt(by=scene.officer), scene.receipt(purpose="case")):
            with pytest.raises(Missing):
                pay(payment.pk, amount=1, receipt=photo, by=scene.worker)
        receipt = scene.receipt()
        pay(payment.pk, amount=1, receipt=receipt, by=scene.worker)
        with pytest.raises(Conflict, match="another payment"):
            pay(other.pk, amount=1, receipt=receipt, by=scene.worker)
        assert may_see_photo(receipt, scene.officer)
        assert not may_see_photo(receipt, scene.wisher)

    def test_refused_or_withdrawn_the_money_goes_back(self, scene):
        refused, withdrawn = scene.asked(), scene.approved()
        with pytest.raises(Invalid):
            refuse_payment(refused.pk, reason="", by=scene.officer)
        with pytest.raises(Refused, match="yourself"):
            refuse_payment(refused.pk, reason="不要了", by=scene.worker)
        refuse_payment(refused.pk, reason="可以找商户", by=scene.officer)
        with pytest.raises(Refused, match="Only who asked"):
            withdraw_payment(withdrawn.pk, by=scene.colleague)
        withdraw_payment(withdrawn.pk, by=scene.worker)
        with pytest.raises(Conflict, match="Withdrawn"):
            withdraw_payment(withdrawn.pk, by=scene.worker)
        assert scene.held() == (GRANTED, 0, 0)
        assert balances_equal_transfers()

    def test_sent_twice_it_is_once(self, scene):
        draft = PaymentDraft(amount=100, payee="店", words="灯", community=COMMUNITY, kind="goods")
        first, second = (ask_payment(draft, by=scene.worker, nonce="n") for _turn in range(2))
        assert first == second
        approve_payment(first.pk, by=scene.officer, nonce="a")
        approve_payment(first.pk, by=scene.officer, nonce="a")
        approve_payment(first.pk, by=scene.chief, nonce="a")
        receipt = scene.receipt()
        for _turn in range(2):
            pay(first.pk, amount=90, receipt=receipt, by=scene.worker, nonce="p")
        assert scene.held() == (GRANTED - 90, 0, 90)

    def test_who_is_still_asked(self, scene):
        payment = scene.asked()
        assert list(waiting_for(scene.worker)) == []
        assert list(waiting_for(scene.officer)) == [payment]
        approve_payment(payment.pk, by=scene.officer)
        assert list(waiting_for(scene.officer)) == []
        assert list(waiting_for(scene.colleague)) == [payment]
        assert list(waiting_for(scene.wisher)) == []

    def test_a_second_approval_from_above_is_asked_of_nobody_else(self, scene):
        payment, third = scene.asked(), holder(Role.COMMUNITY_WORKER, COMMUNITY)
        approve_payment(payment.pk, by=scene.colleague)
        assert waiting_for(third) == []
        assert waiting_for(scene.officer) == [payment]


class TestTheDatabaseItself:
    """Whoever comes past the functions is refused too."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first_by": "asked"},
            {"first_by": "other", "second_by": "other", "first_from_above": True},
            {"first_by": "other", "second_by": "asked", "first_from_above": True},
            {"first_by": "other", "second_by": "third"},
            {"second_by": "other", "second_from_above": True},
            {"state": "approved", "first_by": "other", "first_from_above": True},
            {"amount": 0},
            {"paid_amount": 10},
            {"kind": "wish"},
        ],
    )
    def test_a_payment_that_cannot_be(self, wrong):
        people = {name: PersonFactory() for name in ("asked", "other", "third")}
        fields = {name: people[value] if name.endswith("_by") else value for name, value in wrong.items()}
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentFactory(asked_by=people["asked"], **fields)

    @pytest.mark.usefixtures("scene")
    def test_a_balance_below_nothing(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(kind="available").update(balance=-1)


class TestStatement:
    def test_a_year_closes_with_what_the_next_opens_with(self, scene):
        note_donation(COMMUNITY, amount=5_000, receipt="1", by=scene.worker)
        payment = scene.approved(amount=20_000)
        pay(payment.pk, amount=12_345, receipt=scene.receipt(), by=scene.worker)
        scene.asked(amount=1_000)
        this, following = statement(scene.fund, 2026), statement(scene.fund, 2027)
        assert (this.opening, this.granted, this.donated) == (0, GRANTED, 5_000)
        assert (this.paid[PaymentKind.GOODS], this.spent) == (12_345, 12_345)
        assert this.closing == following.opening == following.closing == GRANTED + 5_000 - 12_345
        assert this.closing == sum(scene.held()[:2])


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("grant", "donate", "ask", "approve", "pay", "refuse", "reverse")),
        st.integers(1, 60_000),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_done_the_book_agrees(scene, deeds):
    """Balances are the sums of their rows, nothing is ever below nothing, and what is reserved is asked for."""
    with transaction.atomic():
        for number, (deed, amount, which) in enumerate(deeds):
            _try(scene, deed, amount, which, number)
        assert balances_equal_transfers()
        running = sum(Payment.objects.running().values_list("amount", flat=True))
        available, reserved, _spent = scene.held()
        assert (reserved, available >= 0) == (running, True)
        assert statement(scene.fund, 2026).closing == available + reserved
        transaction.set_rollback(True)


def _try(scene, deed, amount, which, number):
    payments, rows = list(Payment.objects.order_by("pk")), list(Transfer.objects.order_by("pk"))
    one, row = payments[which % len(payments)].pk if payments else 0, rows[which % len(rows)].pk
    deeds = {
        "grant": lambda: grant_budget(COMMUNITY, amount=amount, year=2026, by=scene.officer),
        "donate": lambda: note_donation(COMMUNITY, amount=amount, receipt=str(number), by=scene.worker),
        "ask": lambda: scene.asked(amount=amount),
        "approve": lambda: approve_payment(one, by=(scene.officer, scene.chief)[number % 2]),
        "pay": lambda: pay(one, amount=amount, receipt=scene.receipt(), by=scene.worker),
        "refuse": lambda: refuse_payment(one, reason="否", by=scene.officer),
        "reverse": lambda: reverse_transfer(row, words="错", by=scene.chief),
    }
    with suppress(DomainError):
        deeds[deed]()
