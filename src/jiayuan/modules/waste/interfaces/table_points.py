"""Drop points from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.cells import day, degrees
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet, compare
from jiayuan.foundation.places.geo import metres_between
from jiayuan.foundation.places.models import Place

from ..domain.checks import from_day
from ..domain.points import PointDraft, change_point, open_point
from ..limits import NAME, WHERE
from ..models import DropPoint
from .table_cells import line
from .table_finding import (
    COMMUNITY,
    ESTATE,
    GroundFinder,
    keeps,
    kept_estates,
    kept_points,
    rows_of_points,
)

FURTHEST = 3_000
"""Metres from its estate: beyond that, digits were mistyped."""
MOST_LATITUDE = 90


class PointLoader:
    """One of this name that the estate has is corrected; others are opened. None is closed by being left out."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.ground = actor, GroundFinder(actor)

    def prepare(self, rows: Sequence[Row]) -> None:
        self.ground.prepare(rows)

    def plan(self, row: Row) -> Plan:
        estate = self.ground.estate(row)
        _check_position(row, estate)
        known = self.ground.named(estate, row["name"])
        if known is not None:
            before = {"where": known.where, "latitude": known.latitude, "longitude": known.longitude}
            return compare(before, row)
        from_day(row.get("opened_on"), least=estate.opened_on, field="opened_on")
        return Plan(NEW)

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (its name keeps it once)
        estate, kind = self.ground.estate(row), self.plan(row).kind
        if kind == SAME:
            return
        known = self.ground.named(estate, row["name"])
        if known is not None:
            change_point(known.pk, _draft(row, known), by=self.actor)
        else:
            self._open(row, estate)
        self.ground.look_up({estate.path})

    def _open(self, row: Row, estate: Place) -> None:
        try:
            open_point(estate.path, _draft(row), by=self.actor)
        except Conflict:  # did another import bring it in meanwhile?
            self.ground.look_up({estate.path})
            if self.plan(row).kind != SAME:
                raise


def _draft(row: Row, known: DropPoint | None = None) -> PointDraft:
    """What the cells say; what they leave empty stays."""
    where, latitude, longitude = row.get("where"), row.get("latitude"), row.get("longitude")
    if known is not None:
        where = known.where if where is None else where
        latitude, longitude = (known.latitude, known.longitude) if latitude is None else (latitude, longitude)
    return PointDraft(row["name"], where or "", latitude, longitude, row.get("opened_on"))


def _check_position(row: Row, estate: Place) -> None:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if (latitude is None) != (longitude is None):
        empty = "latitude" if latitude is None else "longitude"
        raise Invalid(
            _("Half of the position is missing."),
            _("Write both, or leave both empty."),
            field=empty,
            code="half",
        )
    if latitude is None or longitude is None:
        return
    if abs(latitude) > MOST_LATITUDE:
        raise Invalid(
            _("This is no latitude."), _("Perhaps latitude and longitude have changed places."), field="latitude",
            code="degrees",
        )  # fmt: skip
    if estate.latitude is None or estate.longitude is None:
        return
    metres = metres_between((latitude, longitude), (estate.latitude, estate.longitude))
    if metres > FURTHEST:
        raise Invalid(
            _("This position is %(km)s km away from the estate.") % {"km": round(metres / 1000)},
            _("Read the digits again; they are WGS-84 degrees like 37.8617."), field="latitude", code="far",
        )  # fmt: skip


def _rows(actor: Actor) -> Iterator[Row]:
    for named, each in rows_of_points(actor):
        yield {
            "community": named["community"], "estate": named["estate"], "name": each.name, "where": each.where,
            "latitude": each.latitude, "longitude": each.longitude, "opened_on": each.opened_on,
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = kept_estates(actor).values_list("path", flat=True).first() or "140106001001001"
    common = {"estate": here, "opened_on": str(today())}
    return [
        {**common, "name": _("Example point by the east gate"), "where": _("Beside the bicycle shed")},
        {**common, "name": _("Example point behind house 3")},
    ]


def points_sheet() -> Sheet:
    columns: tuple[Any, ...] = (
        COMMUNITY,
        ESTATE,
        Column(
            "name", pgettext_lazy("column of a list", "Drop point"), lambda cell: line(NAME, cell), required=True,
            example="东门投放点", aliases=("投放点名称", "名称", "点位", "点位名称", "point", "name"),
        ),
        Column(
            "where", gettext_lazy("Where exactly"), lambda cell: line(WHERE, cell), example="东门进门右手，车棚旁",
            aliases=("位置", "具体位置", "地点", "详细位置"),
        ),
        Column(
            "latitude", gettext_lazy("Latitude"), degrees, example="37.8617", aliases=("纬度", "lat"),
            help=gettext_lazy("WGS-84. Where both are empty it stands where the estate stands."),
        ),
        Column("longitude", gettext_lazy("Longitude"), degrees, example="112.5702", aliases=("经度", "lon", "lng")),
        Column(
            "opened_on", gettext_lazy("Open since"), day, example="2026-03-01",
            help=gettext_lazy("Today if empty. Kept only if the drop point is new."),
            aliases=("启用日期", "开放日期", "设置日期", "since"),
        ),
    )  # fmt: skip
    return Sheet(
        name="waste-points",
        label=gettext_lazy("Drop points"),
        hint=gettext_lazy("Where residents bring their waste: name, place, since when"),
        icon="map-pin",
        columns=columns,
        key=("community", "estate", "name"),
        may=keeps,
        loader=PointLoader,
        rows=_rows,
        count=lambda actor: kept_points(actor).count(),
        examples=_examples,
    )
