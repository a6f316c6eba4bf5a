"""Moving collection from a day to another, or letting it fall out; and taking that back before it begins.

Locks: the name of all shifts, so that two that overlap cannot both find nothing there; then the row, the days that it
concerns, the ledger last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import DISTRICT_LENGTH

from ..enums import Stream
from ..limits import DAYS_AHEAD, OCCASION
from ..models import Shift
from ..shift_rules import SHIFT
from .shift_checks import check_due, check_not_brought, check_planned, lock_days, unit_for

LOCK = "waste-shifts"
APART = timedelta(days=14)
"""No further from its day can collection be moved: what is in the bins does not wait longer."""


@dataclass(frozen=True)
class ShiftDraft:
    """``to_day``: None where it falls out. ``streams``: as they are called in ``Stream``."""

    day: date | None
    to_day: date | None
    places: Sequence[str]
    streams: Sequence[str]
    occasion: str


def declare_shift(draft: ShiftDraft, *, by: Actor) -> Shift:
    """:raises Refused, Invalid, Conflict: each in words."""
    gate(by, SHIFT, draft.places)
    places = _places(draft.places)
    paths = [each.pk for each in places]
    made = Shift(streams=_streams(draft.streams))
    made.day = _day(draft.day)
    _fill(made, draft)
    with transaction.atomic():
        lock_name(LOCK)
        lock_days((made.day, made.to_day))
        check_due(made, paths)
        made.operator = unit_for(made, paths, by=by)
        _check_others(made, paths)
        check_planned(made, paths)
        made.save(force_insert=True)
        made.places.set(places)
        _record(made, "waste.declare_shift", by, paths, begins=True)
    return made


def change_shift(
    pk: int, to_day: date | None, occasion: str, *, by: Actor, revision: int | None = None
) -> Shift:
    """To another day, or for another occasion. The same again changes nothing.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        lock_name(LOCK)
        found = _lock(pk, by)
        if revision is not None and revision != found.revision:
            raise Conflict(
                _("This page is out of date: it was changed meanwhile."),
                _("Look at how it is now and send it again if it still fits."),
                code="stale",
            )
        before = (found.to_day, found.occasion)
        paths = found.paths
        _fill(found, ShiftDraft(found.day, to_day, paths, found.streams, occasion))
        if (found.to_day, found.occasion) == before:
            return found
        lock_days((found.day, found.to_day, before[0]))
        if found.to_day != before[0]:
            check_not_brought(before[0], found, paths)
        _check_others(found, paths)
        found.revision += 1
        found.save()
        _record(found, "waste.change_shift", by, paths, before=_spelled(*before))
    return found


def withdraw_shift(pk: int, *, by: Actor) -> Shift:
    """Collection is on its usual day after all; twice is once.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        lock_name(LOCK)
        found = _lock(pk, by, withdrawn=True)
        if found.withdrawn_at is not None:
            return found
        lock_days((found.day, found.to_day))
        check_not_brought(found.to_day, found, found.paths)
        found.withdrawn_at = now()
        found.revision += 1
        found.save()
        _record(found, "waste.withdraw_shift", by, found.paths)
    return found


def _lock(pk: int, by: Actor, *, withdrawn: bool = False) -> Shift:
    """:raises Missing, Refused, Invalid, Conflict: it is not there, not theirs, or has begun."""
    found = lock_first(Shift.objects.with_places(), pk)
    if found is None or (found.withdrawn_at is not None and not withdrawn):
        raise Missing(_("There is no such moved collection."), _("Look at the list of those ahead."))
    gate(by, SHIFT, found.paths)
    unit_for(found, found.paths, by=by)
    if found.withdrawn_at is None and min(found.day, found.to_day or found.day) <= today():
        raise Conflict(
            _("It has begun already: residents go by it."), _("Declare another day for what is still ahead."),
            code="late",
        )  # fmt: skip
    return found


def _fill(made: Shift, draft: ShiftDraft) -> None:
    ask = _("Write why, such as a holiday or works on the road.")
    made.occasion = clean_words(draft.occasion, field="occasion", limit=OCCASION, ask=ask)
    if draft.to_day == made.day:
        raise Invalid(
            _("It is moved onto itself."),
            _("Choose another day, or none where it falls out."),
            field="to_day",
        )
    if draft.to_day is not None and draft.to_day <= today():
        raise Invalid(
            _("Collection can be moved from tomorrow on only."),
            _("Choose a day from tomorrow on: residents have to know before."), field="to_day",
        )  # fmt: skip
    if draft.to_day is not None and abs(draft.to_day - made.day) > APART:
        raise Invalid(
            _("This is more than two weeks away: bins do not wait so long."), _("Choose a nearer day."),
            field="to_day",
        )  # fmt: skip
    made.to_day = draft.to_day


def _day(day: date | None) -> date:
    if day is None:
        raise Invalid(_("Which day is moved?"), _("Choose it."), field="day")
    if day <= today():
        raise Invalid(
            _("Collection can be moved from tomorrow on only."),
            _("Choose a day from tomorrow on: residents have to know before."), field="day",
        )  # fmt: skip
    if day > today() + timedelta(days=DAYS_AHEAD):
        raise Invalid(_("This is more than a year ahead."), _("Choose an earlier day."), field="day")
    return day


def _streams(streams: Sequence[str]) -> list[str]:
    """In the order of the table. :raises Invalid: none, or one that is not known."""
    if not streams or not set(streams) <= set(Stream.values):
        raise Invalid(_("Which streams are moved?"), _("Tick at least one stream."), field="streams")
    return [each for each in Stream.values if each in streams]


def _places(paths: Sequence[str]) -> list[Place]:
    """Without those that lie in another. :raises Invalid: none, or one that is not there."""
    wanted = {
        path
        for path in set(paths)
        if not any(path != each and path.startswith(each) for each in paths if each)
    }
    found = list(Place.objects.current().filter(pk__in=wanted).only("path").order_by("pk"))
    if not found or len(found) != len(wanted) or any(len(each.pk) < DISTRICT_LENGTH for each in found):
        raise Invalid(_("For which places is it?"), _("Choose at least one of the list."), field="places")
    return found


def _check_others(made: Shift, paths: Sequence[str]) -> None:
    """:raises Conflict: for a place and a stream of both, one takes from a day what the other takes or brings."""
    days = [made.day] if made.to_day is None else [made.day, made.to_day]
    rows = Shift.objects.live().about(paths).between(min(days), max(days)).exclude(pk=made.pk)
    for each in rows.order_by("pk"):
        if not set(each.streams) & set(made.streams):
            continue
        said = {"occasion": each.occasion}
        if each.day == made.day:
            raise _overlaps(_("On this day collection is moved already there: %(occasion)s.") % said, "day")
        if each.to_day == made.day:
            raise _overlaps(_("To this day something is moved already there: %(occasion)s.") % said, "day")
        if each.day == made.to_day:
            raise _overlaps(
                _("From this day collection itself is moved there: %(occasion)s.") % said, "to_day"
            )


def _overlaps(words: str, field: str) -> Conflict:
    return Conflict(
        words, _("Choose another day, or change or withdraw that one first."), field=field, code="overlap"
    )


def _record(found: Shift, action: str, by: Actor, paths: Sequence[str], **more: Any) -> None:
    after = {"day": found.day.isoformat(), "streams": found.streams, "places": list(paths)}
    record(
        found.stream, action, by=by.person, place_path=around(paths),
        after=after | _spelled(found.to_day, found.occasion), **more,
    )  # fmt: skip


def _spelled(to_day: date | None, occasion: str) -> dict[str, Any]:
    return {"to_day": to_day.isoformat() if to_day else "", "occasion": occasion}


def around(paths: Sequence[str]) -> str:
    """The smallest place of this house that holds them all."""
    first, last = min(paths), max(paths)
    same = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[: next(each for each in (18, 15, 12, 9, 6) if each <= max(same, 6))]
