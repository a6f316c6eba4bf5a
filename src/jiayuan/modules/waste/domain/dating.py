"""Rows that hold from a day on: a new one finds its place between those before and after it, and none overlap."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid, Missing

from ..models import DropPoint


def holding(rows: Any, day: date) -> Any:
    """Of rows about one thing (bins of one size, collection at one hour …) the one that holds on this day, or None."""
    return rows.on(day).first()


def make_way(rows: Any, since: date) -> date | None:
    """End what of these rows holds on ``since``. What was entered for later stays, and a row that begins now ends where
    that begins: the day is returned, None where nothing follows."""
    for row in rows.on(since).order_by("pk"):
        end(row, since)
    later = rows.filter(since__gt=since).exclude(until=F("since")).order_by("since").first()
    return later.since if later else None


def end(row: Any, day: date) -> None:
    """From this day on it does not hold; never before it began.

    :raises Invalid: it ends sooner than that anyway.
    """
    if row.until is not None and day > row.until:
        raise Invalid(
            _("It ends on %(day)s already.") % {"day": row.until}, _("Choose an earlier day."), field="on"
        )
    row.until = max(day, row.since)
    row.save(update_fields=["until", "updated_at"])


def row_of(rows: Any, pk: int) -> Any:
    """A row that is not over yet. :raises Missing: it is, or never was there."""
    found = rows.filter(Q(until=None) | Q(until__gt=today())).filter(pk=pk).first()
    if found is None:
        raise Missing(_("This line is not there any more."), _("Look at how it is now."))
    return found


def until_closing(point: DropPoint, until: date | None) -> date | None:
    """Nothing at a drop point outlives it."""
    return min((day for day in (until, point.closed_on) if day is not None), default=None)
