"""Which place is this point in?"""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.domain.queries import (
    current_district,
    inside_district,
    lineage,
    nearest_communities,
    place_at,
)
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NAN, INFINITE = float("nan"), float("inf")


def box(south: float, west: float, size: float = 0.004) -> dict[str, Any]:
    north, east = south + size, west + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@pytest.mark.parametrize(
    ("position", "inside"),
    [
        ((37.86, 112.57), True),
        ((37.87, 112.70), True),
        ((37.7, 112.57), False),
        ((39.9, 116.4), False),
        ((112.57, 37.86), False),
        ((NAN, 112.57), False),
        ((37.86, INFINITE), False),
    ],
)
def test_inside_the_district(district: Place, position: tuple[float, float], inside: bool) -> None:
    assert inside_district(*position) is inside


def test_a_step_outside_still_counts(district: Place) -> None:
    west = min(point[0] for point in district.boundary["coordinates"][0])  # type: ignore[index]
    latitude = next(point[1] for point in district.boundary["coordinates"][0] if point[0] == west)  # type: ignore[index]
    assert inside_district(latitude, west - 0.003)
    assert not inside_district(latitude, west - 0.004)


def test_the_nearest_community_without_boundaries(district: Place) -> None:
    community = Place.objects.get(pk="140106004010")
    assert place_at(community.latitude + 0.0005, community.longitude) == community  # type: ignore[operator]


def test_the_levels_above(district: Place) -> None:
    community = Place.objects.get(pk="140106100212")
    position = (community.latitude, community.longitude)
    assert place_at(*position) == community  # type: ignore[arg-type]
    assert place_at(*position, kind=PlaceKind.VILLAGE) == community  # type: ignore[arg-type]
    assert place_at(*position, kind=PlaceKind.STREET) == community.parent  # type: ignore[arg-type]
    assert place_at(*position, kind=PlaceKind.DISTRICT) == district  # type: ignore[arg-type]


def test_an_estate_is_found_within_200_metres(district: Place) -> None:
    estate = PlaceFactory(path="140106004010001", latitude=37.861, longitude=112.571)
    assert place_at(37.862, 112.571, PlaceKind.ESTATE) == estate
    assert place_at(37.864, 112.571, PlaceKind.ESTATE) is None


def test_a_boundary_decides_over_a_nearer_middle(district: Place) -> None:
    community = Place.objects.get(pk="140106004010")
    community.boundary = box(37.861, 112.571)
    community.save()
    assert place_at(37.8611, 112.5711) == community
    other = place_at(37.8609, 112.5711)
    assert other is not None
    assert other != community


def test_a_changed_boundary_is_noticed(district: Place) -> None:
    Place.objects.filter(pk="140106004010").update(boundary=box(37.861, 112.571))
    community = Place.objects.get(pk="140106004010")
    assert place_at(37.8611, 112.5711) == community
    community.boundary = box(37.9, 112.7)
    community.save()
    assert place_at(37.8611, 112.5711) != community


def test_a_closed_place_is_nowhere(district: Place) -> None:
    community = Place.objects.get(pk="140106004010")
    community.closed_on = community.created_at.date() + timedelta(days=1)
    community.save()
    assert place_at(community.latitude, community.longitude) != community  # type: ignore[arg-type]


@pytest.mark.parametrize("position", [(39.9, 116.4), (NAN, 112.5), (37.89, 112.62)])
def test_nothing_outside_or_far_from_every_middle(district: Place, position: tuple[float, float]) -> None:
    Place.objects.filter(kind=PlaceKind.VILLAGE).delete()
    Place.objects.filter(parent_id="140106100").delete()
    assert place_at(*position) is None
    assert place_at(*position, kind=PlaceKind.STREET) is None


def test_nearest_communities(district: Place) -> None:
    community = Place.objects.get(pk="140106004010")
    near = nearest_communities(community.latitude, community.longitude, 3)  # type: ignore[arg-type]
    assert near[0] == community
    assert len(near) == 3


def test_a_district_without_outline_reaches_twenty_kilometres() -> None:
    PlaceFactory(path="140106")
    assert inside_district(37.9, 112.6)
    assert not inside_district(38.2, 112.6)


def test_a_district_without_position_holds_nothing() -> None:
    PlaceFactory(path="140106", latitude=None, longitude=None)
    assert not inside_district(37.9, 112.6)


def test_an_unloaded_district_says_so() -> None:
    with pytest.raises(Missing):
        current_district()


def test_lineage(district: Place, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert [place.name for place in lineage("140106004010")] == ["迎泽区", "迎泽街道", "青年路一社区"]


def test_query_counts(district: Place, django_assert_max_num_queries: Any) -> None:
    place_at(37.861, 112.571, PlaceKind.STREET)  # what each process asks once, it has asked now
    with django_assert_max_num_queries(5):
        place_at(37.861, 112.571, PlaceKind.STREET)
    with django_assert_max_num_queries(2):
        nearest_communities(37.861, 112.571, 5)
    with django_assert_max_num_queries(1):
        inside_district(37.861, 112.571)
