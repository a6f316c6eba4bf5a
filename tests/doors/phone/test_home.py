"""The first page, walked as residents walk it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.common.registers import Card, Door, Registers
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db
COMMUNITY = "140106004010"


def doors(own: Registers) -> None:
    for order, (character, name) in enumerate(
        zip("学讲帮乐评", ("map", "ask", "me", "screen", "messages"), strict=True)
    ):
        own.doors.add(name, Door(character, f"{character}的门", name, "primary", order))


def test_a_visitor_finds_the_box_the_doors_and_how_to_choose(own: Registers, client: Client) -> None:
    doors(own)
    page = client.get("/").content.decode()
    assert 'action="/ask/"' in page
    positions = [page.index(f"{character}的门") for character in "学讲帮乐评"]
    assert positions == sorted(positions)
    assert "选择社区" in page or "选好您的社区" in page


def test_a_person_sees_their_place_and_what_waits(
    own: Registers, sign_in: Callable[[Person], Client]
) -> None:
    own.waiting.add(
        "a",
        lambda _actor: [Card("k", "已修好，请看一看", "/cases/1/", "评一评", lead="您报的井盖", strong=True)],
    )
    own.nearby.add(
        "a",
        lambda _actor, place: [Card("n", f"{place}的活动", "/x/", "我参加", lead="周五", meta="还差 3 人")],
    )
    home = PlaceFactory(path=COMMUNITY, name="青年路一社区")
    page = sign_in(PersonFactory(home_place=home)).get("/").content.decode()
    assert "青年路一社区的活动" in page
    assert "还差 3 人" in page
    assert "paper-strong" in page
    assert page.index("已修好，请看一看") < page.index("青年路一社区的活动")


def test_one_thing_stands_out_and_large_type_has_only_that_one(own: Registers, client: Client) -> None:
    doors(own)
    own.waiting.add(
        "a",
        lambda _actor: [
            Card(f"k{each}", f"第{each}件", f"/cases/{each}/", "评一评", strong=True) for each in "一二"
        ],
    )
    page = client.get("/").content.decode()
    assert page.count("paper-strong") == 1
    assert page.index("学的门") < page.index("第一件") < page.index("第二件")
    client.cookies["jiayuan_prefs"] = "zh.1.light"
    page = client.get("/").content.decode()
    assert "第二件" not in page
    assert page.index("第一件") < page.index("学的门")


def test_a_quiet_place_invites(own: Registers, client: Client) -> None:
    PlaceFactory(path=COMMUNITY)
    client.post(reverse("choose-place"), {"place": COMMUNITY})
    assert "拍一张就行" in client.get("/").content.decode()


def test_care_mode_has_a_shorter_prompt_and_no_examples(own: Registers, client: Client) -> None:
    client.cookies["jiayuan_prefs"] = "zh.1.light"
    page = client.get("/").content.decode()
    assert "想办什么事？" in page
    assert "晚上哪里能停车" not in page
    client.cookies["jiayuan_prefs"] = "zh.0.light"
    assert "晚上哪里能停车" in client.get("/").content.decode()


def test_what_a_neighbour_wrote_is_never_markup(own: Registers, client: Client) -> None:
    own.nearby.add("a", lambda _actor, _place: [Card("n", "<script>alert(1)</script>", "/x/", "看")])
    assert b"<script>alert(1)" not in client.get("/").content


def test_only_the_demonstration_shows_its_door(own: Registers, client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert reverse("demo-tour") not in client.get("/").content.decode()
    settings.DEMO = True
    assert reverse("demo-tour") in client.get("/").content.decode()


def test_queries_stay_the_same_however_much_there_is(
    sign_in: Callable[[Person], Client], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    home = PlaceFactory(path=COMMUNITY)
    person = PersonFactory(home_place=home)
    client = sign_in(person)
    client.get("/")
    counts = []
    for _round in range(2):
        for _case in range(8):
            CaseFactory(place=home, reporter=person, state=State.CLOSED)
            CaseFactory(place=home, state=State.FILED)
        with django_assert_max_num_queries(17) as context:
            assert client.get("/").status_code == 200
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]


def test_the_page_does_not_change_state(own: Registers, client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
