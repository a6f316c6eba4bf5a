"""When something is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from .hours import MINUTE, axis, earliest_at, latest_at, working_hours, working_minutes
from .now import now as present
from .term import Term, TermUnit

Pause = tuple[datetime, datetime | None]
Light = Literal["red", "amber", "green"]
HURRY_MINUTES = 120


def deadline(start: datetime, term: Term, pauses: Sequence[Pause] = (), extra_days: int = 0) -> datetime:
    """When ``term`` runs out, counted from ``start``.

    * ``WORKING_DAYS``: counted from the next working moment (a start outside working hours begins at the next
      opening); due at the same time of day on the n-th working day after it.
    * ``WORKING_HOURS``: uses up working time; a term that ends with the morning is due at the closing, not
      at the
      opening after it.
    * ``URGENT_HOURS``: around the clock.

    :param pauses: (since, until) during which the clock stands; they may overlap and come in any order. One
        that
        has no end yet lasts until now, so that the deadline moves on with every minute of it.
    :param extra_days: working days granted on top; not negative.
    """
    standing = merge_pauses(start, pauses)
    if term.unit == TermUnit.URGENT_HOURS:
        due = _spend_real_time(start, timedelta(hours=term.amount), standing)
        return _spend_days(due, extra_days, standing) if extra_days else due
    if term.unit == TermUnit.WORKING_DAYS:
        return _spend_days(start, term.amount + extra_days, standing)
    budget = term.amount * 60 * MINUTE + extra_days * working_hours().per_day
    return earliest_at(_spend(start, budget, standing, stops_at_pause=True))


def merge_pauses(start: datetime, pauses: Sequence[Pause]) -> list[tuple[datetime, datetime]]:
    """The pauses after ``start`` as separate intervals in order; open ones end now."""
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted(
        (max(since, start), until or max(present(), since)) for since, until in pauses
    ):
        if until <= since:
            continue
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def _spend_real_time(
    start: datetime, budget: timedelta, pauses: Sequence[tuple[datetime, datetime]]
) -> datetime:
    moment = start
    for since, until in pauses:
        if budget <= since - moment:
            break
        budget -= since - moment
        moment = until
    return moment + budget


def _spend_days(start: datetime, days: int, pauses: Sequence[tuple[datetime, datetime]]) -> datetime:
    return latest_at(_spend(start, days * working_hours().per_day, pauses, stops_at_pause=False))


def _spend(
    start: datetime, budget: int, pauses: Sequence[tuple[datetime, datetime]], *, stops_at_pause: bool
) -> int:
    """Use up working time from ``start``; returns where on the axis it ends.

    :param stops_at_pause: whether a budget used up exactly when a pause begins is used up there. Working
        days do
        not stop there, for they end at an opening, which may lie inside the pause.
    """
    moment = start
    for since, until in pauses:
        if until <= moment:
            continue
        available = max(axis(since) - axis(moment), 0)
        if budget < available or (stops_at_pause and budget == available):
            break
        budget -= available
        moment = until
    return axis(moment) + budget


def light(since: datetime, due: datetime, now: datetime | None = None) -> Light:
    """``red`` when overdue; ``amber`` when less than a third of the working time, or less than two working
    hours, remain; else ``green``. A stretch without any working time (an urgent night) is measured around
    the clock.
    """
    moment = now or present()
    if moment > due:
        return "red"
    whole, left = working_minutes(since, due), working_minutes(moment, due)
    if whole <= 0:
        return "amber" if (due - moment) * 3 < due - since else "green"
    return "amber" if left * 3 < whole or left < HURRY_MINUTES else "green"
