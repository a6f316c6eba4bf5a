"""Drop points on the map of the district, and the same as a list."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from tests.factories import BinFactory, DropPointFactory, OpeningHoursFactory

from ..scene import COMMUNITY, ESTATE, NOW, OTHER, estate, served, worker

pytestmark = pytest.mark.django_db
AHEAD = timedelta(hours=1)
FEATURES, PAGE, ALL = reverse("map-features"), reverse("map"), reverse("waste-all-points")
DESK = reverse("console-map-features")
SHOW = "?show=drop-points"


@pytest.fixture(autouse=True)
def _scene() -> Any:
    with at(NOW):
        yield


def seen(client: Any, url: str = FEATURES + SHOW) -> dict[str, dict[str, Any]]:
    found = [each["properties"] for each in client.get(url).json()["features"]]
    return {each["title"].rsplit(" · ", maxsplit=1)[1]: each for each in found}


def here(path: str = ESTATE, **fields: Any) -> Any:
    return served(path, latitude=37.86, longitude=112.57, **fields)


def test_streams_hours_and_closed_now_are_said(client: Any) -> None:
    here(name="东门")
    point = DropPointFactory(estate_id=ESTATE, name="西门", latitude=37.86, longitude=112.571)
    OpeningHoursFactory(point=point, opens_at=(NOW - AHEAD).time(), closes_at=(NOW + AHEAD).time())
    DropPointFactory(estate_id=ESTATE, name="北门", latitude=37.86, longitude=112.572)
    found = seen(client)
    assert {name: each["state"] for name, each in found.items()} == {
        "东门": "shut",
        "西门": "open",
        "北门": "unknown",
    }
    assert found["东门"]["text"] == "每天 7:00–9:00"
    assert found["东门"]["group"] == ["kitchen", "recyclable", "hazardous", "residual"]
    assert "厨余垃圾" in found["东门"]["meta"]
    assert found["东门"]["url"] == f"{reverse('waste-bins')}?estate={ESTATE}"


def test_they_stand_apart_and_are_narrowed_by_stream_and_state(client: Any) -> None:
    here(name="东门")
    point = DropPointFactory(estate_id=ESTATE, name="西门", latitude=37.86, longitude=112.571)
    BinFactory(point=point, stream="hazardous")
    assert not client.get(FEATURES).json()["features"]
    assert set(seen(client, f"{FEATURES}{SHOW}&group=hazardous")) == {"东门", "西门"}
    assert set(seen(client, f"{FEATURES}{SHOW}&group=kitchen")) == {"东门"}
    assert set(seen(client, f"{FEATURES}{SHOW}&state=unknown")) == {"西门"}
    page = client.get(PAGE + SHOW).content.decode()
    assert "有害垃圾 (2)" in page
    assert "show=drop-points" in client.get(PAGE).content.decode()


def test_one_that_was_closed_lately_says_since_when(client: Any) -> None:
    here(name="东门", closed_on=(NOW - timedelta(days=5)).date())
    DropPointFactory(
        estate_id=ESTATE,
        name="旧门",
        latitude=37.86,
        longitude=112.57,
        closed_on=(NOW - timedelta(days=90)).date(),
    )
    found = seen(client)
    assert {name: each["state"] for name, each in found.items()} == {"东门": "ended"}
    assert "10月30日" in found["东门"]["text"]


def test_a_worker_comes_to_the_desk_of_their_own_and_sees_them_first(sign_in: Any) -> None:
    here(f"{COMMUNITY}001", name="远处")
    here(f"{OTHER}001", name="自家")
    found = seen(sign_in(worker(OTHER).person), DESK + SHOW)
    assert list(found) == ["自家", "远处"]
    assert found["自家"]["url"] == reverse("console-waste-estate", args=[f"{OTHER}001"])
    assert found["远处"]["url"].startswith(reverse("waste-bins"))


def test_the_list_holds_those_without_a_position_too(client: Any) -> None:
    served(name="东门")
    estate(f"{OTHER}001")
    assert "东门" not in client.get(ALL).content.decode()
    page = client.get(f"{ALL}?place={COMMUNITY}").content.decode()
    assert "东门" in page
    assert "现在没开" in page
    assert "东门" not in client.get(f"{ALL}?place={OTHER}").content.decode()
    assert client.get(f"{ALL}?place=%00x").status_code == 200


@pytest.mark.parametrize("url", [FEATURES + SHOW, PAGE + SHOW, f"{ALL}?place={COMMUNITY}"])
def test_queries_do_not_grow_with_the_points(client: Any, url: str) -> None:
    counts = []
    for many, first in ((2, 1), (12, 10)):
        for number in range(first, first + many):
            here(f"{COMMUNITY}{number:03d}")
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[1]
