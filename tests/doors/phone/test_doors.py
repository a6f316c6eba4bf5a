"""The pages of the five doors: whatever the modules offer, in order, and an invitation where there is nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.template import Context, TemplateSyntaxError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiayuan.district.desk.doors import ShownSection, sections
from jiayuan.doors.phone.five import DOORS
from jiayuan.doors.phone.templatetags.doors import door_section
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import DoorSection, DoorVisit, Registers, registers
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOTICE = "ui/notice.html"


def saying(words: str) -> Mapping[str, Any]:
    return {"text": words, "tone": "info"}


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Registers:
    """The five doors with nothing behind them."""
    fresh = Registers()
    monkeypatch.setattr(registers, "carriers", fresh.carriers)
    return registers


@pytest.mark.parametrize("name", DOORS)
def test_a_door_with_nothing_behind_it_leads_home(bare: Registers, client: Client, name: str) -> None:
    page = client.get(f"/{name}/")
    assert page.status_code == 200
    assert "这里还没有内容" in page.content.decode()
    assert client.post(f"/{name}/").status_code == 405


def test_sections_stand_in_their_order_and_may_stay_away(bare: Registers, client: Client) -> None:
    bare.carriers.add("b", DoorSection("joy", NOTICE, lambda _visit: saying("第二"), order=20))
    bare.carriers.add("a", DoorSection("joy", NOTICE, lambda _visit: saying("第一"), order=10))
    bare.carriers.add("c", DoorSection("joy", NOTICE, lambda _visit: None))
    bare.carriers.add("d", DoorSection("help", NOTICE, lambda _visit: saying("别的门")))
    words = client.get("/joy/").content.decode()
    assert words.index("第一") < words.index("第二")
    assert "别的门" not in words
    assert "这里还没有内容" not in words


def test_a_section_learns_who_where_and_what_was_asked(bare: Registers, client: Client) -> None:
    visits: list[DoorVisit] = []
    bare.carriers.add("a", DoorSection("learn", NOTICE, visits.append))
    place = PlaceFactory(path="140106004010")
    session = client.session
    session["home_place"] = place.path
    session.save()
    client.get("/learn/", {"q": "井盖"})
    (visit,) = visits
    assert (visit.place, visit.asked["q"], visit.actor.is_signed_in) == (place, "井盖", False)


def test_what_one_section_shows_does_not_leak_into_the_next(bare: Registers, client: Client) -> None:
    bare.carriers.add("a", DoorSection("joy", NOTICE, lambda _visit: {**saying("一"), "title": "只有一次"}))
    bare.carriers.add("b", DoorSection("joy", NOTICE, lambda _visit: saying("二"), order=60))
    assert client.get("/joy/").content.decode().count("只有一次") == 1


def test_the_page_adds_no_query_to_those_of_its_sections(bare: Registers, client: Client) -> None:
    for number in range(5):
        bare.carriers.add(str(number), DoorSection("joy", NOTICE, lambda _visit: saying("有")))
    with CaptureQueriesContext(connection) as queries:
        client.get("/joy/")
    assert len(queries) == 0
    assert len(sections("joy", DoorVisit(Actor(), None, {}))) == 5


def test_a_section_is_drawn_inside_a_template_only() -> None:
    with pytest.raises(TemplateSyntaxError):
        door_section(Context(), ShownSection(NOTICE, {}))
