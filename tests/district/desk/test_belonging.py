"""The place somebody belongs to."""

from datetime import date

import pytest

from jiayuan.district.desk.belonging import choosable, choose_home, home_of, recent_homes
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.ledger.models import Entry
from tests.factories import PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
COMMUNITY, OTHER = "140106004010", "140106004011"


def test_a_person_s_own_place_comes_before_the_visit_s() -> None:
    home, other = PlaceFactory(path=COMMUNITY), PlaceFactory(path=OTHER)
    assert home_of(Actor(person=PersonFactory(home_place=home)), other.path) == home
    assert home_of(Actor(person=PersonFactory()), other.path) == other
    assert home_of(Actor(), other.path) == other


@pytest.mark.parametrize("remembered", ["", "999999", "不是路径", "1" * 1000])
def test_nowhere_yet(remembered: str) -> None:
    assert home_of(Actor(), remembered) is None


def test_a_closed_place_is_nowhere() -> None:
    PlaceFactory(path=COMMUNITY, closed_on=date(2025, 1, 1))
    assert home_of(Actor(), COMMUNITY) is None


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
