"""Weights of weeks that are over, and what was due and missed in them, worked out in the background from the stops and
from what no round took; again where that changed later."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import TruncWeek

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.locking import lock_name

from ..models import LeftCall, RoundStop, WeekWeight
from ..round_enums import StopState
from .unusual import flag_of, usual_of

BEFORE = 8
"""Weeks before that say what is usual."""
LOOKED_BACK = timedelta(days=9)
"""So long after a stop was changed, or a call was found left, its week is worked out again: a week that ended on Friday
waits for Monday, and the clock may have stood for some days."""
_WEEK = timedelta(days=7)
_COUNTS = ("kg", "collections", "due", "missed", "usual_kg", "flag", "updated_at")
Key = tuple[str, str]
"""An estate and a stream."""
Call = tuple[date, int | None, int]
"""A day, and which of its calls; of a stop that knows none, which part."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def close_weeks() -> int:
    """Weeks that were worked out."""
    weeks = _touched(RoundStop) | _touched(LeftCall)
    for week in sorted(weeks):
        close_week(week)
    return len(weeks)


def _touched(model: type[RoundStop] | type[LeftCall]) -> set[date]:
    rows = model.objects.filter(updated_at__gte=now() - LOOKED_BACK, day__lt=monday_of(today())).order_by()
    return set(rows.annotate(week=TruncWeek("day")).values_list("week", flat=True).distinct())


def close_week(week: date) -> int:
    """Rows of the week that begins with this Monday. The same again changes nothing; what somebody found out about a
    flag stays. Four queries."""
    with transaction.atomic():
        lock_name(f"waste-week/{week}")
        known = _weeks_before(week)
        looked = _looked_at(week)
        rows = [_row(week, key, tally, known.get(key, ())) for key, tally in _tallies(week).items()]
        settled = [each for each in rows if (each.estate_id, each.stream) in looked]
        others = [each for each in rows if (each.estate_id, each.stream) not in looked]
        _keep(others, _COUNTS)
        _keep(settled, [each for each in _COUNTS if each != "flag"])
    return len(rows)


def _looked_at(week: date) -> set[tuple[str, str]]:
    """Whose flag somebody has explained. All rows of the week are locked, so that nobody explains one meanwhile."""
    rows = WeekWeight.objects.select_for_update().filter(week=week).order_by("pk")
    return {
        (estate, stream)
        for estate, stream, at in rows.values_list("estate_id", "stream", "looked_at")
        if at is not None
    }


def _keep(rows: Sequence[WeekWeight], fields: Sequence[str]) -> None:
    WeekWeight.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["estate", "stream", "week"],
        update_fields=list(fields),
    )  # fmt: skip


@dataclass
class Tally:
    """Of an estate and a stream in a week. ``days``: on which something was fetched. ``calls``: by call, whether all of
    it was fetched. ``left``: calls that stood in no round."""

    kg: Decimal = Decimal(0)
    days: set[date] = field(default_factory=set)
    calls: dict[Call, bool] = field(default_factory=dict)
    left: int = 0

    @property
    def due(self) -> int:
        return len(self.calls) + self.left

    @property
    def missed(self) -> int:
        return self.left + sum(not is_made for is_made in self.calls.values())


def _tallies(week: date) -> Mapping[Key, Tally]:
    """What was due is counted by calls, so that it is as many whatever comes of them: two hours of a day are two, and a
    load that takes two trucks is one, made only if none of its parts is left. What was refused or what nobody ended is
    left, and so is what no round took. Weights go by days, as they are expected. Two queries."""
    within: dict[str, Any] = {"day__gte": week, "day__lt": week + _WEEK}
    found: dict[Key, Tally] = defaultdict(Tally)
    stops = RoundStop.objects.filter(**within).order_by("pk")
    for estate, stream, day, call, part, state, kg in stops.values_list(
        "estate_id", "stream", "day", "call_id", "part", "state", "kg"
    ):
        tally = found[estate, stream]
        if state == StopState.MOVED:
            continue
        is_done, key = state == StopState.DONE, (day, call, 0 if call else part)
        tally.calls[key] = tally.calls.get(key, True) and is_done
        if is_done:
            tally.kg += kg or 0
            tally.days.add(day)
    for estate, stream, calls in LeftCall.objects.filter(**within).values_list(
        "estate_id", "stream", "calls"
    ):
        found[estate, stream].left += calls
    return found


def _row(week: date, key: Key, tally: Tally, before: Sequence[float]) -> WeekWeight:
    collections, usual = len(tally.days), usual_of(before)
    return WeekWeight(
        estate_id=key[0], stream=key[1], week=week, kg=tally.kg, collections=collections, due=tally.due,
        missed=tally.missed, usual_kg=None if usual is None else Decimal(usual).quantize(Decimal("0.1")),
        flag=flag_of(float(tally.kg) / collections, before) if collections else "",
        created_at=now(), updated_at=now(),
    )  # fmt: skip


def _weeks_before(week: date) -> Mapping[Key, Sequence[float]]:
    """Kilograms a collection of the weeks before; weeks in which nothing was fetched say nothing."""
    rows = WeekWeight.objects.filter(week__gte=week - BEFORE * _WEEK, week__lt=week, collections__gt=0)
    found: dict[Key, list[float]] = defaultdict(list)
    for estate, stream, kg, collections in rows.order_by("week").values_list(
        "estate_id", "stream", "kg", "collections"
    ):
        found[estate, stream].append(float(kg) / collections)
    return found
