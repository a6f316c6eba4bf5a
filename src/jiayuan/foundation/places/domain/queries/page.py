"""What the console's pages about places show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing

from ...enums import PlaceKind
from ...models import Place, PlaceSuccession
from ...paths import path_of_printed_code

SHOWN_BELOW = 60


def place_by_code(code: str) -> Place:
    """The place with this printed code (or path). :raises Missing: there is none."""
    found = (
        Place.objects.select_related("parent")
        .defer("parent__boundary")
        .filter(pk=path_of_printed_code(code))
        .first()
    )
    if found is None:
        raise Missing(
            _("There is no place with this code."), _("Look for it by its name in the list of places.")
        )
    return found


def listed(area: Place, kinds: tuple[PlaceKind, ...], *, closed: bool) -> "QuerySet[Place]":
    """The places inside ``area`` of these kinds, or those directly below it if none is named."""
    rows = Place.objects.select_related("parent").defer("boundary", "parent__boundary")
    rows = rows.within(area).of_kind(*kinds) if kinds else rows.filter(parent=area)
    return rows.filter(closed_on__isnull=not closed)


def counts_below(area: Place) -> dict[str, int]:
    """How many living places of each kind lie inside ``area``, itself not counted."""
    rows = Place.objects.within(area).current().exclude(pk=area.path).order_by()
    return dict(rows.values_list("kind").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Succession:
    """What came before a place and what came after it: (the other place, when, how)."""

    before: list[PlaceSuccession]
    after: list[PlaceSuccession]


def succession_of(place: Place) -> Succession:
    """One query."""
    rows = (
        (PlaceSuccession.objects.filter(after=place) | PlaceSuccession.objects.filter(before=place))
        .select_related("before", "after")
        .defer("before__boundary", "after__boundary")
    )
    found: list[Any] = list(rows.order_by("on", "pk"))
    return Succession(
        [each for each in found if each.after_id == place.path],
        [each for each in found if each.before_id == place.path],
    )


def children_shown(place: Place) -> list[Place]:
    """The first living places directly below."""
    return list(Place.objects.current().defer("boundary").filter(parent=place).order_by("path")[:SHOWN_BELOW])
