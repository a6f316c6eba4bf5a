"""How many communities and estates are covered, how many are not, and what stands there."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, Total, figure
from jiayuan.foundation.places.models import Place

from .domain.queries.gaps import bins_on, covered, estates_on, uncovered
from .interfaces.kit_words import bins_words
from .models import Bin, DropPoint, Pilot, Zone


def _estate(place: Place, _is_public: bool) -> Line:
    return Line(place.display_name, place.parent.display_name if place.parent else place.code)


def _community(place: Place, _is_public: bool) -> Line:
    return Line(place.display_name, place.code)


def _pilot(pilot: Pilot, _is_public: bool) -> Line:
    return Line(pilot.estate.display_name, str(pilot.since))


def _zone(zone: Zone, _is_public: bool) -> Line:
    return Line(zone.name, str(zone.since))


def _point(point: DropPoint, _is_public: bool) -> Line:
    return Line(point.name, point.estate.display_name)


def _bin(row: Bin, _is_public: bool) -> Line:
    return Line(bins_words(row.stream, row.litres, row.count), str(row.point.estate))


_PARENT = ("parent",), ("boundary", "parent__boundary")
_ESTATE = ("estate",), ("estate__boundary",)
ESTATE = Shape("place", _estate, *_PARENT)
COMMUNITY = Shape("place", _community, (), ("boundary",))
PILOT, ZONE = Shape("waste-pilot", _pilot, *_ESTATE), Shape("waste-zone", _zone)
POINT = Shape("waste-point", _point, *_ESTATE)
BIN = Shape("waste-bin", _bin, ("point__estate",), ("point__estate__boundary",))


@figure(
    "waste.communities",
    name=_("Communities covered by waste sorting"),
    unit="community",
    unit_name=pgettext_lazy("unit of a figure", "communities"),
    definition=_("Communities with estates, none of which is left out on the day: see the estates covered."),
    shape=COMMUNITY,
    is_public=True,
    in_hall=True,
)
def communities(scope: Scope) -> "QuerySet[Place]":
    done = covered(scope.day, scope.paths).order_by().values("parent")
    left_out = uncovered(scope.day, scope.paths).filter(parent=OuterRef("pk"))
    return Place.objects.filter(~Exists(left_out), pk__in=done)


@figure(
    "waste.estates",
    name=_("Estates covered by waste sorting"),
    unit="estate",
    unit_name=pgettext_lazy("unit of a figure", "estates"),
    definition=_(
        "Estates that exist on the day and have what is required then: an open drop point with known hours, and for "
        "each required stream a bin and a collection day; pilot estates a guide as well."
    ),
    shape=ESTATE,
    is_public=True,
    in_hall=True,
)
def estates(scope: Scope) -> "QuerySet[Place]":
    return covered(scope.day, scope.paths)


@figure(
    "waste.uncovered",
    name=_("Estates left out of waste sorting"),
    unit="estate",
    unit_name=pgettext_lazy("unit of a figure", "estates"),
    definition=_("Estates that exist on the day and lack something that is required then."),
    shape=ESTATE,
    is_public=True,
)
def left_out(scope: Scope) -> "QuerySet[Place]":
    return uncovered(scope.day, scope.paths)


@figure(
    "waste.pilot_estates",
    name=_("Pilot estates of waste sorting"),
    unit="estate",
    unit_name=pgettext_lazy("unit of a figure", "estates"),
    definition=_("Estates that are pilots on the day."),
    shape=PILOT,
    is_public=True,
)
def pilots(scope: Scope) -> "QuerySet[Pilot]":
    return Pilot.objects.on(scope.day).within(*scope.paths)


@figure(
    "waste.demonstration_zones",
    name=_("Demonstration zones of waste sorting"),
    unit="zone",
    unit_name=pgettext_lazy("unit of a figure", "zones"),
    definition=_("Zones that stand on the day and have a place inside this one."),
    shape=ZONE,
    is_public=True,
)
def zones(scope: Scope) -> "QuerySet[Zone]":
    return Zone.objects.on(scope.day).within(*scope.paths)


@figure(
    "waste.points",
    name=_("Drop points"),
    unit="point",
    unit_name=pgettext_lazy("unit of a figure", "points"),
    definition=_("Drop points of estates in this place that are open on the day."),
    shape=POINT,
    is_public=True,
)
def points(scope: Scope) -> "QuerySet[DropPoint]":
    return DropPoint.objects.on(scope.day).filter(estate__in=_estates(scope))


@figure(
    "waste.bins",
    name=_("Bins"),
    unit="bin",
    unit_name=pgettext_lazy("unit of a figure", "bins"),
    definition=_("Bins of all sizes that stand at open drop points on the day."),
    shape=BIN,
    measure=Total("count"),
    is_public=True,
)
def bins(scope: Scope) -> "QuerySet[Bin]":
    return bins_on(scope.day).filter(point__estate__in=_estates(scope))


def _estates(scope: Scope) -> Any:
    return estates_on(scope.day, scope.paths).values("pk")
