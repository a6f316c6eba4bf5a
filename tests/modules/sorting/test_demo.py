"""What the demonstration tells of the sorting school."""

from typing import Any

from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.modules.sorting.demo.chapter import CODE, PUPILS
from jiayuan.modules.sorting.models import AskedWord, ClassRoom, LocalItem, Pledge
from tests.demo import small_demo, small_town

__all__ = ["small_demo", "small_town"]


def test_every_page_has_something_to_say(small_demo: dict[str, Actor], client: Client) -> None:
    assert AskedWord.objects.open().count() == 3
    assert LocalItem.objects.standing().count() == 3
    assert Pledge.objects.standing().count() == 7
    assert Pledge.objects.filter(shown_name="").count() == 1
    room: Any = ClassRoom.objects.get()
    assert (room.code, room.round, room.is_open, room.seats.count()) == (CODE, 2, True, PUPILS)
    assert room.tallies.count() == 2
    assert client.get(reverse("sorting-class"), {"code": CODE}).status_code == 200
