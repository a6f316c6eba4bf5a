"""A week beside the week as it is now: days stay, unless others are worth it.

Once it is known who is called on which day, each day of each stream is a problem of its own. A day that does not change
is solved once, for both weeks and for all days that are like it: so what differs between two weeks is what was changed
in them, and not the luck of a search.
"""

import random
import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from .assign import first_choice
from .check import cost_of
from .crew import Crew
from .day import Ways
from .gains import Gains, Move
from .model import Instance, Left, Plan, Route, Trip
from .screen import screened
from .week import Stream, day_of, without

Pattern = tuple[int, ...]
Chosen = Mapping[str, Pattern]
Found = tuple[list[Route], list[Left]]
SEARCH, GLANCE = 0.55, 0.04
"""Shares of the time for looking for other days, and for a week that is only tried on the way."""
LEFT = 10**9
"""A stop that is left out is worth more than any way."""


@dataclass(frozen=True)
class WeekBeside:
    """``now``: today's days; ``then``: those that are proposed, by stop in ``chosen``."""

    now: Plan
    then: Plan
    chosen: Chosen


def week_beside(
    present: Instance, asked: Instance, known: Chosen, *, worth: int = 0, seconds: float = 60.0, seed: int = 0,
    workers: int = 1,
) -> WeekBeside:  # fmt: skip
    """``present``: stops with today's loads, ``known`` their days. ``asked``: the same places and trucks, with the
    loads and the patterns that are wanted. ``worth``: what must be saved for each stop that changes its days."""
    begun = time.monotonic()
    with Crew(workers) as crew:
        solved: dict[Hashable, Found] = {}
        before, after = (FixedWeeks(each, crew, solved, seed) for each in (present, asked))
        search = _Search(after, known, worth, seed)
        tried = search.look(begun + SEARCH * seconds, GLANCE * seconds)
        weeks = [(before, known), *((after, each) for each in tried)]
        solve_alike(
            [day for each, chosen in weeks for day in each.days(chosen)], crew, solved, begun + seconds
        )
        then = search.best_of(tried)
        return WeekBeside(before.plan(known), then.plan, then.chosen)


def solve_alike(
    days: "Sequence[_Day]", crew: Crew, solved: dict[Hashable, Found], until: float, name: str = "well"
) -> None:
    """Each different day once, all with as much time for each call: none has more than what it is compared with."""
    fresh = {each.key: each for each in days if (name, each.key) not in solved}
    to_do = sum(len(each.stream.stops) for each in fresh.values())
    for key, each in fresh.items():
        now, many = time.monotonic(), len(each.stream.stops)
        share = now + max(until - now, 0.02) * many / to_do
        solved[name, key] = day_of(each.stream, each.day, crew, each.seed, share)
        to_do -= many


class FixedWeeks:
    """Weeks of one instance with their days given. ``solved``: days that are known, which several may share."""

    def __init__(self, instance: Instance, crew: Crew, solved: dict[Hashable, Found], seed: int) -> None:
        self.whole = instance
        self.instance, self.left = screened(instance)
        self.ways, self.crew, self.solved, self.seed = Ways(self.instance), crew, solved, seed
        self.streams = sorted({each.stream for each in self.instance.stops})

    def days(self, chosen: Chosen) -> "list[_Day]":
        """Of each stream those on which anybody is called."""
        return [each for stream in self.streams for each in self._of_stream(stream, chosen)]

    def plan(self, chosen: Chosen) -> Plan:
        """Of days that had their time."""
        return self._plan([(each, self.solved["well", each.key]) for each in self.days(chosen)])

    def tried(self, chosen: Chosen, seconds: float) -> Plan:
        """At a glance: roughly what it will be."""
        days = self.days(chosen)
        solve_alike(days, self.crew, self.solved, time.monotonic() + seconds, "glance")
        return self._plan([(each, self.solved["glance", each.key]) for each in days])

    def _plan(self, found: "Sequence[tuple[_Day, Found]]") -> Plan:
        gone = {left.stop: left for _day, (_routes, wanting) in found for left in wanting}
        routes = [replace(route, day=each.day) for each, (drawn, _wanting) in found for route in drawn]
        kept = without(routes, set(gone))
        left = (*self.whole.left, *self.left, *gone.values())
        return Plan(tuple(kept), left, cost_of(self.instance, kept), 0.0, notes=self.whole.notes)

    def _of_stream(self, stream: str, chosen: Chosen) -> "list[_Day]":
        stops = [each for each in self.instance.stops if each.stream == stream]
        trucks = [each for each in self.instance.trucks if each.stream == stream and each.count != 0]
        made = []
        for day in range(len(self.instance.days)):
            called = [each for each in stops if day in chosen.get(each.id, each.patterns[0])]
            if called:
                driven = tuple(each for each in trucks if each.drives_on(day))
                made.append(_Day(day, Stream(self.ways, called, driven), self.seed))
        return made


@dataclass(frozen=True)
class _Day:
    day: int
    stream: Stream
    seed: int

    @property
    def key(self) -> Hashable:
        """What makes a day another: not its number, nor on which other days its stops could be called."""
        called = frozenset(replace(each, patterns=()) for each in self.stream.stops)
        return called, tuple(self.stream.trucks)


@dataclass(frozen=True)
class _State:
    chosen: dict[str, Pattern]
    plan: Plan
    worth: int


class _Search:
    def __init__(self, weeks: FixedWeeks, known: Chosen, worth: int, seed: int) -> None:
        self.weeks, self.known, self.worth = weeks, known, worth
        self.lot = random.Random(seed)  # noqa: S311 nothing secret

    def look(self, until: float, glance: float) -> list[Chosen]:
        """Today's days as far as they will do; and, where that is another, the best of what comes of changing some of
        them and of choosing all days afresh."""
        kept = self._state(self._first(self.known), glance)
        if all(len(each.patterns) < 2 for each in self.weeks.instance.stops):
            return [kept.chosen]
        better = self._improved(kept, (until + time.monotonic()) / 2, glance)
        fresh = self._improved(self._state(self._first({}), glance), until, glance)
        best = min((better, fresh), key=lambda each: each.worth)
        return [kept.chosen] if best.chosen == kept.chosen else [kept.chosen, best.chosen]

    def best_of(self, tried: Sequence[Chosen]) -> _State:
        return min((self._judged(each, self.weeks.plan(each)) for each in tried), key=lambda each: each.worth)

    def _state(self, chosen: Chosen, seconds: float) -> _State:
        return self._judged(chosen, self.weeks.tried(chosen, seconds))

    def _judged(self, chosen: Chosen, plan: Plan) -> _State:
        changed = sum(pattern != self.known.get(stop, pattern) for stop, pattern in chosen.items())
        return _State(dict(chosen), plan, plan.cost + self.worth * changed + LEFT * len(plan.left))

    def _first(self, known: Chosen) -> Chosen:
        instance, made = self.weeks.instance, dict[str, Pattern]()
        today = [
            Route(day, "", (Trip(tuple(each for each, days in known.items() if day in days)),))
            for day in range(len(instance.days))
        ]
        for stream in self.weeks.streams:
            stops = [each for each in instance.stops if each.stream == stream]
            of_known = today if known else ()
            made |= first_choice(stops, len(instance.days), self.weeks.ways.metres, self.lot, of_known)
        return made

    def _improved(self, state: _State, until: float, glance: float) -> _State:
        """Some stops at a time get the days that promise most; fewer, where that does not hold."""
        many, barred = max(len(state.chosen) // 4, 1), set[Move]()
        while time.monotonic() < until:
            gains = Gains(self.weeks.instance, self.weeks.ways.metres, state.plan.routes)
            moves = gains.moves(state.chosen, self.known, self.worth, barred)
            if not moves:
                break
            taken = moves[:many]
            tried = self._state({**state.chosen, **dict(taken)}, glance)
            if tried.worth < state.worth:
                state = tried
            elif len(taken) == 1:
                barred.add(taken[0])
            else:
                many = max(len(taken) // 3, 1)
        return state
