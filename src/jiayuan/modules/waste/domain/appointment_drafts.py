"""What is asked of an appointment as it was typed, and how many one may have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid
from jiayuan.foundation.common.locking import lock_name
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.people.phones import normalise_phone

from ..limits import ADDRESS, CONTACT, ITEMS, PIECES
from ..models import Appointment

PURPOSE = "waste_appointment"
"""Of photos of what is to be fetched."""
MOST_OPEN = 3
"""Appointments that one person, or one number, may have at once."""


@dataclass(frozen=True)
class AppointmentDraft:
    """As typed. ``hours``: the key of the chosen ones."""

    hours: str
    items: str
    pieces: str = "1"
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""
    again: bool = False
    """The same once more is meant."""


def key_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid(_("When shall it be fetched?"), _("Choose one of the hours."), field="hours")
    return int(text)


def check_others(made: Appointment, draft: AppointmentDraft) -> None:
    """So that nobody keeps the places of others, or books twice what is meant once. A number counts as well as an
    account."""
    lock_name(f"waste-appointments/{made.person_id or made.contact_phone}")
    rows = Appointment.objects.standing().filter(hours__day__gte=today())
    mine = rows.filter(person=made.person) if made.person else rows.filter(contact_phone=made.contact_phone)
    if mine.count() >= MOST_OPEN:
        raise Conflict(
            _("You have %(number)s appointments already.") % {"number": MOST_OPEN},
            _("Change one of them, or cancel one that you do not need."),
            code="many",
        )
    same = mine.filter(hours=key_of(draft.hours), estate=made.estate, items=made.items)
    if not draft.again and same.exists():
        raise Conflict(
            _("You have booked this for these hours already."),
            _("If that is all, you need do nothing. If there is more of it, say so here and send it again."),
            field="again", code="twice",
        )  # fmt: skip


def check_draft(draft: AppointmentDraft) -> Mapping[str, Any]:
    """Its fields as they are kept. :raises Invalid: the first that is wrong, the others as ``more``."""
    faults = Faults()
    faults.take(lambda: key_of(draft.hours))
    found = {
        "items": faults.take(lambda: _line(draft.items, "items", ITEMS, _("Write what is to be fetched."))),
        "pieces": faults.take(lambda: _pieces(draft.pieces)),
        "address": faults.take(
            lambda: _line(draft.address, "address", ADDRESS, _("Write the building and the entrance."))
        ),
        "contact_name": faults.take(
            lambda: clean_words(draft.contact_name, field="contact_name", limit=CONTACT, required=False)
        ),
        "contact_phone": faults.take(lambda: normalise_phone(draft.contact_phone)),
    }
    faults.settle()
    return found


def _line(text: str, field: str, limit: int, ask: str) -> str:
    return " ".join(clean_words(text, field=field, limit=limit, ask=ask).split())


def fill(made: Appointment, draft: AppointmentDraft, by: Actor) -> None:
    for name, value in check_draft(draft).items():
        setattr(made, name, value)
    photos: list[Photo] = own_photos(draft.photo_ids, purpose=PURPOSE, by=by, upload_token=draft.upload_token)
    if photos:
        made.photo = photos[0]


def _pieces(text: str) -> int:
    least, most = PIECES
    if not (text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most):
        raise Invalid(
            _("How many pieces or bags are there?"),
            _("Between %(least)s and %(most)s; for more, book twice.") % {"least": least, "most": most},
            field="pieces",
        )
    return int(text)
