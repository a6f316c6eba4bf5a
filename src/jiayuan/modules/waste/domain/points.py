"""Opening, changing and closing drop points, and their hours."""

from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record

from ..limits import NAME, WHERE
from ..models import Bin, DropPoint, Guide, OpeningHours
from ..rules import KEEP
from .checks import from_day, in_order, known_weekdays, living_estate, lock_point, note
from .dating import end, make_way, row_of, until_closing

SERVING = (Bin, OpeningHours, Guide)
"""What hangs on a drop point and ends with it."""


@dataclass(frozen=True)
class PointDraft:
    """Without a position it stands where the estate stands. ``opened_on``: today if nothing is said."""

    name: str
    where: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opened_on: date | None = None


@dataclass(frozen=True)
class HoursDraft:
    weekdays: int
    opens_at: time
    closes_at: time
    since: date | None = None


def open_point(estate: str, draft: PointDraft, *, by: Actor) -> DropPoint:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, KEEP, estate)
    place = living_estate(estate)
    point = DropPoint(
        estate=place,
        opened_on=from_day(draft.opened_on, least=place.opened_on, field="opened_on"),
    )
    _fill(point, draft)
    with transaction.atomic():
        _save(point)
        record(
            point.stream, "waste.open_point", by=by.person, place_path=place.path, begins=True,
            after={"name": point.name, "opened_on": point.opened_on.isoformat()},
        )  # fmt: skip
    return point


def change_point(pk: int, draft: PointDraft, *, by: Actor, revision: int | None = None) -> DropPoint:
    """Its name, where it stands. The day it opened stays."""
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        before = {"name": point.name, "where": point.where}
        _fill(point, draft)
        point.revision += 1
        _save(point)
        record(
            point.stream, "waste.change_point", by=by.person, before=before, place_path=point.estate_id,
            after={"name": point.name, "where": point.where},
        )  # fmt: skip
    return point


def close_point(pk: int, on: date | None = None, *, by: Actor, revision: int | None = None) -> DropPoint:
    """From this day on nobody brings anything there: its bins, hours and guides end with it."""
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        if point.closed_on is not None:
            raise Conflict(
                _("It closes on %(day)s already.") % {"day": point.closed_on},
                _("Keep it open first, then choose another day."),
                code="closing",
            )
        day = from_day(on, least=point.opened_on, field="on")
        for model in SERVING:
            for row in model.objects.filter(point=point).exclude(until__lte=day).order_by("pk"):
                end(row, day)
        point.closed_on = day
        note(point, "waste.close_point", by, closed_on=day.isoformat())
    return point


def keep_point(pk: int, *, by: Actor, revision: int | None = None) -> DropPoint:
    """A closing that lies ahead is taken back, and what would have ended with it goes on. Asked twice it is one."""
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        if point.closed_on is None:
            return point
        if DropPoint.objects.current().filter(estate=point.estate_id, name=point.name).exists():
            raise Conflict(
                _("Another drop point of the estate has its name by now."), _("Change that name first."),
                code="point",
            )  # fmt: skip
        for model in SERVING:
            for row in model.objects.filter(point=point, until=point.closed_on, since__lt=point.closed_on):
                row.until = None
                row.save(update_fields=["until", "updated_at"])
        point.closed_on = None
        note(point, "waste.keep_point", by)
    return point


def add_hours(pk: int, draft: HoursDraft, *, by: Actor, revision: int | None = None) -> OpeningHours:
    """:raises Conflict: hours that begin then are known already."""
    known_weekdays(draft.weekdays)
    in_order(draft.opens_at, draft.closes_at, "closes_at")
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        since = from_day(draft.since, least=point.opened_on, most=point.closed_on)
        until = make_way(OpeningHours.objects.filter(point=point, opens_at=draft.opens_at), since)
        hours = OpeningHours.objects.create(
            point=point, weekdays=draft.weekdays, opens_at=draft.opens_at, closes_at=draft.closes_at, since=since,
            until=until_closing(point, until),
        )  # fmt: skip
        said = {"weekdays": hours.weekdays, "hours": str(hours), "since": since.isoformat()}
        note(point, "waste.add_hours", by, **said)
    return hours


def end_hours(
    pk: int, row: int, on: date | None = None, *, by: Actor, revision: int | None = None
) -> OpeningHours:
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        hours: OpeningHours = row_of(OpeningHours.objects.filter(point=point), row)
        end(hours, from_day(on))
        note(point, "waste.end_hours", by, hours=str(hours), until=f"{hours.until}")
    return hours


def _fill(point: DropPoint, draft: PointDraft) -> None:
    point.name = clean_words(
        draft.name, field="name", limit=NAME, ask=_("Write its name, such as the side of the house.")
    )
    point.where = clean_words(draft.where, field="where", limit=WHERE, required=False)
    if (draft.latitude is None) != (draft.longitude is None):
        raise Invalid(_("Half of the position is missing."), _("Choose it on the map."), field="latitude")
    if draft.latitude is not None and draft.longitude is not None:
        if not (-90 <= draft.latitude <= 90 and -180 <= draft.longitude <= 180):
            raise Invalid(_("This is no position on a map."), _("Choose it on the map."), field="latitude")
        point.latitude, point.longitude = draft.latitude, draft.longitude
    elif point.latitude is None:
        point.latitude, point.longitude = point.estate.latitude, point.estate.longitude


def _save(point: DropPoint) -> None:
    try:
        with transaction.atomic():
            point.save()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(
            _("The estate has a drop point of this name already."),
            _("Choose another name, such as the side of the house."),
            field="name",
            code="point",
        ) from error
