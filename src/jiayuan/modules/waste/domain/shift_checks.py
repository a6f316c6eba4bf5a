"""What stands against moving collection: nothing of it is due, another unit fetches it, or trucks are booked already.

Locks: the days that it concerns, in order, after the name of all shifts. Whoever accepts the rounds of a day locks that
too: so either the rounds are found here, or they are drawn anew.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.clock.weekdays import bit_of
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import inside

from ..models import CollectionDay, RoundStop, Shift
from ..round_enums import StopState
from ..shift_rules import is_for_district, units_of
from .naming import named
from .planning.needs import fetching
from .rounds import lock_day


def lock_days(days: Iterable[date | None]) -> None:
    for day in sorted({each for each in days if each is not None}):
        lock_day(day)


def check_due(made: Shift, paths: Sequence[str]) -> None:
    if not _due(made, paths).exists():
        raise Invalid(
            _("Nothing of this is fetched there on %(day)s.") % {"day": day_with_weekday(made.day)},
            _("Choose a day on which it is, other streams or other places."),
            field="day",
        )


def unit_for(made: Shift, paths: Sequence[str], *, by: Actor) -> Organisation | None:
    """The unit that moves it: one of theirs that fetches all of it, as far as it is due still. None where it is the
    district that does.

    :raises Invalid: another unit fetches some of it, or nobody does.
    """
    if is_for_district(by, paths):
        return None
    rows = list(_due(made, paths))
    whose = fetching(rows, made.day)
    first = next((each for each in units_of(by) if each.pk in whose.values()), None)
    others = [(each.estate_id, each.stream) for each in rows if first is None or whose[each.pk] != first.pk]
    if not others:
        return first
    raise Invalid(
        _("Your unit does not collect all of it on %(day)s: %(what)s.")
        % {"day": day_with_weekday(made.day), "what": named(others)},
        _(
            "Choose only the streams and places that it collects; the rest its own unit moves, or the district office."
        ),
        field="streams" if made.pk is None else None,
    )


def _due(made: Shift, paths: Sequence[str]) -> Any:
    rows = CollectionDay.objects.on(made.day).filter(
        inside(tuple(paths), field="estate_id"), stream__in=made.streams, estate__closed_on=None
    )
    rows = rows.annotate(due=F("weekdays").bitand(bit_of(made.day))).filter(due__gt=0)
    return rows.order_by("estate_id", "stream", "pk")


def check_planned(made: Shift, paths: Sequence[str]) -> None:
    """:raises Conflict: trucks would come on the day from which it is moved away."""
    if _is_booked(made.day, made, paths):
        raise Conflict(
            _("Rounds of this day are set already."),
            _("Call them off first, then have the day planned anew."),
            field="day",
            code="planned",
        )


def check_not_brought(day: date | None, made: Shift, paths: Sequence[str]) -> None:
    """:raises Conflict: trucks would come all the same on ``day``, to which it is not moved any more."""
    if day is not None and _is_booked(day, made, paths):
        raise Conflict(
            _("Rounds of %(day)s, the day to which it was moved, are set already: it would be fetched twice.")
            % {"day": day_with_weekday(day)},
            _("Call them off first, and have that day planned anew afterwards."),
            code="planned",
        )


def _is_booked(day: date, made: Shift, paths: Sequence[str]) -> bool:
    stops = RoundStop.objects.filter(
        inside(tuple(paths), field="estate_id"), day=day, state=StopState.WAITING
    )
    return bool(stops.filter(stream__in=made.streams).exists())
