"""What the console's pages about places show."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing

from ...enums import COMMUNITY_KINDS, PlaceKind
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


def siblings_of(place: Place) -> list[Place]:
    """The living communities and villages of the same street, itself not among them."""
    beside = Place.objects.current().of_kind(*COMMUNITY_KINDS).filter(parent_id=place.parent_id)
    return list(beside.exclude(pk=place.path).defer("boundary").order_by("path"))


def communities() -> list[tuple[Place, list[Place]]]:
    """All living communities under their streets, for a list that works without scripts. One query."""
    rows = (
        Place.objects.current()
        .of_kind(*COMMUNITY_KINDS)
        .select_related("parent")
        .defer("boundary", "parent__boundary")
        .order_by("path")
    )
    found: dict[str, tuple[Place, list[Place]]] = {}
    for each in rows:
        if each.parent is not None:
            found.setdefault(each.parent.path, (each.parent, []))[1].append(each)
    return list(found.values())


def communities_by_street(place: Place, *, apart_from: str | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The living communities of the district as grouped choices, street by street. One query."""
    rows = Place.objects.current().within(place.path[:6]).of_kind(*COMMUNITY_KINDS).exclude(pk=apart_from)
    rows = rows.select_related("parent").defer("boundary", "parent__boundary").order_by("path")
    return [
        (str(street), [(each.path, each.display_name) for each in group])
        for street, group in groupby(rows, key=lambda each: each.parent)
    ]
