"""Confirming a draft: each line that is kept is written by the very act of the estate's page, all of them or none.

Locks: the copy, the estate, its drop points in their order; then what was compared is compared again.
"""

from collections.abc import Collection, Mapping
from datetime import date, time
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.places.models import Place

from ...limits import NAME
from ...models import DropPoint, KitCopy, OpeningHours
from ...rules import KEEP, WRITE_KIT
from ..checks import living_estate
from ..days import DayDraft, set_day
from ..points import HoursDraft, add_hours, end_hours
from ..serving import BinDraft, GuideDraft, add_guide, set_bins
from ..trying import begin_pilot
from .compare import CHANGE, in_the_way, lines_for
from .draft import lock_copy, record_copy


def confirm_copy(pk: int, kept: Collection[str], guides: Mapping[str, str], *, by: Actor) -> KitCopy:
    """The lines ``kept`` are written from the day of the draft, and the estate becomes a pilot. ``guides``: by line,
    who guides in those hours. Twice is once.

    :raises Missing, Refused, Invalid, Conflict: each in words; then nothing was written.
    """
    with transaction.atomic():
        copy = lock_copy(pk)
        gate(by, WRITE_KIT, copy.estate_id)
        gate(by, KEEP, copy.estate_id)
        if copy.confirmed_at is not None:
            return copy
        lock_rows(Place, [copy.estate_id])
        living_estate(copy.estate_id)
        _check_unchanged(copy)
        chosen = [each for each in copy.lines if each["state"] == CHANGE and each["key"] in kept]
        names = _named(chosen, guides)
        for line in chosen:
            WRITERS[line["kind"]](line, copy, names.get(line["key"], ""), by)
        copy.pilot = begin_pilot(copy.estate_id, copy.since, by=by)
        copy.lines = [each | {"kept": each in chosen} for each in copy.lines]
        copy.confirmed_at = now()
        copy.save()
        record_copy(
            copy, "waste.confirm_copy", by, kit=copy.kit_id, since=copy.since.isoformat(), lines=len(chosen)
        )
    return copy


def _check_unchanged(copy: KitCopy) -> None:
    if copy.since < today():
        raise Conflict(
            _("The day from which it should hold is over."), _("Compare anew from a day that is ahead."),
            code="late",
        )  # fmt: skip
    points = DropPoint.objects.filter(estate=copy.estate_id).values_list("pk", flat=True)
    lock_rows(DropPoint, list(points))
    fresh = {
        each.key: each.as_json() for each in lines_for(copy.kit.practice["after"], copy.estate, copy.since)
    }
    if fresh == {each["key"]: each for each in copy.lines}:
        return
    names = dict.fromkeys(
        each["name"] or str(copy.estate)
        for each in (*copy.lines, *fresh.values())
        if each not in copy.lines or fresh.get(each["key"]) != each
    )
    raise Conflict(
        _("Meanwhile something was changed here: %(places)s. Nothing was written.")
        % {"places": _(", ").join(names)},
        _("Compare anew, look at it and confirm again."),
        code="stale",
    )


def _named(chosen: Collection[Mapping[str, Any]], guides: Mapping[str, str]) -> Mapping[str, str]:
    """All that is missing is told at once."""
    faults, names = Faults(), {}
    for line in chosen:
        if line["kind"] == "guided":
            names[line["key"]] = faults.take(partial(_name, line["key"], guides))
    faults.settle()
    return names


def _name(key: str, guides: Mapping[str, str]) -> str:
    field = f"guide-{key}"
    if not guides.get(key, "").strip():
        raise Invalid(
            _("Nobody is named for these guided hours."), _("Write who guides, or leave the line out."),
            field=field,
        )  # fmt: skip
    return clean_words(guides[key], field=field, limit=NAME)


def _write_hours(line: Mapping[str, Any], copy: KitCopy, _guide: str, by: Actor) -> None:
    weekdays, begins, ends = line["then"]
    pattern = copy.kit.practice["after"]["pattern"]["hours"]
    for row in OpeningHours.objects.on(copy.since).filter(point=line["point"]).order_by("pk"):
        if in_the_way(row, line["then"], pattern):
            end_hours(line["point"], row.pk, copy.since, by=by)
    draft = HoursDraft(weekdays, time.fromisoformat(begins), time.fromisoformat(ends), copy.since)
    add_hours(line["point"], draft, by=by)


def _write_guide(line: Mapping[str, Any], copy: KitCopy, guide: str, by: Actor) -> None:
    weekdays, begins, ends = line["then"]
    first, last = time.fromisoformat(begins), time.fromisoformat(ends)
    add_guide(line["point"], GuideDraft(weekdays, first, last, name=guide, since=copy.since), by=by)


def _write_bins(line: Mapping[str, Any], copy: KitCopy, _guide: str, by: Actor) -> None:
    litres, count = line["then"]
    set_bins(line["point"], BinDraft(line["stream"], litres, count, copy.since), by=by)


def _write_day(line: Mapping[str, Any], copy: KitCopy, _guide: str, by: Actor) -> None:
    weekdays, at = line["then"]
    since: date = copy.since
    set_day(copy.estate_id, DayDraft(line["stream"], weekdays, time.fromisoformat(at), since), by=by)


WRITERS = {"hours": _write_hours, "guided": _write_guide, "bins": _write_bins, "day": _write_day}
