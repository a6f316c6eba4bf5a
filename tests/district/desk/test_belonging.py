"""The place somebody belongs to."""

import pytest

from jiayuan.district.desk.belonging import choosable, choose_home, recent_homes
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.ledger.models import Entry
from tests.factories import PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
COMMUNITY, OTHER = "140106004010", "140106004011"


def test_choosing_is_kept_on_the_person_and_not_in_the_ledger() -> None:
    PlaceFactory(path=COMMUNITY)
    person = PersonFactory()
    assert choose_home(COMMUNITY, by=Actor(person=person)).path == COMMUNITY
    person.refresh_from_db()
    assert person.home_place_id == COMMUNITY
    assert not Entry.objects.exists()


def test_a_visitor_chooses_without_a_trace() -> None:
    PlaceFactory(path=COMMUNITY)
    assert choose_home(COMMUNITY, by=Actor()).path == COMMUNITY


@pytest.mark.parametrize("path", ["", "140106", "140106004", "140106004010001001", "nothing"])
def test_one_belongs_to_a_community_or_an_estate(path: str) -> None:
    PlaceFactory(path="140106004010001001")
    with pytest.raises(Missing) as caught:
        choosable(path)
    assert caught.value.remedy
    assert choosable("140106004010001").path == "140106004010001"


def test_recent_ones_keep_their_order() -> None:
    for path in (COMMUNITY, OTHER):
        PlaceFactory(path=path)
    assert [each.path for each in recent_homes([OTHER, "gone", COMMUNITY])] == [OTHER, COMMUNITY]
    assert recent_homes([]) == []
