"""What the phone home shows, put together from what the rooms announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import pgettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Card, registers

from .doors import OpenDoor, doors

CARDS = 6
"""More would be a list, and lists have pages of their own."""


@dataclass(frozen=True)
class Home:
    doors: Sequence[OpenDoor]
    waiting: Sequence[Card]
    nearby: Sequence[Card]
    examples: Sequence[str]


def home(actor: Actor, place: Any) -> Home:
    """The home of ``actor`` at ``place`` (a Place or None)."""
    waiting = list(chain.from_iterable(each(actor) for each in registers.waiting))
    nearby = list(chain.from_iterable(each(actor, place) for each in registers.nearby))
    return Home(doors(), waiting[:CARDS], nearby[:CARDS], examples())


def examples() -> list[str]:
    """Things people say, to tap instead of typing."""
    return [
        pgettext("example for the home box", "blocked drain"),
        pgettext("example for the home box", "loose manhole"),
        pgettext("example for the home box", "parking at night"),
    ]
