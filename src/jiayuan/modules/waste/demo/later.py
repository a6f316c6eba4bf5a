"""What came after the report, through the doors in use: points that moved, more bins, and today's one gap."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import EVERY_DAY
from jiayuan.foundation.common.demo import DemoContext

from ..domain.points import HoursDraft, PointDraft, add_hours, close_point, open_point
from ..domain.serving import BinDraft, set_bins
from ..domain.trying import ZoneDraft, open_zone
from ..enums import Stream
from ..models import DropPoint, Pilot
from .rollout import EVENING, MORNING, noon
from .texts import ZONES

ZONES_SINCE = (date(2019, 9, 2), date(2020, 4, 13))
MOVED = (date(2021, 4, 12), date(2023, 5, 8), date(2025, 9, 15))
NEW_NAME, NEW_WHERE = "新投放房", "原投放点东侧，带洗手池"
MORE_BINS = date(2024, 3, 4)


def tell_later(context: DemoContext, points: Sequence[DropPoint]) -> None:
    district = context.people["district"]
    for (name, places), since in zip(ZONES, ZONES_SINCE, strict=True):
        with at(noon(since)):
            open_zone(ZoneDraft(name, places, since), by=Actor(person=district))
    home = context.people["community"].grants.first().place_id
    pilots = set(Pilot.objects.values_list("estate_id", flat=True))
    elsewhere = [
        each for each in points if not each.estate_id.startswith(home) and each.estate_id not in pilots
    ]
    moving = elsewhere[5:23:7]
    for day, point in zip(MOVED, moving, strict=False):
        _move(point, day, district)
    for point in [each for each in elsewhere[3:33:3] if each not in moving]:
        with at(noon(MORE_BINS)):
            set_bins(point.pk, BinDraft(Stream.KITCHEN, 240, 2), by=Actor(person=district))
    kept = {*pilots, context.people["resident"].home_place_id}
    near = [each for each in points if each.estate_id.startswith(home) and each.estate_id not in kept]
    _leave_a_gap(context, near)


def _move(point: DropPoint, day: date, person: Any) -> None:
    """Closed, and opened anew a few steps away with the same bins."""
    bins = list(point.bins.running())
    with at(noon(day)):
        by = Actor(person=person)
        close_point(point.pk, by=by)
        draft = PointDraft(NEW_NAME, NEW_WHERE, point.latitude, point.longitude)
        made = open_point(point.estate_id, draft, by=by)
        for opens, closes in (MORNING, EVENING):
            add_hours(made.pk, HoursDraft(EVERY_DAY, opens, closes), by=by)
        for each in bins:
            set_bins(made.pk, BinDraft(each.stream, each.litres, each.count), by=by)


def _leave_a_gap(context: DemoContext, points: Sequence[DropPoint]) -> None:
    """Yesterday the drop points of the smallest estate made way for the diggers; nobody has opened another yet."""
    paths = [each.estate_id for each in points]
    chosen = min(paths, key=lambda path: (paths.count(path), path))
    with at(context.now - timedelta(days=1)):
        for point in points:
            if point.estate_id == chosen:
                close_point(point.pk, by=Actor(person=context.people["community"]))
