"""Inspections as the desk reads them, and who sees their photos."""

from typing import Any

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF

from ...models import DropPoint, Inspection

_SHOWN = ("point__estate__parent", "by", "photo", "recheck")


def inspections_seen(actor: Actor, *, only_open: bool = False) -> "QuerySet[Inspection]":
    rows = Inspection.objects.within(*actor.reach.paths_for(*DESK_STAFF)).select_related(*_SHOWN)
    return _light(rows.to_recheck() if only_open else rows)


def inspections_of(point: DropPoint, most: int = 5) -> "QuerySet[Inspection]":
    """The latest of a drop point."""
    return _light(Inspection.objects.filter(point=point).select_related(*_SHOWN))[:most]


def _light(rows: "QuerySet[Inspection]") -> "QuerySet[Inspection]":
    return rows.defer("point__estate__boundary", "point__estate__parent__boundary")


def may_see_inspection_photo(actor: Actor, photo: Any) -> bool:
    """The desk of the estate."""
    return Inspection.objects.within(*actor.reach.paths_for(*DESK_STAFF)).filter(photo=photo).exists()
