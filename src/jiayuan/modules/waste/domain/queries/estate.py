"""One estate on one day: its drop points with what stands there, its days, whether it is a pilot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.models import Place

from ...models import Bin, CollectionDay, DropPoint, Guide, OpeningHours, Pilot, Zone
from ...streams import order_of
from .gaps import Gap, estates_on, gaps_of, with_gaps
from .lineage import first_of
from .trying import on_or_ahead


@dataclass
class PointBook:
    point: DropPoint
    bins: list[Bin] = field(default_factory=list)
    hours: list[OpeningHours] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)


@dataclass(frozen=True)
class EstateBook:
    estate: Place
    day: date
    points: Sequence[PointBook]
    closed: Sequence[DropPoint]
    """Those that were closed by this day, the latest first."""
    days: Sequence[CollectionDay]
    gaps: Sequence[Gap]
    pilot: Pilot | None
    """On the day; today also one that is still ahead."""
    pilot_since: date | None
    """Its first day, also if the estate was moved since."""
    zones: Sequence[Zone]

    @property
    def is_pilot(self) -> bool:
        """Already on the day."""
        return self.pilot is not None and self.pilot.since <= self.day


def estate_seen(path: str, day: date, actor: Actor) -> Place:
    """With its gaps. :raises Missing: none on this day in the places that this actor works for."""
    rows = with_gaps(estates_on(day, actor.reach.paths_for(*DESK_STAFF)), day)
    found = rows.filter(pk=path).select_related("parent").defer("boundary", "parent__boundary").first()
    if found is None:
        raise Missing(_("There is no such estate here on this day."), _("Look at the list of its community."))
    return found


def book_of(estate: Place, day: date) -> EstateBook:
    """Of a row of :func:`estate_seen`. Eight queries, and one for a pilot."""
    points = {
        each.pk: PointBook(each) for each in DropPoint.objects.on(day).filter(estate=estate).order_by("pk")
    }
    for each in sorted(Bin.objects.on(day).filter(point__in=points), key=_by_stream):
        points[each.point_id].bins.append(each)
    for hours in OpeningHours.objects.on(day).filter(point__in=points).order_by("opens_at"):
        points[hours.point_id].hours.append(hours)
    for guide in Guide.objects.on(day).filter(point__in=points).select_related("person"):
        points[guide.point_id].guides.append(guide)
    pilot = _pilot(estate, day)
    closed = DropPoint.objects.filter(estate=estate, closed_on__lte=day).order_by("-closed_on", "-pk")
    return EstateBook(
        estate, day, list(points.values()), list(closed[:5]),
        sorted(CollectionDay.objects.on(day).filter(estate=estate).order_by("at"), key=_by_stream),
        gaps_of(estate, day), pilot, first_of(pilot).since if pilot else None,
        list(Zone.objects.on(day).filter(places__in=[estate.path, estate.path[:12]]).distinct()),
    )  # fmt: skip


def _pilot(estate: Place, day: date) -> Pilot | None:
    """With the kit that it copies, how many steps that has, and how many are taken."""
    rows = on_or_ahead(Pilot.objects.all(), day).filter(estate=estate).select_related("copy__kit")
    return rows.annotate(
        steps=Count("copy__kit__steps", distinct=True), taken=Count("copy__ticks", distinct=True)
    ).first()


def _by_stream(row: Bin | CollectionDay) -> int:
    return order_of(row.stream)
