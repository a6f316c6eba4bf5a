"""Bin days and drop points for programs."""

import pytest
from django.test import Client

from jiayuan.foundation.clock.now import at

from ..scene import COMMUNITY, ESTATE, NOW, OTHER, served

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


def near(place):
    return Client().get("/api/waste/near", {"place": place})


def test_streams_carry_the_colours_of_the_standard():
    found = {each["code"]: each["colour"] for each in Client().get("/api/waste/streams").json()}
    assert [found[each] for each in ("kitchen", "recyclable", "hazardous", "residual")] == [
        "green", "blue", "red", "black",
    ]  # fmt: skip
    assert found["bulky"] == ""


def test_an_estate_gets_its_days_and_points():
    point = served()
    found = near(ESTATE).json()
    assert len(found["collections"]) == 7 * 4
    assert found["collections"][0] == {
        "day": "2026-11-04", "stream": "hazardous", "stream_name": "有害垃圾", "at": "09:00",
    }  # fmt: skip
    (told,) = found["points"]
    assert (told["id"], told["is_open"]) == (point.pk, False)
    assert told["hours"] == [{"weekdays": list(range(7)), "opens_at": "07:00", "closes_at": "09:00"}]


def test_a_community_gets_points_and_a_wrong_place_an_answer():
    served()
    assert near(COMMUNITY).json()["collections"] == []
    assert len(near(COMMUNITY).json()["points"]) == 1
    assert near(OTHER).status_code == 404
    assert near("somewhere").status_code == 422
