"""Guides at drop points from and to a spreadsheet. With a telephone number it is an account, else only a name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import MASK, mask_name, mask_phone
from jiayuan.foundation.common.sheets import CHANGED, NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.people.interfaces.sheets import (
    NAME_ALIASES,
    check_open,
    known_people,
    name_cell,
    phone_cell,
)
from jiayuan.foundation.people.models import Person

from ..domain.checks import from_day, in_order
from ..domain.serving import GuideDraft, add_guide, end_guide, nobody_with_this_number
from ..models import Guide
from .table_cells import hour_cell
from .table_finding import (
    COMMUNITY,
    ESTATE,
    POINT,
    GroundFinder,
    example_point,
    keeps,
    kept_points,
    rows_of_points,
)
from .table_hours import SINCE_COLUMN, WEEKDAY_COLUMN, hhmm

Key = tuple[int, int | str, time]


class GuideLoader:
    """A guide of a drop point is known by who it is and when they begin."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.ground = actor, GroundFinder(actor)
        self.people: dict[str, Person] = {}
        self.known: dict[Key, Guide] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.ground.prepare(rows)
        self.people = known_people([{"phone": row["phone"]} for row in rows if row.get("phone")])
        found = Guide.objects.running().filter(point__in=self.ground.found_points(rows))
        self.known = {(each.point_id, each.person_id or each.name, each.starts_at): each for each in found}

    def plan(self, row: Row) -> Plan:
        point, who = self.ground.point(row), self._who(row)
        in_order(row["starts_at"], row["ends_at"], "ends_at")
        known = self.known.get((point.pk, who, row["starts_at"]))
        changes: dict[str, tuple[str, str]] = {}
        if known is not None and known.weekdays != row["weekdays"]:
            changes["weekdays"] = (spoken(known.weekdays), spoken(row["weekdays"]))
        if known is not None and known.ends_at != row["ends_at"]:
            changes["ends_at"] = (hhmm(known.ends_at), hhmm(row["ends_at"]))
        if known is not None and not changes:
            return Plan(SAME)
        from_day(row.get("since"), least=point.opened_on)
        return Plan(CHANGED, changes) if known is not None else Plan(NEW)

    def _who(self, row: Row) -> int | str:
        """:raises Invalid: nobody has this number, or the name is masked."""
        if row.get("phone"):
            person = self.people.get(row["phone"])
            check_open(person)
            if person is None:
                raise nobody_with_this_number()
            return int(person.pk)
        if MASK in row["name"]:
            raise Invalid(
                _("This name is masked."), _("Take the list out in full, or write the name."), field="name",
                code="masked",
            )  # fmt: skip
        return str(row["name"])

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the same guide again is left alone)
        if self.plan(row).kind == SAME:
            return
        point, who = self.ground.point(row), self._who(row)
        known = self.known.get((point.pk, who, row["starts_at"]))
        if known is not None:
            end_guide(point.pk, known.pk, row.get("since"), by=self.actor)
        draft = GuideDraft(
            row["weekdays"],
            row["starts_at"],
            row["ends_at"],
            row["name"],
            row.get("phone") or "",
            row.get("since"),
        )
        self.known[(point.pk, who, row["starts_at"])] = add_guide(point.pk, draft, by=self.actor)


def _kept(actor: Actor) -> Any:
    return Guide.objects.running().filter(point__in=kept_points(actor).values("pk"))


def _rows(actor: Actor) -> Iterator[Row]:
    points = {point.pk: named for named, point in rows_of_points(actor)}
    rows = _kept(actor).select_related("person").order_by("point__estate_id", "point_id", "starts_at", "pk")
    for each in rows.iterator(chunk_size=500):
        phone, name = (each.person.phone or "", each.person.name) if each.person else ("", each.name)
        yield {
            **points[each.point_id], "name": name, "phone": phone.removeprefix("+86"),
            "weekdays": spoken(each.weekdays), "starts_at": hhmm(each.starts_at), "ends_at": hhmm(each.ends_at),
            "since": each.since,
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = example_point(actor)
    return [
        {**here, "name": _("Li Example"), "weekdays": spoken(31), "starts_at": "7:05", "ends_at": "9:00"},
        {**here, "name": _("Wang Example"), "weekdays": spoken(96), "starts_at": "7:05", "ends_at": "9:00"},
    ]


def guides_sheet() -> Sheet:
    columns: tuple[Any, ...] = (
        COMMUNITY,
        ESTATE,
        POINT,
        Column(
            "name", gettext_lazy("Name"), name_cell, required=True, example="李建芳", mask=mask_name,
            aliases=(*NAME_ALIASES, "督导员", "督导员姓名"),
            help=gettext_lazy("Kept only where no number says who it is."),
        ),
        Column(
            "phone", gettext_lazy("Mobile number"), phone_cell, example="13900000021", mask=mask_phone, as_text=True,
            help=gettext_lazy("Only of somebody who has an account. Give the column the format “Text”."),
            aliases=("手机", "手机号", "电话", "联系电话", "手机号码", "电话号码", "phone"),
        ),
        WEEKDAY_COLUMN,
        Column(
            "starts_at", pgettext_lazy("column of a list", "From (hour)"), hour_cell, required=True, example="7:00",
            aliases=("开始时间", "上岗时间", "值守开始"),
        ),
        Column(
            "ends_at", pgettext_lazy("column of a list", "To (hour)"), hour_cell, required=True, example="9:00",
            aliases=("结束时间", "离岗时间", "值守结束"),
        ),
        SINCE_COLUMN,
    )  # fmt: skip
    return Sheet(
        name="waste-guides",
        label=gettext_lazy("Guides at drop points"),
        hint=gettext_lazy("Who stands at which drop point, and when. Never ID card numbers"),
        icon="users",
        columns=columns,
        key=("community", "estate", "point", "name", "phone", "starts_at"),
        may=keeps,
        loader=GuideLoader,
        rows=_rows,
        count=lambda actor: _kept(actor).count(),
        examples=_examples,
        may_reveal=keeps,
    )
