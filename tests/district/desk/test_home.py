"""The phone home, put together."""

from typing import Any

from jiayuan.district.desk.home import CARDS, home
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Card, Door, Registers


def card(title: str) -> Card:
    return Card(title, title, "/x/", "看看")


def test_doors_stand_in_their_order_and_those_without_a_room_are_shut(own: Registers) -> None:
    own.doors.add("b", Door("评", "我来评", "messages", "accent", 5))
    own.doors.add("a", Door("学", "初心课堂", "map", "primary", 1))
    own.doors.add("c", Door("乐", "没有建好", "no-such-page", "success", 4))
    assert [(door.character, door.url) for door in home(Actor(), None).doors] == [
        ("学", "/map/"),
        ("评", "/messages/"),
    ]


def test_cards_of_all_rooms_up_to_a_few(own: Registers) -> None:
    seen: list[Any] = []

    def nearby(_actor: Actor, place: Any) -> list[Card]:
        seen.append(place)
        return [card(str(number)) for number in range(CARDS + 4)]

    own.waiting.add("a", lambda _actor: [card("一")])
    own.waiting.add("b", lambda _actor: [card("二")])
    own.nearby.add("a", nearby)
    shown = home(Actor(), "某社区")
    assert [each.title for each in shown.waiting] == ["一", "二"]
    assert len(shown.nearby) == CARDS
    assert seen == ["某社区"]
    assert len(shown.examples) == 3
