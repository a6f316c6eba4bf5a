"""Who goes to whom: turns of a special service spread evenly. Plain data in, plain data out.

Nobody goes twice on a day, nor on a day away. Of those who can, who went least goes; of those who went equally often,
who is tied to the one waiting where ties are kept, else not the one who went the last time, then who rested longest.
Among three or more, who went the last time goes first only if nobody else can: so somebody back from a long leave does
not have to make up for it day after day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

FEW = 3
"""From so many on nobody goes twice in a row."""


@dataclass
class Helper:
    """``days`` on which they go somewhere already or are away; ``turns`` that count so far; ``last`` when they went."""

    key: int
    turns: int = 0
    last: date | None = None
    busy: set[date] = field(default_factory=set)


@dataclass(frozen=True)
class Turn:
    """Somebody to be visited on a day."""

    day: date
    recipient: int


def spread(
    turns: Sequence[Turn], helpers: Iterable[Helper], *, usual: Mapping[int, int], keeps_ties: bool = False
) -> Mapping[Turn, int | None]:
    """Turn -> who goes, or None where nobody can. ``usual``: recipient -> who went last. Helpers are changed."""
    team, known = list(helpers), dict(usual)
    given: dict[Turn, int | None] = {}
    for day in sorted({each.day for each in turns}):
        served = _last_day(team)
        due = [each for each in turns if each.day == day]
        for turn in due:
            tied = {known.get(each.recipient) for each in due if each != turn and each not in given}
            chosen = _choose(turn, team, served, known.get(turn.recipient) if keeps_ties else None, tied)
            given[turn] = chosen.key if chosen is not None else None
            if chosen is not None:
                chosen.turns, chosen.last = chosen.turns + 1, day
                chosen.busy.add(day)
                known[turn.recipient] = chosen.key
    return given


def even_start(helpers: Iterable[Helper]) -> list[Helper]:
    """Who is new begins one turn behind whoever went least: theirs is the next turn, even where ties are kept, and
    there is nothing to catch up."""
    team = list(helpers)
    least = min((each.turns for each in team if each.last is not None), default=0)
    for each in team:
        each.turns = max(each.turns, least - 1)
    return team


def _last_day(team: Sequence[Helper]) -> set[int]:
    last = max((each.last for each in team if each.last is not None), default=None)
    return {each.key for each in team if last is not None and each.last == last}


def _choose(
    turn: Turn, team: Sequence[Helper], served: set[int], tied: int | None, of_others: set[int | None]
) -> Helper | None:
    free = [each for each in team if turn.day not in each.busy]
    rests = len(team) >= FEW and tied is None

    def rank(helper: Helper) -> tuple[bool, int, bool, bool, date, int]:
        went = helper.key in served
        is_of_another = tied is not None and helper.key in of_others
        last = helper.last or date.min
        return rests and went, helper.turns, helper.key != tied, is_of_another or went, last, helper.key

    return min(free, key=rank, default=None)
