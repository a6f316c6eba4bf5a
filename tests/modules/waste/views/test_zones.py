"""The page of zones: each error stands at its field, and no community is in two zones."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.models import Zone
from tests.factories import PlaceFactory, ZoneFactory

from ..scene import COMMUNITY, NOW, OTHER, estate, holder

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def desk(sign_in: Any) -> Iterator[Client]:
    with at(NOW):
        for path in (COMMUNITY, OTHER):
            PlaceFactory(path=path, kind="community")
        yield sign_in(holder(Role.DISTRICT_OFFICER, "140106").person)


def opened(desk: Client, **said: Any) -> Any:
    sent = {"name": "青年路片区", "places": [COMMUNITY], "since": ""} | said
    return desk.post(reverse("console-waste-zones"), sent)


def faults_of(page: Any) -> list[str]:
    return [each.field for each in page.context["sheet"].faults]


@pytest.mark.parametrize("since", ["1900-01-01", "2099-01-01", "2016-12-31", "soon"])
def test_a_day_on_which_it_cannot_begin_is_told_at_its_field(desk: Client, since: str) -> None:
    wrong = opened(desk, since=since)
    assert (wrong.status_code, faults_of(wrong)) == (422, ["since"])
    assert f'value="{since}"' in wrong.content.decode()
    assert not Zone.objects.exists()


def test_it_does_not_begin_before_its_places(desk: Client) -> None:
    PlaceFactory(path="140106004012", kind="community", opened_on=date(2021, 5, 1))
    wrong = opened(desk, places=[COMMUNITY, "140106004012"], since="2021-04-30")
    assert (wrong.status_code, faults_of(wrong)) == (422, ["since"])
    assert opened(desk, places=[COMMUNITY, "140106004012"], since="2021-05-01").status_code == 302


def test_all_that_is_wrong_is_told_at_once(desk: Client) -> None:
    wrong = opened(desk, name=" ", places=[], since="1900-01-01")
    assert faults_of(wrong) == ["name", "places", "since"]
    assert faults_of(opened(desk, name="", places=[], since="soon")) == ["since", "name", "places"]
    assert "请写片区的名称" in wrong.content.decode()


def test_a_community_is_in_one_zone_and_its_estates_with_it(desk: Client) -> None:
    place = estate()
    first = ZoneFactory(
        name="桃园路片区", since=TODAY - timedelta(days=9), places=[PlaceFactory(path=COMMUNITY)]
    )
    for places in ([COMMUNITY, OTHER], [place.path]):
        taken = opened(desk, places=places)
        assert (taken.status_code, faults_of(taken)) == (409, ["places"])
        assert "桃园路片区" in taken.content.decode()
    assert opened(desk, name="别处", places=[OTHER]).status_code == 302
    desk.post(reverse("console-waste-zone-end", args=[first.pk]))
    assert opened(desk).status_code == 302


def test_a_zone_of_an_estate_keeps_its_community_out(desk: Client) -> None:
    ZoneFactory(name="桃园路片区", since=TODAY, places=[estate()])
    assert faults_of(opened(desk)) == ["places"]


def test_a_zone_is_ended_only_after_a_question(desk: Client) -> None:
    zone = ZoneFactory(since=TODAY, places=[PlaceFactory(path=COMMUNITY)])
    before, _summary, after = desk.get(reverse("console-waste-zones")).content.decode().partition("ask-first")
    address = reverse("console-waste-zone-end", args=[zone.pk])
    assert (address in before, address in after) == (False, True)


def test_a_day_that_has_not_come_shows_today_and_says_why(desk: Client) -> None:
    for address in (
        reverse("console-waste-zones"), reverse("console-waste"),
        reverse("console-waste-community", args=[COMMUNITY]), reverse("console-waste-estate", args=[estate().path]),
    ):  # fmt: skip
        for on in ("2030-01-01", "soon"):
            page = desk.get(address, {"on": on})
            assert (page.status_code, page.context["day"]) == (200, TODAY)
            assert "当前显示的是今天" in page.content.decode()
        assert "当前显示的是今天" not in desk.get(address, {"on": "2026-11-01"}).content.decode()
