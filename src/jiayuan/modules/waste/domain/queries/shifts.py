"""Which collection is moved: for an estate, for a place, and for those who declare it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from jiayuan.foundation.clock.now import today

from ...models import Shift

AHEAD = 30
"""So many days before it happens residents read of it."""
MOST = 60


def shifts_about(paths: Iterable[str], first: date, last: date) -> Sequence[Shift]:
    """With their places, in order of their day. Two queries, one where there are none."""
    rows = Shift.objects.live().about(paths).between(first, last).with_places()
    return list(rows.order_by("day", "pk"))


def ahead_of(path: str) -> Sequence[Shift]:
    """What residents of an estate read before it happens, and as long as it does. Two queries, one without any."""
    rows = shifts_about([path], today(), today() + timedelta(days=AHEAD))
    return [each for each in rows if any(path.startswith(place) for place in each.paths)]


def from_day(shifts: Iterable[Shift], path: str, stream: str, day: date) -> Shift | None:
    """What takes this stream of this estate away from the day. No query."""
    return next((each for each in shifts if each.day == day and each.moves(path, stream)), None)


@dataclass(frozen=True)
class ShiftSeen:
    """``keeps``: the reader may still change it."""

    row: Shift
    keeps: bool


def declared(paths: Sequence[str], keeping: Sequence[str]) -> Sequence[ShiftSeen]:
    """Those that are not over, the next first. ``keeping``: where the reader may change them. Two queries."""
    rows = Shift.objects.live().about(paths).filter(Q(day__gte=today()) | Q(to_day__gte=today()))
    rows = rows.select_related("operator").with_places().order_by("day", "pk")
    return [ShiftSeen(each, _keeps(each, keeping)) for each in rows[:MOST]]


def _keeps(row: Shift, keeping: Sequence[str]) -> bool:
    is_ahead = min(row.day, row.to_day or row.day) > today()
    return is_ahead and all(any(path.startswith(each) for each in keeping) for path in row.paths)
