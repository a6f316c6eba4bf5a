"""Which estates are covered on a day, and what the others lack.

Each gap is a column that the database reckons (``gap_point``, ``gap_bin_kitchen``, …), so that pages, figures and lists
ask the same question and cannot part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...enums import GapKind, Stream
from ...models import Bin, CollectionDay, DropPoint, Guide, OpeningHours, Pilot, standing
from ...requirements import PILOTS, Requirement, required_on


@dataclass(frozen=True)
class Gap:
    """What is missing; ``stream`` is empty where it concerns all."""

    kind: GapKind
    stream: str = ""

    @property
    def column(self) -> str:
        return f"gap_{self.kind}_{self.stream}" if self.stream else f"gap_{self.kind}"

    @property
    def label(self) -> str:
        if not self.stream:
            return str(self.kind.label)
        return _("%(gap)s: %(stream)s") % {"gap": self.kind.label, "stream": Stream(self.stream).label}


def possible_gaps(required: Requirement) -> Sequence[Gap]:
    """In the order in which they are put right: what waits for no other thing first."""
    found = []
    for kind in (GapKind.POINT, GapKind.BIN, GapKind.DAY, GapKind.HOURS, GapKind.GUIDE):
        if kind not in required.needs:
            continue
        by_stream = kind in (GapKind.BIN, GapKind.DAY)
        found += [Gap(kind, str(each)) for each in required.streams] if by_stream else [Gap(kind)]
    return found


def estates_on(day: date, paths: Iterable[str]) -> "QuerySet[Place]":
    """The estates that exist on this day inside these places."""
    begun = Q(opened_on=None) | Q(opened_on__lte=day)
    standing_then = begun & (Q(closed_on=None) | Q(closed_on__gt=day))
    rows = Place.objects.filter(standing_then, kind=PlaceKind.ESTATE)
    return rows.filter(inside(tuple(paths))).defer("boundary")


def with_gaps(estates: "QuerySet[Place]", day: date) -> "QuerySet[Place]":
    """With a column for each gap that there can be on this day."""
    required = required_on(day)
    columns = {gap.column: _missing(gap, day, required) for gap in possible_gaps(required)}
    return estates.annotate(**columns)


def covered(day: date, paths: Iterable[str]) -> "QuerySet[Place]":
    """Estates that lack nothing. Before anything is required none is covered: there was no sorting yet."""
    required = required_on(day)
    rows = with_gaps(estates_on(day, paths), day)
    return (
        rows.filter(**{gap.column: False for gap in possible_gaps(required)})
        if required.needs
        else rows.none()
    )


def uncovered(day: date, paths: Iterable[str]) -> "QuerySet[Place]":
    """Estates that lack something."""
    any_gap = Q(pk__in=[])
    for gap in possible_gaps(required_on(day)):
        any_gap |= Q(**{gap.column: True})
    return with_gaps(estates_on(day, paths), day).filter(any_gap)


def gaps_of(estate: Place, day: date) -> Sequence[Gap]:
    """Of a row of :func:`with_gaps`. Where no point is, no bin can stand: that goes without saying. No query."""
    found = [gap for gap in possible_gaps(required_on(day)) if getattr(estate, gap.column)]
    has_point = all(gap.kind != GapKind.POINT for gap in found)
    return [gap for gap in found if has_point or gap.kind != GapKind.BIN]


def _missing(gap: Gap, day: date, required: Requirement) -> Any:
    points = DropPoint.objects.on(day).filter(estate=OuterRef("pk"))
    if gap.kind == GapKind.POINT:
        return ~Exists(points)
    if gap.kind == GapKind.BIN:
        return ~Exists(bins_on(day).filter(stream=gap.stream, point__estate=OuterRef("pk")))
    if gap.kind == GapKind.DAY:
        return ~Exists(CollectionDay.objects.on(day).filter(stream=gap.stream, estate=OuterRef("pk")))
    if gap.kind == GapKind.HOURS:
        return Exists(points.exclude(Exists(OpeningHours.objects.on(day).filter(point=OuterRef("pk")))))
    unguided = Exists(points.exclude(Exists(Guide.objects.on(day).filter(point=OuterRef("pk")))))
    return (
        unguided & Exists(Pilot.objects.on(day).filter(estate=OuterRef("pk")))
        if required.guide_at == PILOTS
        else unguided
    )


def bins_on(day: date) -> "QuerySet[Bin]":
    """At points that are open then: closing a point ends its bins, yet a bin never counts alone."""
    return Bin.objects.on(day).filter(standing(day, at="point__", first="opened_on", last="closed_on"))
