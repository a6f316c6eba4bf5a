"""How many places there are. A place counts from the day it opened until the day before it closed."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, Value, figure

from .enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from .models import Place
from .paths import inside

UNDATED = _("A place without an opening day counts as having always been there.")


def _line(place: Place, is_public: bool) -> Line:
    return Line(
        place.display_name,
        f"{place.get_kind_display()} · {place.code}",
        "" if is_public else reverse("console-place", args=[place.path]),
    )


def _household_line(place: Place, is_public: bool) -> Line:
    line = _line(place, is_public)
    many = place.households or 0
    said = ngettext("%(count)s household", "%(count)s households", many) % {"count": many}
    return Line(line.title, f"{line.meta} · {said}", line.url)


DEEPER = ((PlaceKind.UNIT, 20), (PlaceKind.BUILDING, 18))
"""Below the estate: the kind whose households are summed for a place with a path of that length."""
PLACE = Shape("place", _line, deferred=("boundary",))
HOUSEHOLDS = Shape("place", _household_line, deferred=("boundary",))


def there(scope: Scope, *kinds: PlaceKind) -> "QuerySet[Place]":
    """The places of these kinds inside, itself included, that stood on the day."""
    stood = Q(opened_on=None) | Q(opened_on__lte=scope.day)
    stood &= Q(closed_on=None) | Q(closed_on__gt=scope.day)
    return Place.objects.filter(stood, inside([scope.path]), kind__in=kinds)


@figure(
    "places.streets", name=_("Streets and towns"), unit="street", shape=PLACE, is_public=True,
    unit_name=pgettext_lazy("unit of a figure", "streets"), limits=UNDATED,
    definition=_("Streets and towns of the district on the day."),
)  # fmt: skip
def streets(scope: Scope) -> "QuerySet[Place]":
    return there(scope, *STREET_KINDS)


@figure(
    "places.communities", name=_("Communities"), unit="community", shape=PLACE, is_public=True, in_hall=True,
    unit_name=pgettext_lazy("unit of a figure", "communities"), limits=UNDATED,
    definition=_("Communities and villages on the day; merged ones count until they were merged."),
)  # fmt: skip
def communities(scope: Scope) -> "QuerySet[Place]":
    return there(scope, *COMMUNITY_KINDS)


@figure(
    "places.estates", name=_("Estates"), unit="estate", shape=PLACE, is_public=True, in_hall=True,
    unit_name=pgettext_lazy("unit of a figure", "estates"), limits=UNDATED,
    definition=_("Residential estates on the day."),
)  # fmt: skip
def estates(scope: Scope) -> "QuerySet[Place]":
    return there(scope, PlaceKind.ESTATE)


@figure(
    "places.buildings", name=_("Buildings"), unit="building", shape=PLACE, is_public=True,
    unit_name=pgettext_lazy("unit of a figure", "buildings"), limits=UNDATED,
    definition=_("Residential buildings on the day."),
)  # fmt: skip
def buildings(scope: Scope) -> "QuerySet[Place]":
    return there(scope, PlaceKind.BUILDING)


def sum_of_households(rows: "QuerySet[Any]") -> Value:
    """0 where none is known."""
    return int(rows.aggregate(sum=Sum("households"))["sum"] or 0)


@figure(
    "places.households", name=_("Households"), unit="household", shape=HOUSEHOLDS, measure=sum_of_households,
    unit_name=pgettext_lazy("unit of a figure", "households"), is_public=True,
    definition=_("Sum of the households of the estates whose number is known; inside a building, of its own."),
    limits=_("The number of an estate's households is today's: earlier numbers are not kept apart."),
)  # fmt: skip
def households(scope: Scope) -> "QuerySet[Place]":
    """Of one step of the tree only, so that nobody is counted twice."""
    step = next((kind for kind, length in DEEPER if len(scope.path) >= length), PlaceKind.ESTATE)
    return there(scope, step).filter(households__isnull=False)
