"""What was due on a day that is over and stood in no stop: recorded for the unit and the community, and told to those
who live there as a missed stop is.

Not due, and no word of it: an estate that no unit fetches from, what a holiday moved away, an estate whose drop points
were all closed on that day, and what was only entered afterwards. Nor anything of a unit that plans no rounds here: so
long it is not known what it fetches.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.locking import lock_name
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation

from ..models import CollectionDay, DropPoint, LeftCall, Round, RoundStop
from ..round_enums import StopState
from .checks import note_estate
from .planning.needs import WHOLE, Load, due, left_of, streams_of

PLANS_HERE = timedelta(days=14)
"""A unit with a round in so many days before plans its rounds here."""
DAYS_BACK = 2
"""So many days that are over are looked at: the work may have stood still for a while."""


def tell_left_calls(over: date) -> int:
    """Of the last days before ``over``. How many were left; the same again adds nothing."""
    units = Organisation.objects.filter(
        function=UnitFunction.SANITATION, waste_rounds__day__gte=over - PLANS_HERE, waste_rounds__day__lt=over
    )
    keys = list(units.order_by("pk").values_list("pk", flat=True).distinct())
    return one_by_one(keys, lambda pk: _of_unit(pk, over), what="unit with calls that no round took")


def _of_unit(pk: int, over: date) -> int:
    operator = Organisation.objects.get(pk=pk)
    return sum(_of_day(operator, over - timedelta(days=back)) for back in range(DAYS_BACK, 0, -1))


def _of_day(operator: Organisation, day: date) -> int:
    """Five queries where nothing was left."""
    if not Round.objects.filter(operator=operator, day__range=(day - PLANS_HERE, day)).exists():
        return 0
    with transaction.atomic():
        lock_name(f"waste-left/{day}")
        loads = _left_on(operator, day)
        known = set(LeftCall.objects.filter(day=day).values_list("estate_id", "stream")) if loads else set()
        fresh = sorted(loads.keys() - known)
        LeftCall.objects.bulk_create(
            LeftCall(operator=operator, estate_id=load[0], stream=load[1], day=day, calls=loads[load])
            for load in fresh
        )
        for estate, stream in fresh:
            note_estate(estate, "waste.call_left", None, stream=stream, day=day.isoformat())
    return len(fresh)


def _left_on(operator: Organisation, day: date) -> Mapping[Load, int]:
    """How many calls of each. Without those whose people were told of a missed stop of the day already."""
    rows = due(operator, day, streams_of(operator, day))
    estates = {each.estate_id for each in rows}
    stops = list(RoundStop.objects.taking().filter(day=day, estate__in=estates).order_by("pk"))
    left, closed = left_of(rows, stops), _closed(estates, day)
    told = {(each.estate_id, each.stream) for each in stops if each.state == StopState.MISSED}
    loads = Counter(
        (each.estate_id, each.stream)
        for each in _known_then(rows, day)
        if left[each.pk] == WHOLE and each.estate_id not in closed
    )
    return {load: calls for load, calls in loads.items() if load not in told}


def _known_then(rows: Sequence[CollectionDay], day: date) -> Sequence[CollectionDay]:
    """Nobody could come for what was entered the day after."""
    return [each for each in rows if local(each.created_at).date() <= day]


def _closed(estates: Collection[str], day: date) -> set[str]:
    """Estates with drop points, all of them closed on the day."""
    points = DropPoint.objects.filter(estate__in=estates)
    is_open = set(points.on(day).values_list("estate_id", flat=True))
    return set(points.values_list("estate_id", flat=True)) - is_open
