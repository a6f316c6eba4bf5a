"""When each person is visited: on which days of the service, and in which of its rounds. Plain data in and out.

A round is one turn of the service's own rule: a week of a weekly service, two weeks of a fortnightly one. Who is
visited in every n-th round begins in the one where the team has most room, so that no day is fuller than it may be.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .rota import Turn

ROUNDS = (1, 2, 3, 4)
"""Somebody is visited in every, every second, third or fourth round."""
CYCLE = 12
"""After so many rounds every rhythm of ``ROUNDS`` begins anew."""


@dataclass(frozen=True)
class Rhythm:
    """``weekdays`` of the service's, all if empty; in the rounds that give ``phase`` when divided by ``every``."""

    recipient: int
    since: date
    weekdays: frozenset[int] = frozenset()
    every: int = 1
    phase: int = 0

    def means(self, day: date, turn: int) -> bool:
        """Whether they are visited on this day of the service, which lies in its round ``turn``."""
        fits = not self.weekdays or day.weekday() in self.weekdays
        return fits and day >= self.since and turn % self.every == self.phase


def round_of(day: date, first: date, interval: int) -> int:
    """The number of the round, from the week of ``first`` on."""
    monday, began = (each - timedelta(days=each.weekday()) for each in (day, first))
    return (monday - began).days // 7 // interval


def due(
    days: Sequence[date], rhythms: Iterable[Rhythm], held: Collection[Turn], *, first: date, interval: int
) -> list[Turn]:
    """Whom to visit on which of the service's ``days``, without what is ``held`` already, whatever became of it."""
    known = set(held)
    meant = [
        Turn(day, each.recipient)
        for each in rhythms
        for day in days
        if each.means(day, round_of(day, first, interval))
    ]
    return sorted((turn for turn in meant if turn not in known), key=lambda turn: (turn.day, turn.recipient))


def roomiest(
    weekdays: Collection[int], every: int, others: Iterable[Rhythm], served: Collection[int]
) -> tuple[int, int]:
    """The phase with most room for one more, and how many are visited then on the fullest of its days.

    :param served: the weekdays of the service.
    """
    load: Counter[tuple[int, int]] = Counter()
    for each in others:
        turns = [turn for turn in range(CYCLE) if turn % each.every == each.phase]
        load.update((day, turn) for day in each.weekdays or served for turn in turns)
    wanted = set(weekdays) or set(served)

    def fullest(phase: int) -> int:
        return 1 + max(load[day, turn] for day in wanted for turn in range(phase, CYCLE, every))

    return min(((phase, fullest(phase)) for phase in range(every)), key=lambda pair: (pair[1], pair[0]))
