"""When a row was made and last written."""

from datetime import UTC, datetime

import pytest

from jiayuan.foundation.clock.now import at
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
MADE, WRITTEN = datetime(2020, 3, 6, 2, tzinfo=UTC), datetime(2020, 5, 1, 2, tzinfo=UTC)


def test_stamps_go_by_the_clock_that_is_set() -> None:
    with at(MADE):
        place = PlaceFactory(path="140106004010")
    with at(WRITTEN):
        place.save()
    place.refresh_from_db()
    assert (place.created_at, place.updated_at) == (MADE, WRITTEN)


def test_a_list_of_rows_is_stamped_too() -> None:
    kind = type(PlaceFactory.build())
    with at(MADE):
        kind.objects.bulk_create([PlaceFactory.build(path="140106004011")])
    assert kind.objects.get(pk="140106004011").created_at == MADE
