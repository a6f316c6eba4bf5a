"""The five doors, and what the modules offer behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from jiayuan.foundation.common.registers import Door, DoorVisit, registers


@dataclass(frozen=True)
class OpenDoor:
    """A door with its address."""

    character: str
    label: str
    url: str
    tone: str


@dataclass(frozen=True)
class ShownSection:
    """A section with what it shows now."""

    template: str
    shown: Mapping[str, Any]


def doors() -> list[OpenDoor]:
    """The doors in their order."""
    return [
        _open(door) for door in sorted(registers.doors, key=lambda each: each.order) if _leads_somewhere(door)
    ]


def sections(door: str, visit: DoorVisit) -> Sequence[ShownSection]:
    """What the modules have behind ``door`` for this visitor, in order. As many queries as the sections make."""
    offered = sorted((each for each in registers.carriers if each.door == door), key=lambda each: each.order)
    read = [(each.template, each.read(visit)) for each in offered]
    return [ShownSection(template, shown) for template, shown in read if shown is not None]


def _leads_somewhere(door: Door) -> bool:
    try:
        return bool(reverse(door.url_name))
    except NoReverseMatch:
        return False


def _open(door: Door) -> OpenDoor:
    return OpenDoor(door.character, str(door.label), reverse(door.url_name), door.tone)
