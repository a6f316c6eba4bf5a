"""What a merge of communities leaves to those who work and live there."""

import datetime

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.change import merge_communities
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND = "140106004010", "140106004011"


def merged() -> str:
    officer = RoleGrantFactory(role=Role.DISTRICT_OFFICER, place=PlaceFactory(path="140106")).person
    sources = [PlaceFactory(path=FIRST), PlaceFactory(path=SECOND)]
    heir = merge_communities(
        [each.path for each in sources],
        into_name="青年路社区",
        on=datetime.date(2026, 11, 2),
        by=Actor(person=officer),
    )
    return heir.path


def test_roles_and_homes_follow_and_old_records_stay_in_reach() -> None:
    worker = RoleGrantFactory(place=PlaceFactory(path=FIRST)).person
    resident = PersonFactory(home_place=PlaceFactory(path=SECOND))
    heir = merged()
    reach = Actor(person=worker).reach
    assert reach.holds([Role.COMMUNITY_WORKER], heir)
    assert reach.holds([Role.COMMUNITY_WORKER], FIRST)
    assert reach.holds([Role.COMMUNITY_WORKER], f"{SECOND}001")
    assert not reach.holds([Role.COMMUNITY_WORKER], "140106005001")
    assert Person.objects.get(pk=resident.pk).home_place_id == heir
    assert Entry.objects.filter(stream_id=f"person/{worker.pk}", action="role.followed").count() == 1


def test_one_who_held_the_role_in_both_holds_it_once() -> None:
    worker = RoleGrantFactory(place=PlaceFactory(path=FIRST)).person
    RoleGrantFactory(person=worker, place=PlaceFactory(path=SECOND))
    heir = merged()
    assert list(RoleGrant.objects.in_force().filter(person=worker).values_list("place_id", flat=True)) == [
        heir
    ]
    assert Entry.objects.filter(stream_id=f"person/{worker.pk}", action="role.joined").count() == 1
