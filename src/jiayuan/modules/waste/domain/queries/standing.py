"""Drop points as everybody may know them: streams, hours, and whether one can bring something at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.opening import open_now
from jiayuan.foundation.clock.spoken import day as spoken_day

from ...enums import PointState
from ...models import Bin, DropPoint, OpeningHours
from ...streams import order_of

LATELY = timedelta(days=60)
"""So long a drop point that was closed is still shown, so that nobody walks there for nothing."""


@dataclass(frozen=True)
class PointStanding:
    """``streams``: of its bins, in the order of every page. ``said``: when it was closed for good."""

    point: DropPoint
    hours: Sequence[OpeningHours]
    streams: Sequence[str]
    state: PointState
    open_span: OpeningHours | None

    @property
    def said(self) -> str:
        if self.point.closed_on is None or self.state != PointState.ENDED:
            return ""
        return _("closed since %(day)s") % {"day": spoken_day(self.point.closed_on)}


def in_box(box: tuple[float, float, float, float], most: int) -> Sequence[PointStanding]:
    """Those whose position is known. Three queries."""
    west, south, east, north = box
    rows = _shown().filter(longitude__range=(west, east), latitude__range=(south, north))
    return [_standing(each) for each in rows[:most]]


def all_of(path: str) -> Sequence[PointStanding]:
    """Of a community, with or without a position. Three queries."""
    return [_standing(each) for each in _shown().within(path)]


def _shown() -> Any:
    """Open ones, and those closed lately."""
    day = today()
    hours = Prefetch("hours", OpeningHours.objects.on(day).order_by("opens_at"), to_attr="hours_today")
    bins = Prefetch("bins", Bin.objects.on(day), to_attr="bins_today")
    rows: QuerySet[DropPoint] = DropPoint.objects.filter(opened_on__lte=day)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=day - LATELY))
    return rows.select_related("estate").defer("estate__boundary").prefetch_related(hours, bins).order_by(
        "estate_id", "closed_on", "pk"
    )  # fmt: skip


def _standing(point: Any) -> PointStanding:
    streams = sorted({each.stream for each in point.bins_today}, key=order_of)
    span = open_now(point.hours_today, now())
    if point.closed_on is not None and point.closed_on <= today():
        state = PointState.ENDED
    elif not point.hours_today:
        state = PointState.UNKNOWN
    else:
        state = PointState.OPEN if span is not None else PointState.SHUT
    return PointStanding(point, point.hours_today, streams, state, span)
