"""Drop points for whoever prints cards of them."""

from collections.abc import Sequence

from django.db.models import Prefetch
from django.urls import reverse

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.opening import Opening
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.open_points import OpenPoint

from ..models import DropPoint, OpeningHours

MOST = 200


def printed(path: str) -> Sequence[OpenPoint]:
    """Those that are open in these times, with their hours. Two queries."""
    hours = Prefetch("hours", OpeningHours.objects.on(today()).order_by("opens_at"), to_attr="hours_today")
    rows = DropPoint.objects.on(today()).within(path).select_related("estate").defer("estate__boundary")
    return [_point(each) for each in rows.prefetch_related(hours)[:MOST]]


def _point(point: DropPoint) -> OpenPoint:
    rows: Sequence[OpeningHours] = getattr(point, "hours_today", ())
    path = str(point.estate_id)
    return OpenPoint(
        key=f"{path}-{point.pk}",
        name=point.name,
        path=path,
        estate=str(point.estate),
        where=point.where,
        hours=tuple(Opening(row.weekdays, row.opens_at, row.closes_at) for row in rows),
        url=f"{reverse('waste-bins')}?estate={path}",
    )


def register() -> None:
    registers.open_points.add("waste", printed)
