"""Bins of drop points from and to a spreadsheet: how many of which size for which stream."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.cells import day, one_of, whole
from jiayuan.foundation.common.sheets import CHANGED, NEW, SAME, Column, Plan, Row, Sheet

from ..domain.checks import from_day
from ..domain.serving import BinDraft, set_bins
from ..enums import EVERYDAY, Stream
from ..limits import BINS, LITRES
from ..models import Bin
from .table_finding import (
    COMMUNITY,
    ESTATE,
    POINT,
    SINCE,
    GroundFinder,
    example_point,
    keeps,
    kept_points,
    rows_of_points,
)

BIN_STREAMS = [(each.value, each.label) for each in EVERYDAY]
SPOKEN_STREAMS = {
    "厨余": "kitchen", "湿垃圾": "kitchen", "餐厨": "kitchen", "可回收": "recyclable", "可回收垃圾": "recyclable",
    "有害": "hazardous", "其他": "residual", "其它垃圾": "residual", "干垃圾": "residual", "大件": "bulky",
    "装修": "renovation", "建筑垃圾": "renovation", "旧衣": "textile", "旧衣服": "textile", "电池": "battery",
}  # fmt: skip
SPOKEN_BINS = {word: stream for word, stream in SPOKEN_STREAMS.items() if stream in EVERYDAY}
STREAM_ALIASES = ("类别", "垃圾类别", "种类", "垃圾种类", "分类", "stream")
Key = tuple[int, str, int]


class BinLoader:
    """The number that a row says is how many there are from then on; 0 takes them away."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.ground = actor, GroundFinder(actor)
        self.known: dict[Key, int] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.ground.prepare(rows)
        found = Bin.objects.running().filter(point__in=self.ground.found_points(rows))
        self.known = {(each.point_id, each.stream, each.litres): each.count for each in found}

    def plan(self, row: Row) -> Plan:
        point = self.ground.point(row)
        before = self.known.get((point.pk, row["stream"], row["litres"]), 0)
        if before == row["count"]:
            return Plan(SAME)
        from_day(row.get("since"), least=point.opened_on)
        return Plan(CHANGED, {"count": (str(before), str(row["count"]))}) if before else Plan(NEW)

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the same number again changes nothing)
        if self.plan(row).kind == SAME:
            return
        point = self.ground.point(row)
        draft = BinDraft(row["stream"], row["litres"], row["count"], row.get("since"))
        set_bins(point.pk, draft, by=self.actor)
        self.known[(point.pk, row["stream"], row["litres"])] = row["count"]


def _kept(actor: Actor) -> Any:
    return Bin.objects.running().filter(point__in=kept_points(actor).values("pk"))


def _rows(actor: Actor) -> Iterator[Row]:
    points = {point.pk: named for named, point in rows_of_points(actor)}
    for each in _kept(actor).order_by("point__estate_id", "point_id", "pk").iterator(chunk_size=500):
        yield {
            **points[each.point_id], "stream": each.get_stream_display(), "litres": each.litres, "count": each.count,
            "since": each.since,
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = example_point(actor)
    return [
        {**here, "stream": str(Stream.KITCHEN.label), "litres": "120", "count": "3"},
        {**here, "stream": str(Stream.RESIDUAL.label), "litres": "360", "count": "2"},
    ]


def bins_sheet() -> Sheet:
    columns: tuple[Any, ...] = (
        COMMUNITY,
        ESTATE,
        POINT,
        Column(
            "stream", pgettext_lazy("waste", "Stream"), one_of(BIN_STREAMS, also=SPOKEN_BINS), required=True,
            choices=lambda: [str(label) for _key, label in BIN_STREAMS], example="厨余垃圾", aliases=STREAM_ALIASES,
        ),
        Column(
            "litres", gettext_lazy("Litres"), whole(*LITRES), required=True, example="240",
            aliases=("容量", "升", "容积", "规格", "桶容量"),
        ),
        Column(
            "count", pgettext_lazy("column of a list", "How many bins"), whole(0, BINS[1]), required=True, example="2",
            help=gettext_lazy("How many there are from then on; 0: none any more."),
            aliases=("数量", "桶数", "个数", "count"),
        ),
        Column(
            "since", gettext_lazy("Since"), day, example="2026-03-01", help=SINCE,
            aliases=("起始日期", "日期", "启用日期"),
        ),
    )  # fmt: skip
    return Sheet(
        name="waste-bins-of-points",
        label=gettext_lazy("Bins of drop points"),
        hint=gettext_lazy("How many bins of which size for which stream"),
        icon="trash-2",
        columns=columns,
        key=("community", "estate", "point", "stream", "litres"),
        may=keeps,
        loader=BinLoader,
        rows=_rows,
        count=lambda actor: _kept(actor).count(),
        examples=_examples,
    )
