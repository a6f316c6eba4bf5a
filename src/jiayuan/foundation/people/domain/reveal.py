"""Showing personal data unmasked: always for a reason, always written down."""

from django.db import transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import Person
from ..phones import written_phone
from ..rules import REVEAL

REASON_LENGTH = 200


def reveal_person(person: Person, *, by: Actor, reason: str) -> dict[str, str]:
    """Name and phone in full: ``{"name": …, "phone": …, "written": …}``, the phone in E.164 and as people write it.

    The ledger keeps who asked and why.

    :raises Refused: ``by`` does not work where this person holds a role.
    :raises Invalid: no reason, or one of more than 200 characters (``field="reason"``).
    """
    gate(by, REVEAL, person)
    reason = clean_words(reason, field="reason", limit=REASON_LENGTH)
    with transaction.atomic():
        record(person.stream, "person.revealed", by=by.person, after={"reason": reason})
    phone = person.phone or ""
    return {"name": person.name, "phone": phone, "written": written_phone(phone) if phone else ""}
