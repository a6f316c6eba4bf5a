"""Which card a class is asked next. From the counts of the whole class alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from .game import after, cards

REST, MOST_TIMES = 2, 3
"""Questions between two times of one card, and how often it comes before all others have."""
WEAK_NUMERATOR, WEAK_DENOMINATOR = 2, 5
"""From this share of wrong answers on a card is weak."""


@dataclass(frozen=True)
class Count:
    """What is known of a card that was asked. ``asked_in``: number of the last question that it was."""

    card: int
    right: int
    wrong: int
    times: int
    asked_in: int

    @property
    def share_wrong(self) -> float:
        answers = self.right + self.wrong
        return self.wrong / answers if answers else 0.0

    @property
    def percent(self) -> int | None:
        """Right answers of a hundred; None where nobody answered."""
        answers = self.right + self.wrong
        return round(100 * self.right / answers) if answers else None

    @property
    def is_weak(self) -> bool:
        return self.wrong * WEAK_DENOMINATOR >= (self.right + self.wrong) * WEAK_NUMERATOR and self.wrong > 0


def next_card(level: int, counts: Sequence[Count], number: int, *, first: int = 0) -> int:
    """The card of question ``number`` (the first is 1): what the class gets wrong most, after a rest; else one that
    was not asked yet, in the order of the game from ``first``; else the weakest of all that have rested.
    """
    rested = [each for each in counts if number - each.asked_in > REST]
    weak = [each for each in rested if each.is_weak and each.times < MOST_TIMES]
    if weak:
        return _weakest(weak)
    asked, card = {each.card for each in counts}, first % len(cards(level))
    for _each in cards(level):
        if card not in asked:
            return card
        card = after(level, card)
    return _weakest(rested or counts)


def _weakest(counts: Sequence[Count]) -> int:
    return max(counts, key=lambda each: (each.share_wrong, -each.asked_in)).card
