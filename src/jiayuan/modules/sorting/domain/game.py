"""The card game: which card comes, and whether it went into the right bin. Nothing is kept of who plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jiayuan.engines.sorting import Item

from .knowing import FACTS, sorter

BINS = ("recyclable", "kitchen", "hazardous", "residual")
LEVELS = (1, 2, 3)
_STRIDE = 7
"""Cards of one kind stand together in the file; every seventh comes, to mix them. No level has a multiple of it."""


@dataclass(frozen=True)
class Card:
    number: int
    item: Item
    name: str
    picture: str


@cache
def cards(level: int) -> Sequence[Card]:
    _heading, *lines = (FACTS / "cards.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    chosen = [(name, picture) for of, name, picture in rows if int(of) == level]
    named = sorter().index.names
    return [Card(number, named[name], name, picture) for number, (name, picture) in enumerate(chosen)]


def card_of(level: int, number: int) -> Card:
    """Any number is some card's."""
    found = cards(level)
    return found[number % len(found)]


def after(level: int, number: int) -> int:
    return (number + _STRIDE) % len(cards(level))
