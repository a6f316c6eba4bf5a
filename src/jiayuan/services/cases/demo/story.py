"""A case of the demonstration before it happens: who reports what where, and when each act follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.hours import MINUTE, axis, latest_at

from ..enums import Action, Stage
from .ways import BEGINS_STAGE, DISPUTED_WITHIN, WAYS, Pace

FINAL = (Action.CLOSE, Action.RATE, Action.REJECT)
AT_LEAST = timedelta(minutes=1)
EARLIEST_HOUR, LATEST_HOUR = 7, 21


@dataclass(frozen=True)
class Beat:
    at: datetime
    action: Action


@dataclass(frozen=True)
class Where:
    path: str
    latitude: float | None
    longitude: float | None
    address: str


@dataclass
class Story:
    """``reporter`` None: a visitor without an account, with ``name`` and ``phone``."""

    number: int
    code: str
    words: str
    where: Where
    random: Random
    reported_at: datetime
    beats: Sequence[Beat]
    reporter: Actor | None = None
    helper: Actor | None = None
    handler: Actor | None = None
    name: str = ""
    phone: str = ""
    photo: bool = False
    score: int = 0
    flaw: str = ""
    """What makes its closing doubtful: a kind of sign (``DoubtKind``)."""
    photos: int = 0
    """How many were taken so far."""
    case: Any = None
    """As the last act left it."""
    visitor: Actor = field(default_factory=Actor)
    """The reporter with the token of the case."""

    def moments(self) -> Iterator[tuple[datetime, int, int]]:
        """(when, story, act): act 0 is the report."""
        yield self.reported_at, self.number, 0
        for number, beat in enumerate(self.beats, start=1):
            yield beat.at, self.number, number


def shift(moment: datetime, minutes: float, *, urgent: bool) -> datetime:
    """``minutes`` later (earlier if negative): of working time, or around the clock."""
    if urgent:
        return moment + timedelta(minutes=minutes)
    return latest_at(axis(moment) + round(minutes * MINUTE))


def in_daytime(moment: datetime, random: Random) -> datetime:
    """Residents do not rate at four in the morning."""
    local = timezone.localtime(moment)
    if EARLIEST_HOUR <= local.hour < LATEST_HOUR:
        return moment
    return local.replace(hour=random.randint(8, LATEST_HOUR - 1))


def forwards(
    way: str, reported_at: datetime, pace: Pace, random: Random, *, late: bool = False
) -> list[Beat]:
    """The acts of a way, one after the other from the report."""
    beats, at = [], reported_at
    for action in WAYS[way]:
        gap = pace.gap(action, random, late=late)
        if action in (Action.RATE, Action.REOPEN):
            at = max(in_daytime(at + timedelta(days=gap / pace.day), random), at + AT_LEAST)
        else:
            at = max(shift(at, gap, urgent=pace.urgent), at + AT_LEAST)
        beats.append(Beat(at, action))
    return beats


def ended(
    way: str, end: datetime, pace: Pace, random: Random, *, late: bool = False
) -> tuple[datetime, list[Beat]]:
    """(reported at, acts) of a way whose last act lies shortly before ``end``."""
    reported_at = end
    while True:
        dry = Random(random.random())
        state = dry.getstate()
        beats = forwards(way, reported_at, pace, dry, late=late)
        over = beats[-1].at - end
        if over <= timedelta(0):
            return reported_at, beats
        dry.setstate(state)
        reported_at = in_daytime(reported_at - over - timedelta(hours=random.uniform(1, 12)), dry)


def until_now(
    way: str, now: datetime, pace: Pace, spent: float, random: Random
) -> tuple[datetime, list[Beat]]:
    """(reported at, acts) of a way whose running promise is used up by the part ``spent`` at ``now``."""
    actions = WAYS[way]
    last = max((number for number, each in enumerate(actions) if each in BEGINS_STAGE), default=-1)
    stage = BEGINS_STAGE[actions[last]] if last >= 0 else Stage.FILING
    elapsed = max(pace.promised[stage] * spent, 1.0)
    begun = min(shift(now, -elapsed, urgent=pace.urgent), now - AT_LEAST)
    before: list[Beat] = []
    at = begun
    for action in reversed(actions[: last + 1]):
        before.insert(0, Beat(at, action))
        gap = max(pace.gap(action, random, late=False), 2.0)
        at = min(shift(at, -gap, urgent=pace.urgent), at - AT_LEAST)
    after = actions[last + 1 :]
    step = (now - begun) / (len(after) + 1)
    rest = [
        Beat(_during(begun, now, elapsed * number / (len(after) + 1), begun + step * number, pace), action)
        for number, action in enumerate(after, start=1)
    ]
    return at, [*before, *_soon(begun, rest, random)]


def _soon(begun: datetime, beats: Sequence[Beat], random: Random) -> list[Beat]:
    """What is disputed is disputed soon after it was sent, and what came before that came sooner."""
    latest = max((number for number, each in enumerate(beats) if each.action == Action.DISPUTE), default=-1)
    if latest < 0:
        return list(beats)
    within = min(timedelta(minutes=random.uniform(*DISPUTED_WITHIN)), (beats[latest].at - begun))
    step = within / (latest + 1)
    early = [
        Beat(begun + step * number, each.action) for number, each in enumerate(beats[: latest + 1], start=1)
    ]
    return [*early, *beats[latest + 1 :]]


def _during(begun: datetime, now: datetime, minutes: float, otherwise: datetime, pace: Pace) -> datetime:
    """In working time, if there was any between; else evenly around the clock."""
    at = shift(begun, minutes, urgent=pace.urgent)
    return at if begun < at < now else otherwise


def hurried(beats: Sequence[Beat]) -> list[Beat]:
    """Reported as done three minutes after it was accepted."""
    found: list[Beat] = []
    for beat in beats:
        soon = beat.action == Action.HAND_IN and found
        found.append(Beat(found[-1].at + 3 * AT_LEAST, beat.action) if soon else beat)
    return found


def is_final(way: str) -> bool:
    return bool(WAYS[way]) and WAYS[way][-1] in FINAL
