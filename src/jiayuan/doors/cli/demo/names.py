"""Invented names of people, and phone numbers that belong to nobody."""

from collections.abc import Iterator
from random import Random

from .words import words

MOST_NUMBERS = 10_000


def names(random: Random) -> Iterator[str]:
    """Plausible names without end; the first thousands all different."""
    surnames, given = words("surnames"), [*words("women"), *words("men")]
    told: set[str] = set()
    while True:
        name = random.choice(surnames) + random.choice(given)
        if name not in told or len(told) > len(surnames) * len(given) * 0.8:
            told.add(name)
            yield name


def phones(prefix: str) -> Iterator[str]:
    """``+861380000`` -> ``+8613800000001``, ``…0002`` …: a range that reads as an example at once."""
    return (f"{prefix}{number:04d}" for number in range(1, MOST_NUMBERS))
