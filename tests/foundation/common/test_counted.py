"""What rooms let be counted together: one query, anew each time, for each reader their own."""

from datetime import date
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.counted import Counted, count_together
from jiayuan.foundation.common.prepared import Slot
from jiayuan.foundation.people.models import Person
from tests.factories import PersonFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db

NAMES = Counted(
    {"like-me": "Like me", "lost": "Lost"},
    lambda actor: [
        ("like-me", Person.objects.filter(name=actor.person.name).order_by("name")),
        ("lost", Person.objects.filter(pk__in=[])),
    ],
)
GRANTS = Counted(
    {"grants": "Since then"},
    lambda _actor: [("grants", RoleGrant.objects.filter(since__gte=Slot("begun", RoleGrant, "since")))],
    lambda: {"begun": date(2026, 11, 1)},
)


def test_all_are_counted_in_one_query_and_never_from_memory(django_assert_num_queries: Any) -> None:
    who, other = Actor(person=PersonFactory(name="李")), Actor(person=PersonFactory(name="王"))
    RoleGrantFactory(since=date(2026, 11, 2))
    RoleGrantFactory(since=date(2026, 10, 31))
    for many in (1, 2):
        for actor in (who, other):
            assert actor.reach.grants == ()
        with django_assert_num_queries(1):
            assert count_together([NAMES, GRANTS], who) == {
                "like-me": ("Like me", many),
                "grants": ("Since then", 1),
            }
        PersonFactory(name="李")
    assert NAMES(other) == {"like-me": ("Like me", 1)}
    assert count_together([], who) == {}


def test_two_rooms_may_not_fill_one_slot() -> None:
    """The second would silently count by what the first one means."""
    other = Counted({}, lambda _actor: [], lambda: {"begun": date(2020, 1, 1)})
    with pytest.raises(ValueError, match="begun"):
        count_together([GRANTS, other], Actor(person=PersonFactory()))
