"""Weights of weeks that are over, worked out in the background from the stops; again where a stop changed later."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncWeek

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.locking import lock_name

from ..models import RoundStop, WeekWeight
from ..round_enums import StopState
from .unusual import flag_of, usual_of

BEFORE = 8
"""Weeks before that say what is usual."""
LOOKED_BACK = timedelta(days=9)
"""So long after a stop was changed its week is worked out again: a week that ended on Friday waits for Monday, and the
clock may have stood for some days."""
_WEEK = timedelta(days=7)
_COUNTS = ("kg", "collections", "missed", "usual_kg", "flag", "updated_at")
Key = tuple[str, str]
"""An estate and a stream."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def close_weeks() -> int:
    """Weeks that were worked out."""
    touched = RoundStop.objects.filter(updated_at__gte=now() - LOOKED_BACK, day__lt=monday_of(today()))
    weeks = touched.annotate(week=TruncWeek("day")).order_by("week").values_list("week", flat=True).distinct()
    for week in list(weeks):
        close_week(week)
    return len(weeks)


def close_week(week: date) -> int:
    """Rows of the week that begins with this Monday. The same again changes nothing; what somebody found out about a
    flag stays. Three queries."""
    with transaction.atomic():
        lock_name(f"waste-week/{week}")
        known = _weeks_before(week)
        looked = set(
            WeekWeight.objects.filter(week=week).exclude(looked_at=None).values_list("estate_id", "stream")
        )
        rows = [_row(week, each, known) for each in _sums(week)]
        settled = [each for each in rows if (each.estate_id, each.stream) in looked]
        others = [each for each in rows if (each.estate_id, each.stream) not in looked]
        _keep(others, _COUNTS)
        _keep(settled, [each for each in _COUNTS if each != "flag"])
    return len(rows)


def _keep(rows: Sequence[WeekWeight], fields: Sequence[str]) -> None:
    WeekWeight.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["estate", "stream", "week"],
        update_fields=list(fields),
    )  # fmt: skip


def _sums(week: date) -> "Sequence[Any]":
    """By days: what was fetched in two parts was fetched once. What nobody ended was missed."""
    stops = RoundStop.objects.filter(day__gte=week, day__lt=week + _WEEK).order_by()
    done, left = (
        Q(state=StopState.DONE),
        Q(state__in=(StopState.MISSED, StopState.REFUSED, StopState.WAITING)),
    )
    return list(
        stops.values("estate_id", "stream").annotate(
            kg=Sum("kg"), collections=Count("day", filter=done, distinct=True),
            missed=Count("day", filter=left, distinct=True),
        )
    )  # fmt: skip


def _row(week: date, found: Mapping[str, Any], known: Mapping[Key, Sequence[float]]) -> WeekWeight:
    before = known.get((found["estate_id"], found["stream"]), [])
    kg, collections = found["kg"] or Decimal(0), found["collections"]
    usual = usual_of(before)
    return WeekWeight(
        estate_id=found["estate_id"], stream=found["stream"], week=week, kg=kg, collections=collections,
        missed=found["missed"], usual_kg=None if usual is None else Decimal(usual).quantize(Decimal("0.1")),
        flag=flag_of(float(kg) / collections, before) if collections else "",
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
