"""Taking a list out of the house."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import ScoreLine, ScoreMonth
from .queries.listing import CaseFilter, listed
from .queries.orders import OrderFilter, listed_orders
from .queries.performance import lines_behind, subject_of

MOST = 20_000
Taken = tuple[QuerySet[Any], int]
"""The rows of the file, and how many there would be without :data:`MOST`."""


def export_list(wanted: CaseFilter, *, by: Actor) -> Taken:
    """The cases of a list as it is narrowed and sorted, at most :data:`MOST`. Who took how many, and narrowed by what,
    is recorded."""
    order = ("due_at", "pk") if wanted.sort == "due" else ("-pk",)
    return _taken("cases.export", listed(by, wanted).order_by(*order), "cases", wanted, by)


def export_orders(wanted: OrderFilter, *, by: Actor) -> Taken:
    """The same for supervision orders."""
    return _taken("cases.export_orders", listed_orders(by, wanted).order_by("-pk"), "orders", wanted, by)


def export_month(
    month: ScoreMonth, unit: int | None, place: str, show: str, *, by: Actor
) -> "QuerySet[ScoreLine]":
    """The lines of one unit or place in a frozen month. Who took how many is recorded.

    :raises Missing: it is none that they work with.
    """
    _subject, key = subject_of(by, unit, place)
    lines = lines_behind(month, key, show).order_by("pk")
    after = {"month": str(month), "lines": lines.count()}
    record(f"person/{by.pk}", "cases.export_month", by=by.person, after=after)
    return lines


def _taken(action: str, rows: QuerySet[Any], what: str, wanted: CaseFilter | OrderFilter, by: Actor) -> Taken:
    total = rows.count()
    narrowed = {name: value for name, value in asdict(wanted).items() if value not in ("", None, False)}
    if "q" in narrowed:
        narrowed["q"] = mask_words(narrowed["q"])
    after = {what: min(total, MOST), "of": total, **narrowed}
    record(f"person/{by.pk}", action, by=by.person, after=after)
    return rows[:MOST], total
