"""Which collection is moved: for an estate, for a place, and for those who declare it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today

from ...enums import Stream
from ...models import Shift, Vehicle, standing

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


def due_before(shift: Shift) -> Q:
    """Collection days that hold on the day from which it is moved. An estate that was moved itself since then stands
    with its days as it took them over: nobody came for them on that day, and on the new one it is there."""
    taken_over = Q(since__gt=shift.day, since__lte=shift.to_day, since=F("estate__opened_on"))
    return standing(shift.day) | taken_over


@dataclass(frozen=True)
class ShiftSeen:
    """``keeps``: the reader may still change it."""

    row: Shift
    keeps: bool


def streams_moved_by(actor: Actor) -> set[str]:
    """Of the district all; of a unit those that its vehicles carry. At most one query."""
    if actor.reach.paths_for(Role.DISTRICT_OFFICER):
        return set(Stream.values)
    rows = Vehicle.objects.filter(operator__in=actor.reach.organisations(Role.UNIT_OFFICER))
    return set(rows.filter(Q(until=None) | Q(until__gt=today())).values_list("carries", flat=True))


def declared(paths: Sequence[str], keeping: Sequence[str], streams: Collection[str]) -> Sequence[ShiftSeen]:
    """Those that are not over, the next first. ``keeping``: where the reader may change them, for which ``streams``.
    Two queries."""
    rows = Shift.objects.live().about(paths).filter(Q(day__gte=today()) | Q(to_day__gte=today()))
    rows = rows.select_related("operator").with_places().order_by("day", "pk")
    return [ShiftSeen(each, _keeps(each, keeping, streams)) for each in rows[:MOST]]


def _keeps(row: Shift, keeping: Sequence[str], streams: Collection[str]) -> bool:
    is_ahead = min(row.day, row.to_day or row.day) > today()
    if not is_ahead or not set(row.streams) <= set(streams):
        return False
    return all(any(path.startswith(each) for each in keeping) for path in row.paths)
