"""Whoever writes into the book of a fund past the functions and the models is held by the database itself."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help import triggers
from jiayuan.modules.help.domain.fund import grant_budget
from jiayuan.modules.help.fund_enums import AccountKind
from jiayuan.modules.help.models import Account, Fund, Transfer
from jiayuan.modules.help.triggers import SUMMED, WITHIN
from tests.modules.help.fund import GRANTED, FundScene, balances_equal_transfers
from tests.modules.help.scene import MONDAY, NEIGHBOUR

pytestmark = pytest.mark.django_db
INSERT = (
    "INSERT INTO help_transfer (origin_id, target_id, amount, words, receipt, payment_id, at)"
    " VALUES (%s, %s, %s, '', '', %s, %s)"
)


@pytest.fixture
def scene():
    """Two funds, each with a thousand yuan."""
    with at(MONDAY):
        made = FundScene()
        grant_budget(NEIGHBOUR, amount=GRANTED, year=2026, by=made.officer)
        yield made


def account(kind, community=None):
    rows = Account.objects.filter(kind=kind).order_by("pk")
    return (rows.get(fund__community=community) if community else rows.first()).pk


def write(statement, *given):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)


def enter(origin, target, amount, payment=None):
    write(INSERT, origin, target, amount, payment, MONDAY)


def test_an_entry_moves_both_balances(scene):
    enter(account("available"), account("spent"), 30_000)
    assert scene.held() == (GRANTED - 30_000, 0, 30_000)
    assert balances_equal_transfers()


def test_an_entry_stays_within_one_fund(scene):
    with pytest.raises(IntegrityError, match=WITHIN):
        enter(account("available"), account("available", NEIGHBOUR), 1)
    assert scene.held() == (GRANTED, 0, 0)


def test_so_does_the_payment_it_is_made_for(scene):
    payment = scene.asked()
    with pytest.raises(IntegrityError, match=WITHIN):
        enter(account("available", NEIGHBOUR), account("reserved", NEIGHBOUR), 1, payment.pk)
    enter(account("available"), account("reserved"), 1, payment.pk)
    assert balances_equal_transfers()


@pytest.mark.usefixtures("scene")
def test_no_more_leaves_than_there_is():
    with pytest.raises(IntegrityError, match="never_negative"):
        enter(account("available"), account("spent"), GRANTED + 1)
    assert balances_equal_transfers()


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    "change", ["balance = balance + 1", "balance = 0", "kind = 'reserved'", "fund_id = fund_id + 1"]
)
def test_nothing_but_an_entry_moves_a_balance(change):
    with pytest.raises(IntegrityError, match=SUMMED):
        write(f"UPDATE help_account SET {change} WHERE kind = 'available'")  # noqa: S608 (of this file's own)
    assert balances_equal_transfers()


def test_an_account_begins_with_nothing(scene):
    Account.objects.filter(fund=scene.fund, kind="donation").delete()
    begin = "INSERT INTO help_account (fund_id, kind, balance) VALUES (%s, 'donation', %s)"
    with pytest.raises(IntegrityError, match=SUMMED):
        write(begin, scene.fund.pk, -5)
    write(begin, scene.fund.pk, 0)


@pytest.mark.usefixtures("scene")
def test_put_in_place_twice_they_stand_once():
    triggers.install()
    enter(account("available"), account("spent"), 10)
    assert balances_equal_transfers()


STATEMENTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-5, 150_000), st.booleans()), max_size=20
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements=STATEMENTS)
def test_whatever_is_written_the_book_agrees(scene, statements):
    """Entries between any two accounts, and balances set to anything."""
    with transaction.atomic():
        keys = list(Account.objects.order_by("pk").values_list("pk", flat=True))
        for origin, target, amount, is_entry in statements:
            with suppress(DatabaseError):
                if is_entry:
                    enter(keys[origin], keys[target], amount)
                else:
                    write("UPDATE help_account SET balance = %s WHERE id = %s", amount, keys[target])
        assert balances_equal_transfers()
        assert all(
            each.balance >= 0
            for each in Account.objects.exclude(kind__in=[AccountKind.BUDGET, AccountKind.DONATION])
        )
        for fund in Fund.objects.all():
            assert sum(each.balance for each in fund.accounts.all()) == 0
        assert {each.origin.fund_id == each.target.fund_id for each in Transfer.objects.all()} == {True}
        transaction.set_rollback(True)
