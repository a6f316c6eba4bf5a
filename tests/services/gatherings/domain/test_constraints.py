"""What the database itself refuses. A unique constraint sees two unknown seats as different, on both databases: that
nobody has a seat without a number is what closes this hole."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiayuan.services.gatherings.enums import SignUpState
from jiayuan.services.gatherings.models import SignUp
from tests.factories import PersonFactory, SignUpFactory
from tests.services.gatherings.scene import HELD, OFFERED, WAITING, gathering

pytestmark = pytest.mark.django_db


def refused(**fields):
    """Is a row like this refused, whether it is inserted or made by an update that no domain function guards?"""
    role = gathering(2)
    person = PersonFactory()
    state = fields.get("state", HELD)
    kept = {"offered_until": timezone.now()} if state == OFFERED and "offered_until" not in fields else {}
    try:
        with transaction.atomic():
            SignUpFactory(role=role, person=person, **(kept | fields))
    except IntegrityError:
        pass
    else:
        return False
    row = SignUpFactory(role=role, person=person, state=WAITING, seat=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=row.pk).update(**(kept | fields))
    return True


@pytest.mark.parametrize("state", [HELD, OFFERED])
def test_nobody_is_seated_without_a_number(state):
    assert refused(state=state, seat=None)
    assert refused(state=state, seat=0)
    assert not refused(state=state, seat=1)


@pytest.mark.parametrize("state", sorted(set(SignUpState) - {HELD, OFFERED}))
def test_nobody_else_keeps_a_number(state):
    assert refused(state=state, seat=1)
    assert not refused(state=state, seat=None)


def test_an_offer_has_an_end_and_nothing_else_has():
    assert refused(state=OFFERED, seat=1, offered_until=None)
    assert refused(state=HELD, seat=1, offered_until=timezone.now())


def test_one_a_seat_and_one_a_turn_and_once_a_person():
    role, person = gathering(2), PersonFactory()
    SignUpFactory(role=role, person=person, seat=1, ticket=1)
    for fields in (
        {"seat": 1, "ticket": 2},
        {"seat": 2, "ticket": 1},
        {"seat": 2, "ticket": 2, "person": person},
        {"seat": 1, "ticket": 2, "state": OFFERED, "offered_until": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignUpFactory(role=role, **fields)
    SignUpFactory(role=role, seat=2, ticket=2)
