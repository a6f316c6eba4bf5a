"""Values of the ledger: for IT staff, for a reason, never unrecorded, whichever door asks."""

from collections.abc import Callable

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.domain.ledger_values import reveal_values
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import permissions
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.domain.reveal import REVEALS
from jiayuan.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return record("case/2", "cases.note", by=None, after={"words": "13812345678"})


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.COMMUNITY_WORKER])
def test_others_are_refused_with_the_reason(
    role: Role, entry: Entry, actor_with: Callable[..., Actor]
) -> None:
    with translation.override("en"), pytest.raises(Refused, match="Only IT staff see the values"):
        reveal_values(entry, by=actor_with(role, "140106"), reason="x")
    assert not Entry.objects.filter(stream=REVEALS).exists()


def test_it_staff_see_them_for_a_reason_that_is_recorded(
    entry: Entry, actor_with: Callable[..., Actor]
) -> None:
    staff = actor_with(Role.IT_STAFF, "140106")
    with pytest.raises(Invalid):
        reveal_values(entry, by=staff, reason=" ")
    (change,) = reveal_values(entry, by=staff, reason="核对投诉")
    assert change.after == "13812345678"
    assert Entry.objects.get(stream=REVEALS).actor_id == staff.pk


def test_both_rights_are_declared() -> None:
    assert {"ledger.reveal", "ledger.verify"} <= set(permissions())
