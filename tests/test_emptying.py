"""Between tests that commit nothing is carried over: neither rows, nor the guards that a test took away."""

import pytest
from django.apps import apps
from django.db import connection

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.ledger.triggers import drop_triggers
from jiayuan.foundation.people.models import Person
from tests.emptying import KEPT
from tests.factories import CasePhotoFactory, HourEntryFactory, RoleGrantFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_where_it_can_run(request: pytest.FixtureRequest) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def rows() -> dict[str, int]:
    models = [each for each in apps.get_models() if each._meta.managed and each._meta.db_table not in KEPT]
    return {each._meta.label: each._base_manager.count() for each in models}


def guards() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


SEEN: list[tuple[dict[str, int], set[str]]] = []


@pytest.mark.parametrize("turn", ["one", "another", "a third"])
def test_each_begins_as_the_one_before(turn: str) -> None:
    """Among what is left behind: rows that foreign keys, and the guards of ledger and hours, hold fast."""
    SEEN.append((rows(), guards()))
    assert SEEN[0] == SEEN[-1]
    assert not Person.objects.exists()
    assert not Entry.objects.exists()
    CasePhotoFactory()
    RoleGrantFactory()
    HourEntryFactory()
    record("case/1", "cases.report", after={"words": turn})
    drop_triggers()
    assert rows() != SEEN[0][0]
    assert guards() != SEEN[0][1]
