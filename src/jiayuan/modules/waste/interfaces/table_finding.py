"""Estates and drop points as people name them in a table; those of some hundred rows in a few queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import unknown
from jiayuan.foundation.common.errors import DomainError, Invalid, Refused
from jiayuan.foundation.common.sheets import Column, Row
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.interfaces.finding import (
    PlaceFinder,
    community_path,
    place_cell,
    place_names,
)
from jiayuan.foundation.places.models import Place

from ..limits import NAME
from ..models import DropPoint
from ..rules import DESK, KEEP
from .table_cells import line

COMMUNITY = Column(
    "community", gettext_lazy("Community"), place_cell, example="桃园三社区", choices=place_names,
    help=gettext_lazy("Needed only where estates of several communities have the same name."),
    aliases=("社区", "所属社区"),
)  # fmt: skip
ESTATE = Column(
    "estate", gettext_lazy("Estate"), place_cell, required=True, example="桃园小区",
    help=gettext_lazy("Name or code of the estate."), aliases=("小区", "所在小区", "小区名称", "院落"),
)  # fmt: skip
POINT = Column(
    "point", gettext_lazy("Drop point"), lambda cell: line(NAME, cell), required=True, example="东门投放点",
    help=gettext_lazy("Its name as it stands in the list “Drop points”."), aliases=("投放点", "投放点名称", "点位"),
)  # fmt: skip
SINCE = gettext_lazy("The day from which it holds; today if empty.")
WEEKDAYS = pgettext_lazy("column of a list", "Days of the week")


def keeps(actor: Actor) -> bool:
    return actor.reach.has_any(DESK)


def kept_estates(actor: Actor) -> "QuerySet[Place]":
    rows = Place.objects.current().of_kind(PlaceKind.ESTATE).within(*actor.reach.paths_for(*DESK))
    return rows.defer("boundary").order_by("path")


def kept_points(actor: Actor) -> "QuerySet[DropPoint]":
    rows = DropPoint.objects.current().within(*actor.reach.paths_for(*DESK))
    return rows.select_related("estate__parent").defer("estate__boundary", "estate__parent__boundary")


class GroundFinder:
    """``prepare`` looks up what the rows name; all else asks the database nothing."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.places = actor, PlaceFinder()
        self.kept: dict[str, list[Place]] = {}
        for each in kept_estates(actor):
            self.kept.setdefault(each.name, []).append(each)
        self.paths = {each.path: each for rows in self.kept.values() for each in rows}
        self.points: dict[str, list[DropPoint]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(text for row in rows for text in (row["estate"], row.get("community")))
        self.look_up({path for row in rows if (path := self._path(row))})

    def look_up(self, paths: Iterable[str]) -> None:
        """The open drop points of these estates as they are now."""
        self.points.update({path: [] for path in paths})
        found = DropPoint.objects.current().filter(estate__in=list(self.points)).select_related("estate")
        for each in found.defer("estate__boundary").order_by("pk"):
            if each.estate_id in paths:
                self.points[each.estate_id].append(each)

    def _path(self, row: Row) -> str:
        try:
            return self.estate(row).path
        except DomainError:
            return ""

    def estate(self, row: Row) -> Place:
        """:raises Refused: it is not theirs to keep. :raises Invalid: no estate, or several of this name."""
        found = self._estate(row)
        try:
            gate(self.actor, KEEP, found.path)
        except Refused as error:
            error.field = "estate"
            raise
        return found

    def _estate(self, row: Row) -> Place:
        text = row["estate"]
        around = community_path(self.places, row["community"]) if row.get("community") else ""
        if text in self.paths:
            if not text.startswith(around):
                raise Invalid(
                    _("The estate of this code lies in another community."),
                    _("Empty the cell, or correct one of the two."), field="community", code="other-community",
                )  # fmt: skip
            return self.paths[text]
        here = [each for each in self.kept.get(text, []) if each.path.startswith(around)]
        if len(here) > 1:
            raise Invalid(
                _("There are %(count)s estates called %(name)s.") % {"count": len(here), "name": text},
                _("Write its community into the column beside, or its code instead of the name."),
                field="estate", code="several-places",
            )  # fmt: skip
        return here[0] if here else self._elsewhere(text, around)

    def _elsewhere(self, text: str, around: str) -> Place:
        """What is not theirs, so that they are told that it is not."""
        rows = [self.places.paths[text]] if text in self.places.paths else self.places.names.get(text, [])
        found = [each for each in rows if each.path.startswith(around)]
        estates = [each for each in found if each.kind == PlaceKind.ESTATE]
        if estates:
            return estates[0]
        if found:
            raise Invalid(
                _("This is no estate."), _("Write the name of an estate, or its code."), field="estate",
                code="no-estate",
            )  # fmt: skip
        error = unknown(
            text, list(self.kept), _("Write the name as it stands in the list of places, or the code.")
        )
        error.field = "estate"
        raise error

    def named(self, estate: Place, name: str) -> DropPoint | None:
        """The open drop point of this name."""
        return next((each for each in self.points.get(estate.path, ()) if each.name == name), None)

    def point(self, row: Row) -> DropPoint:
        """:raises Invalid: the estate has none of this name now, with the likeliest."""
        estate = self.estate(row)
        found = self.named(estate, row["point"])
        if found is None:
            known = [each.name for each in self.points.get(estate.path, ())]
            error = unknown(
                row["point"], known, _("Bring in the drop points first, with the list “Drop points”.")
            )
            error.field = "point"
            raise error
        return found

    def found_points(self, rows: Sequence[Row]) -> list[int]:
        """Numbers of the drop points that these rows name, as far as there are such."""
        found = []
        for row in rows:
            try:
                found.append(self.point(row).pk)
            except DomainError:
                continue
        return found


def written_estate(estate: Place, several: frozenset[str]) -> str:
    """As it can be read in again: by its code where a community has several of one name."""
    return estate.code if f"{estate.parent_id}{estate.name}" in several else estate.name


def named_alike(estates: Iterable[Place]) -> frozenset[str]:
    """Community and name of those that a name does not tell apart."""
    seen: set[str] = set()
    twice: set[str] = set()
    for each in estates:
        key = f"{each.parent_id}{each.name}"
        (twice if key in seen else seen).add(key)
    return frozenset(twice)


def rows_of_points(actor: Actor) -> Iterator[tuple[dict[str, Any], DropPoint]]:
    """Each open drop point with the cells that name it."""
    several = named_alike(kept_estates(actor))
    for each in kept_points(actor).order_by("estate_id", "pk"):
        named = {"community": _community(each.estate), "estate": written_estate(each.estate, several)}
        yield {**named, "point": each.name}, each


def _community(estate: Place) -> str:
    return estate.parent.name if estate.parent else ""


def rows_of_estates(actor: Actor) -> dict[str, dict[str, str]]:
    """The cells that name each kept estate, by its path. One query."""
    estates = list(kept_estates(actor).select_related("parent").defer("parent__boundary"))
    several = named_alike(estates)
    return {
        each.path: {"community": _community(each), "estate": written_estate(each, several)}
        for each in estates
    }


def example_point(actor: Actor) -> Mapping[str, str]:
    """Cells that name a drop point which is there."""
    point = kept_points(actor).order_by("estate_id", "pk").first()
    if point is None:
        return {"estate": "140106001001001", "point": _("East gate")}
    return {"estate": point.estate.code, "point": point.name}
