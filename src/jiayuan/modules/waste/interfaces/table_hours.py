"""Opening hours of drop points, and on which days a stream is fetched, from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.common.cells import day, one_of
from jiayuan.foundation.common.sheets import CHANGED, NEW, SAME, Column, Plan, Row, Sheet

from ..domain.checks import from_day, in_order
from ..domain.days import DayDraft, set_day
from ..domain.points import HoursDraft, add_hours
from ..enums import Stream
from ..models import CollectionDay, OpeningHours
from .table_bins import SPOKEN_STREAMS, STREAM_ALIASES
from .table_cells import hour_cell, weekdays_cell
from .table_finding import (
    COMMUNITY,
    ESTATE,
    POINT,
    SINCE,
    WEEKDAYS,
    GroundFinder,
    example_point,
    keeps,
    kept_estates,
    kept_points,
    rows_of_estates,
    rows_of_points,
)

WEEKDAY_COLUMN = Column(
    "weekdays", WEEKDAYS, weekdays_cell, required=True, example="每天",
    help=gettext_lazy("Such as “every day”, “Mon–Fri” or “Tue, Sat”."),
    aliases=("星期", "周几", "日期", "开放日", "收运日", "值守日", "weekdays"),
)  # fmt: skip
SINCE_COLUMN = Column(
    "since",
    gettext_lazy("Since"),
    day,
    example="2026-03-01",
    help=SINCE,
    aliases=("起始日期", "启用日期", "自哪天起"),
)


def hhmm(moment: time) -> str:
    return f"{moment:%H:%M}"


class HoursLoader:
    """Hours of a drop point are known by when they begin; others at that hour are corrected."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.ground = actor, GroundFinder(actor)
        self.known: dict[tuple[int, time], OpeningHours] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.ground.prepare(rows)
        found = OpeningHours.objects.running().filter(point__in=self.ground.found_points(rows))
        self.known = {(each.point_id, each.opens_at): each for each in found}

    def plan(self, row: Row) -> Plan:
        point = self.ground.point(row)
        in_order(row["opens_at"], row["closes_at"], "closes_at")
        known = self.known.get((point.pk, row["opens_at"]))
        changes: dict[str, tuple[str, str]] = {}
        if known is not None and known.weekdays != row["weekdays"]:
            changes["weekdays"] = (spoken(known.weekdays), spoken(row["weekdays"]))
        if known is not None and known.closes_at != row["closes_at"]:
            changes["closes_at"] = (hhmm(known.closes_at), hhmm(row["closes_at"]))
        if known is not None and not changes:
            return Plan(SAME)
        from_day(row.get("since"), least=point.opened_on)
        return Plan(CHANGED, changes) if known is not None else Plan(NEW)

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the same hours again are left alone)
        if self.plan(row).kind == SAME:
            return
        draft = HoursDraft(row["weekdays"], row["opens_at"], row["closes_at"], row.get("since"))
        made = add_hours(self.ground.point(row).pk, draft, by=self.actor)
        self.known[(made.point_id, made.opens_at)] = made


class DayLoader:
    """Days of a stream are known by their hour; other days at that hour take their place."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.ground = actor, GroundFinder(actor)
        self.known: dict[tuple[str, str, time], int] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.ground.prepare(rows)
        found = CollectionDay.objects.running().filter(estate__in=list(self.ground.points))
        self.known = {(each.estate_id, each.stream, each.at): each.weekdays for each in found}

    def plan(self, row: Row) -> Plan:
        estate = self.ground.estate(row)
        known = self.known.get((estate.path, row["stream"], row["at"]))
        if known == row["weekdays"]:
            return Plan(SAME)
        from_day(row.get("since"), least=estate.opened_on)
        if known is None:
            return Plan(NEW)
        return Plan(CHANGED, {"weekdays": (spoken(known), spoken(row["weekdays"]))})

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the same days again are left alone)
        if self.plan(row).kind == SAME:
            return
        draft = DayDraft(row["stream"], row["weekdays"], row["at"], row.get("since"))
        made = set_day(self.ground.estate(row).path, draft, by=self.actor)
        self.known[(made.estate_id, made.stream, made.at)] = made.weekdays


def _kept_hours(actor: Actor) -> Any:
    return OpeningHours.objects.running().filter(point__in=kept_points(actor).values("pk"))


def _hours_rows(actor: Actor) -> Iterator[Row]:
    points = {point.pk: named for named, point in rows_of_points(actor)}
    for each in (
        _kept_hours(actor).order_by("point__estate_id", "point_id", "opens_at").iterator(chunk_size=500)
    ):
        yield {
            **points[each.point_id], "weekdays": spoken(each.weekdays), "opens_at": hhmm(each.opens_at),
            "closes_at": hhmm(each.closes_at), "since": each.since,
        }  # fmt: skip


def _kept_days(actor: Actor) -> Any:
    return CollectionDay.objects.running().filter(estate__in=kept_estates(actor).values("pk"))


def _day_rows(actor: Actor) -> Iterator[Row]:
    estates = rows_of_estates(actor)
    for each in _kept_days(actor).order_by("estate_id", "stream", "at").iterator(chunk_size=500):
        yield {
            **estates[each.estate_id], "stream": each.get_stream_display(), "weekdays": spoken(each.weekdays),
            "at": hhmm(each.at), "since": each.since,
        }  # fmt: skip


def _hours_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = example_point(actor)
    return [
        {**here, "weekdays": spoken(127), "opens_at": "7:15", "closes_at": "9:15"},
        {**here, "weekdays": spoken(31), "opens_at": "18:15", "closes_at": "20:15"},
    ]


def _day_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = {"estate": example_point(actor)["estate"]}
    return [
        {**here, "stream": str(Stream.KITCHEN.label), "weekdays": spoken(127), "at": "8:50"},
        {**here, "stream": str(Stream.RECYCLABLE.label), "weekdays": spoken(34), "at": "9:40"},
    ]


def hours_sheet() -> Sheet:
    columns: tuple[Any, ...] = (
        COMMUNITY,
        ESTATE,
        POINT,
        WEEKDAY_COLUMN,
        Column(
            "opens_at", gettext_lazy("Opens at"), hour_cell, required=True, example="7:00",
            aliases=("开放时间", "开始时间", "开门时间", "投放开始"),
        ),
        Column(
            "closes_at", gettext_lazy("Closes at"), hour_cell, required=True, example="9:00",
            aliases=("关闭时间", "结束时间", "关门时间", "投放结束"),
        ),
        SINCE_COLUMN,
    )  # fmt: skip
    return Sheet(
        name="waste-hours",
        label=gettext_lazy("Opening hours of drop points"),
        hint=gettext_lazy("On which days of the week, from when to when"),
        icon="clock",
        columns=columns,
        key=("community", "estate", "point", "opens_at"),
        may=keeps,
        loader=HoursLoader,
        rows=_hours_rows,
        count=lambda actor: _kept_hours(actor).count(),
        examples=_hours_examples,
    )


def days_sheet() -> Sheet:
    columns: tuple[Any, ...] = (
        COMMUNITY,
        ESTATE,
        Column(
            "stream", pgettext_lazy("waste", "Stream"), one_of(Stream.choices, also=SPOKEN_STREAMS), required=True,
            choices=lambda: [str(label) for _key, label in Stream.choices], example="厨余垃圾", aliases=STREAM_ALIASES,
        ),
        WEEKDAY_COLUMN,
        Column(
            "at", gettext_lazy("At about"), hour_cell, required=True, example="9:00",
            aliases=("时间", "收运时间", "大约时间"),
        ),
        SINCE_COLUMN,
    )  # fmt: skip
    return Sheet(
        name="waste-days",
        label=gettext_lazy("Collection days"),
        hint=gettext_lazy("On which days of the week each stream is fetched from an estate"),
        icon="calendar-days",
        columns=columns,
        key=("community", "estate", "stream", "at"),
        may=keeps,
        loader=DayLoader,
        rows=_day_rows,
        count=lambda actor: _kept_days(actor).count(),
        examples=_day_examples,
    )
