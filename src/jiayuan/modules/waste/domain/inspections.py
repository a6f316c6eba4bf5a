"""Looking at a drop point, and looking again where something was to be put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..limits import NOTE, RECHECK_DAYS
from ..models import DropPoint, Inspection
from ..quality_enums import CheckItem, InspectionResult
from .checks import lock_point

PURPOSE = "waste_inspection"
"""Of photos of what was to be put right."""


@dataclass(frozen=True)
class Look:
    """``wanting``: codes of what is to be put right; none: all in order. With any, a photo, and the day by which."""

    wanting: Sequence[str] = ()
    note: str = ""
    due_on: date | None = None
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""


def inspect(point_pk: int, look: Look, *, by: Actor, nonce: str | None = None) -> Inspection:
    """A look of its own. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        point = lock_point(point_pk, by)
        return _note(point, look, None, by, nonce)


def recheck(pk: int, look: Look, *, by: Actor, nonce: str | None = None) -> Inspection:
    """A second look at what was to be put right; it may find something again, and then has a day of its own."""
    with transaction.atomic():
        point_pk = Inspection.objects.filter(pk=pk).values_list("point_id", flat=True).first()
        if point_pk is None:
            raise Missing(_("There is no such inspection."), _("Look at the list of inspections."))
        point = lock_point(point_pk, by)
        first = lock_first(Inspection.objects.all(), pk)
        if first is None or first.result != InspectionResult.WANTING:
            raise Conflict(
                _("Nothing was to be put right here."), _("Look at the list of inspections."), code="state"
            )
        again = Inspection.objects.filter(rechecks=first).first()
        if again is not None and not _is_again(again, nonce):
            raise Conflict(
                _("Somebody has looked again already: %(what)s.") % {"what": again.get_result_display()},
                _("Look at what was found."),
                code="rechecked",
            )
        return again or _note(point, look, first, by, nonce)


def _is_again(known: Inspection, nonce: str | None) -> bool:
    kept = clean_nonce(nonce)
    return bool(kept) and known.nonce == kept


def _note(point: DropPoint, look: Look, first: Inspection | None, by: Actor, nonce: str | None) -> Inspection:
    kept = clean_nonce(nonce)
    known = Inspection.objects.filter(nonce=kept, by=by.person).first() if kept else None
    if known is not None:
        return known
    wanting = _known(look.wanting)
    photos = own_photos(look.photo_ids, purpose=PURPOSE, by=by, upload_token=look.upload_token)
    found = Inspection(
        point=point, at=now(), by=by.person, wanting=wanting, rechecks=first, nonce=kept,
        note=clean_words(look.note, field="note", limit=NOTE, required=False),
        result=InspectionResult.WANTING if wanting else InspectionResult.FINE,
        photo=photos[0] if photos else None,
        due_on=_due(look.due_on) if wanting else None,
    )  # fmt: skip
    if wanting and found.photo is None:
        raise Invalid(
            _("A photo of what is to be put right is missing."),
            _("Take one, without any person on it."),
            field="photos",
        )
    found.save()
    after = {
        "inspection": found.pk, "result": found.result, "wanting": wanting,
        "due_on": found.due_on.isoformat() if found.due_on else "",
    }  # fmt: skip
    action = "waste.recheck" if first else "waste.inspect"
    record(point.stream, action, by=by.person, after=after, place_path=point.estate_id)
    return found


def _known(codes: Sequence[str]) -> list[str]:
    if unknown := set(codes) - set(CheckItem.values):
        raise Invalid(
            _("This is not looked at: %(what)s.") % {"what": min(unknown)},
            _("Choose from the list."),
            field="wanting",
        )
    return [str(each) for each in CheckItem if each in codes]


def _due(day: date | None) -> date:
    least, most = (today() + timedelta(days=each) for each in RECHECK_DAYS)
    if day is None or not least <= day <= most:
        raise Invalid(
            _("By when is it to be put right?"),
            _("Choose a day from tomorrow on, within sixty days."),
            field="due_on",
        )
    return day
