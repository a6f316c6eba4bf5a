"""Two stops at one estate are told apart, on the driver's phone and at the desk."""

from collections.abc import Iterator

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.models import RoundStop
from tests.factories import RoundStopFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW

from .test_operating import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        yield Yard()


def beside(yard: Yard, **fields: object) -> list[RoundStop]:
    """Two stops at one estate of a round, and one at another."""
    found = yard.round(yard.estate(1), yard.estate(2))
    first = found.stops.get(position=1)
    second = RoundStopFactory(round=found, estate=first.estate, position=3, site=yard.site, **fields)
    return [first, second, found.stops.get(position=2)]


def pages(yard: Yard, stop: RoundStop) -> list[str]:
    driver, desk = client_of(yard.driver), client_of(yard.unit)
    rounds = [
        (driver, "/round/"),
        (desk, "/console/waste/rounds/"),
        (desk, f"/console/waste/rounds/{stop.round_id}/"),
    ]
    return [client.get(address).content.decode() for client, address in rounds]


def own_pages(yard: Yard, stop: RoundStop) -> list[str]:
    driver, desk = client_of(yard.driver), client_of(yard.unit)
    return [
        driver.get(f"/round/stops/{stop.pk}/").content.decode(),
        desk.get(f"/console/waste/stops/{stop.pk}/").content.decode(),
    ]


def test_parts_are_counted(yard: Yard) -> None:
    stops = beside(yard, part=2)
    for page in pages(yard, stops[0]):
        assert f"{stops[0].estate} · 第 1 次（共 2 次）" in page
        assert f"{stops[0].estate} · 第 2 次（共 2 次）" in page
        assert f"{stops[2].estate} ·" not in page
    for page in own_pages(yard, stops[1]):
        assert f"{stops[1].estate} · 第 2 次（共 2 次）" in page


def test_streams_are_named(yard: Yard) -> None:
    stops = beside(yard, stream="residual")
    for page in pages(yard, stops[0]):
        assert f"{stops[0].estate} · 厨余垃圾" in page
        assert f"{stops[0].estate} · 其他垃圾" in page
    for page in own_pages(yard, stops[1]):
        assert f"{stops[1].estate} · 其他垃圾" in page
    for page in own_pages(yard, stops[2]):
        assert f"{stops[2].estate} · 厨余垃圾" not in page
