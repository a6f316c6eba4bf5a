"""How a unit or a place did in a month, read from what was frozen: no page walks through the cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...models import ScoreCorrection, ScoreLine, ScoreMonth, ScoreTotal
from ...score_enums import RATED, TIMED
from ..scores.sums import Key, Sums, keys_of, sums_of

MONTHS = 12
SHOWN: Mapping[str, Q] = {
    "timed": Q(why__in=TIMED),
    "in_time": Q(why__in=TIMED, is_late=False),
    "late": Q(why__in=TIMED, is_late=True),
    "rated": Q(why__in=RATED, rated__gt=0),
    "satisfied": Q(why__in=RATED, satisfied__gt=0),
    "out": ~Q(why__in=TIMED),
}
"""Which lines stand behind each number."""


@dataclass(frozen=True)
class Row:
    """``frozen`` is what was frozen, ``present`` with what was corrected since. ``subject`` is a unit or a place."""

    subject: Any
    frozen: Sums
    present: Sums
    month: ScoreMonth

    @property
    def is_corrected(self) -> bool:
        return self.frozen != self.present


def frozen_month(text: str) -> ScoreMonth | None:
    """The month named ``2026-10``, or the latest; None where nothing is frozen yet. :raises Missing: not that month."""
    months = ScoreMonth.objects.order_by("-month")
    if not text:
        return months.first()
    day = _day(text)
    found = months.filter(month=day).first() if day is not None else None
    if found is None:
        raise Missing(_("This month is not frozen."), _("Choose one of those in the list."))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def corrected(months: Iterable[ScoreMonth], wanted: Q | None = None) -> Mapping[tuple[int, Key], Sums]:
    """What the corrections change, by month and key: to be put on top of what was frozen. One query."""
    rows = ScoreCorrection.objects.filter(line__month__in=[each.pk for each in months])
    rows = rows.filter(wanted) if wanted is not None else rows
    latest = {each.line_id: each for each in rows.select_related("line").order_by("pk")}
    found: dict[tuple[int, Key], Sums] = defaultdict(Sums)
    for each in latest.values():
        for key in keys_of(each.line):
            found[each.line.month_id, key].add(each.line, -1)
            found[each.line.month_id, key].add(each)
    return found


def _with(sums: Sums, change: Sums | None) -> Sums:
    if change is None:
        return sums
    return Sums(**{name: value + getattr(change, name) for name, value in vars(sums).items()})


def units_of(actor: Actor, month: ScoreMonth) -> list[Row]:
    """The units this actor knows, by name. A constant number of queries."""
    units = Organisation.objects.visible_to(actor).in_bulk()
    totals = ScoreTotal.objects.filter(month=month, unit__in=list(units))
    changes = corrected([month])
    rows = [_row(units[each.unit_id], each.unit_id, each, month, changes) for each in totals if each.unit_id]
    return sorted(rows, key=lambda row: row.subject.name)


def places_of(actor: Actor, month: ScoreMonth) -> list[Row]:
    """The streets and communities in which this actor works, by code. A constant number of queries."""
    around = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
    totals = ScoreTotal.objects.filter(around, month=month).select_related("place").order_by("place_id")
    changes = corrected([month])
    return [
        _row(each.place, each.place_id, each, month, changes)
        for each in totals.defer("place__boundary")
        if each.place_id
    ]


def _row(
    subject: Any, key: Key, total: ScoreTotal, month: ScoreMonth, changes: Mapping[tuple[int, Key], Sums]
) -> Row:
    frozen = sums_of(total)
    return Row(subject, frozen, _with(replace(frozen), changes.get((month.pk, key))), month)


def by_need(rows: Sequence[Row], month: ScoreMonth) -> list[Row]:
    """First those of which it can be said that they lie below the district: chance alone does not explain it."""
    total = ScoreTotal.objects.filter(month=month, place__kind="district").first()
    common = sums_of(total).on_time.percent if total else None

    def need(row: Row) -> tuple[bool, bool, Decimal]:
        share = row.present.on_time
        below = not share.is_few and common is not None and share.high is not None and share.high < common
        return not below, share.is_few, share.percent if share.percent is not None else Decimal(101)

    return sorted(rows, key=need)


def subject_of(actor: Actor, unit: int | None, path: str) -> tuple[Any, Key]:
    """The unit or place asked for. :raises Missing: there is none that this actor works with."""
    found: Any = None
    if unit is not None:
        found = Organisation.objects.visible_to(actor).filter(pk=unit).first()
    elif path:
        rows = Place.objects.defer("boundary").filter(inside(actor.reach.paths_for(*DESK_STAFF)))
        found = rows.filter(pk=path).first()
    if found is None:
        raise Missing(_("There is no such unit or place that you work with."), _("Choose one in the list."))
    return found, (unit if unit is not None else path)


def year_of(subject: Any, key: Key, last: ScoreMonth) -> list[Row]:
    """The twelve months up to ``last``, the latest first. Two queries."""
    wanted = {"unit_id": key} if isinstance(key, int) else {"place_id": key}
    totals = ScoreTotal.objects.filter(**wanted, month__month__lte=last.month).select_related("month")
    rows = list(totals.order_by("-month__month")[:MONTHS])
    line = Q(line__unit_id=key) if isinstance(key, int) else inside([key], field="line__place_id")
    changes = corrected([each.month for each in rows], line)
    return [_row(subject, key, each, each.month, changes) for each in rows]


def row_of(subject: Any, key: Key, month: ScoreMonth) -> Row | None:
    """One unit or place in one month. Two queries."""
    wanted = {"unit_id": key} if isinstance(key, int) else {"place_id": key}
    total = ScoreTotal.objects.filter(month=month, **wanted).first()
    if total is None:
        return None
    line = Q(line__unit_id=key) if isinstance(key, int) else inside([key], field="line__place_id")
    return _row(subject, key, total, month, corrected([month], line))


def lines_behind(month: ScoreMonth, key: Key, show: str = "") -> "QuerySet[ScoreLine]":
    """The frozen lines behind a number of a unit or place."""
    rows = ScoreLine.objects.filter(month=month)
    rows = rows.of(unit=key) if isinstance(key, int) else rows.of(path=key)
    if show in SHOWN:
        rows = rows.filter(SHOWN[show])
    return (
        rows.select_related("case", "unit", "place", "version")
        .defer("place__boundary")
        .prefetch_related("corrections", "appeals")
    )
