"""What is asked of an appointment as it was typed, and how many one may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid
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


def key_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid(_("When shall it be fetched?"), _("Choose one of the hours."), field="hours")
    return int(text)


def check_others(made: Appointment) -> None:
    """So that nobody keeps the places of others. A number counts as well as an account."""
    lock_name(f"waste-appointments/{made.person_id or made.contact_phone}")
    rows = Appointment.objects.standing().filter(hours__day__gte=today())
    mine = rows.filter(person=made.person) if made.person else rows.filter(contact_phone=made.contact_phone)
    if mine.count() >= MOST_OPEN:
        raise Conflict(
            _("You have %(number)s appointments already.") % {"number": MOST_OPEN},
            _("Change one of them, or cancel one that you do not need."),
            code="many",
        )


def fill(made: Appointment, draft: AppointmentDraft, by: Actor) -> None:
    made.items = " ".join(clean_words(draft.items, field="items", limit=ITEMS).split())
    made.pieces = _pieces(draft.pieces)
    made.address = " ".join(clean_words(draft.address, field="address", limit=ADDRESS).split())
    made.contact_name = clean_words(draft.contact_name, field="contact_name", limit=CONTACT, required=False)
    made.contact_phone = normalise_phone(draft.contact_phone)
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
