"""Collections that no round took, and bins that were left as they stood."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...models import LeftCall, RoundStop
from ...round_enums import StopState
from .near import Expected

MOST = 200


def left_of_unit(operator: Organisation, day: date) -> Sequence[LeftCall]:
    """One query."""
    return _shown(LeftCall.objects.filter(operator=operator, day=day))


def left_within(paths: Iterable[str], first: date, last: date) -> Sequence[LeftCall]:
    """The latest first. One query."""
    return _shown(LeftCall.objects.within(*paths).filter(day__range=(first, last)))


def refused_there(estate: Place, due: Iterable[Expected]) -> Mapping[str, RoundStop]:
    """Of what should have been fetched, by its key, the stop at which the truck was there last and left it, because of
    what lay in the bin. One query, none where nothing was due."""
    days = {each.day for each in due}
    if not days:
        return {}
    ended = RoundStop.objects.taking().filter(estate=estate, day__in=days).exclude(ended_at=None)
    last = {f"{each.stream}:{each.day.isoformat()}": each for each in ended.order_by("ended_at", "pk")}
    return {key: stop for key, stop in last.items() if stop.state == StopState.REFUSED}


def _shown(rows: "QuerySet[LeftCall]") -> Sequence[LeftCall]:
    return list(rows.select_related("estate").defer("estate__boundary")[:MOST])
