"""What is asked of values that came in, and locks: always the drop point before its rows, and the ledger last."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.weekdays import EVERY_DAY
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place

from ..limits import DAYS_AHEAD
from ..models import DropPoint
from ..rules import KEEP

Row = TypeVar("Row", bound=Model)


def living_estate(path: str) -> Place:
    """:raises Invalid: there is no such estate."""
    found = Place.objects.current().defer("boundary").filter(pk=path, kind=PlaceKind.ESTATE).first()
    if found is None:
        raise Invalid(_("There is no such estate."), _("Choose one from the list."), field="estate")
    return found


def lock_point(pk: int, by: Actor, revision: int | None = None) -> DropPoint:
    """The drop point as it is once nobody else can change it, and open today.

    :raises Missing, Refused, Conflict: each in words.
    """
    point = lock_first(DropPoint.objects.select_related("estate"), pk)
    if point is None:
        raise Missing(_("There is no such drop point."), _("Look at the list of the estate."))
    gate(by, KEEP, point.estate_id)
    if revision is not None and revision != point.revision:
        raise Conflict(
            _("This page is out of date: meanwhile somebody changed this drop point."),
            _("Look at how it is now and send it again if it still fits."),
            code="stale",
        )
    if not point.is_open:
        raise Conflict(_("This drop point is closed."), _("Open a new one in its place."), code="closed")
    return point


def from_day(
    day: date | None, *, least: date | None = None, most: date | None = None, field: str = "since"
) -> date:
    """Today if nothing is said. :raises Invalid: before ``least``, on ``most`` or after, or too far ahead."""
    found = day or today()
    if least is not None and found < least:
        raise Invalid(
            _("It did not exist yet on this day; it begins on %(day)s.") % {"day": least},
            _("Choose a later day."),
            field=field,
        )
    if most is not None and found >= most:
        raise Invalid(
            _("It does not exist any more on this day; it ends on %(day)s.") % {"day": most},
            _("Choose an earlier day."),
            field=field,
        )
    if found > today() + timedelta(days=DAYS_AHEAD):
        raise Invalid(_("This is more than a year ahead."), _("Choose an earlier day."), field=field)
    return found


def known_weekdays(mask: int) -> int:
    """:raises Invalid: no day of the week is chosen."""
    if not 0 < mask <= EVERY_DAY:
        raise Invalid(_("No day of the week is chosen."), _("Choose at least one."), field="weekdays")
    return mask


def in_order(first: Any, last: Any, field: str) -> None:
    """:raises Invalid: it ends before it begins."""
    if first >= last:
        raise Invalid(_("It ends before it begins."), _("Choose a later hour to end."), field=field)


def note(point: DropPoint, action: str, by: Actor, **after: Any) -> None:
    """Another revision of the point, and what was done in the ledger."""
    point.revision += 1
    point.save()
    record(point.stream, action, by=by.person, after=after, place_path=point.estate_id)


def note_estate(path: str, action: str, by: Actor | None, **after: Any) -> None:
    """``by``: None where nobody did it."""
    record(
        f"waste-estate/{path}", action, by=by.person if by is not None else None, after=after, place_path=path
    )
