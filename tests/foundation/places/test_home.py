"""The place a reader belongs to."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.places.home import HOME_PLACE, home_of
from tests.factories import PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
COMMUNITY, OTHER = "140106004010", "140106004011"


def visit(remembered: str = "", **who: Any) -> Any:
    request: Any = RequestFactory().get("/")
    request.actor, request.session = Actor(**who), {HOME_PLACE: remembered}
    return request


def test_a_person_s_own_place_comes_before_the_visit_s() -> None:
    home, other = PlaceFactory(path=COMMUNITY), PlaceFactory(path=OTHER)
    assert home_of(visit(other.path, person=PersonFactory(home_place=home))) == home
    assert home_of(visit(other.path, person=PersonFactory())) == other
    assert home_of(visit(other.path)) == other


@pytest.mark.parametrize("remembered", ["", "999999", "不是路径", "1" * 1000])
def test_nowhere_yet(remembered: str) -> None:
    assert home_of(visit(remembered)) is None


def test_a_request_that_never_reached_the_shell_belongs_nowhere() -> None:
    assert home_of(RequestFactory().get("/")) is None


def test_a_closed_place_is_nowhere() -> None:
    PlaceFactory(path=COMMUNITY, closed_on=date(2025, 1, 1))
    assert home_of(visit(COMMUNITY)) is None
