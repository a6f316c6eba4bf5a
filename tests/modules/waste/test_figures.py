"""The numbers of waste sorting, each as of a day, and the rows behind them."""

from datetime import date, timedelta

import pytest

from jiayuan.district.figures.domain.queries.ask import scope_for
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.models import Place
from tests.factories import BinFactory, PilotFactory, PlaceFactory, ZoneFactory

from .scene import COMMUNITY, ESTATE, NEIGHBOUR, OPENED, OTHER, REPORTED, STREET, estate, served

pytestmark = pytest.mark.django_db


def value(name, path=STREET, day=REPORTED):
    found = registers.figures[f"waste.{name}"]
    scope = scope_for(Place.objects.get(pk=path), day=day)
    lines = [found.shape.line(each, public) for each in found.listed(scope) for public in (True, False)]
    assert all(each.title for each in lines)
    assert len(lines) == 2 * len(found.records(scope))
    return found.value(scope)


def test_a_community_is_covered_when_none_of_its_estates_is_left_out():
    served(ESTATE)
    served(f"{OTHER}001")
    assert [value(name) for name in ("communities", "estates", "uncovered")] == [2, 2, 0]
    estate(NEIGHBOUR)
    assert [value(name) for name in ("communities", "estates", "uncovered")] == [1, 2, 1]
    assert value("communities", COMMUNITY) == 0
    assert value("estates", COMMUNITY) == 1
    assert value("estates", day=OPENED - timedelta(days=1)) == 0


def test_pilots_and_zones_count_while_they_stand():
    place = served().estate
    PilotFactory(estate=place, since=OPENED, until=REPORTED)
    zone = ZoneFactory(since=OPENED, places=[PlaceFactory(path=COMMUNITY), PlaceFactory(path=OTHER)])
    assert (value("pilot_estates"), value("pilot_estates", day=date(2020, 7, 30))) == (0, 1)
    assert (value("demonstration_zones"), value("demonstration_zones", OTHER)) == (1, 1)
    PlaceFactory(path="140106001001")
    assert value("demonstration_zones", "140106001001") == 0
    zone.until = REPORTED
    zone.save()
    assert value("demonstration_zones") == 0


def test_points_and_bins_are_those_of_the_day():
    point = served()
    BinFactory(point=point, stream="kitchen", litres=660, count=5, since=REPORTED)
    assert (value("points"), value("bins")) == (1, 13)
    assert value("bins", day=REPORTED - timedelta(days=1)) == 8
    point.closed_on = REPORTED
    point.save()
    assert (value("points"), value("bins")) == (0, 0)
