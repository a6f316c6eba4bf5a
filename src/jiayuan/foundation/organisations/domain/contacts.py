"""Whom to call at an organisation."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import Contact, Organisation
from ..rules import MANAGE, REVEAL, Seat
from .drafts import ContactDraft, check_contact
from .manage import lock_organisation

REASON_LENGTH = 200


def save_contact(
    organisation_pk: int, draft: ContactDraft, *, by: Actor, contact_pk: int | None = None
) -> Contact:
    """Add a contact, or correct one. Who is first to call takes the place of who was.

    The ledger keeps name and number masked.

    :raises Refused, Invalid, Missing, Conflict: each in words.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation_pk)
        gate(by, MANAGE, Seat.of(organisation))
        checked = check_contact(draft)
        contact = _find(organisation, contact_pk) if contact_pk else Contact(organisation=organisation)
        if checked.is_primary:
            organisation.contacts.exclude(pk=contact.pk).update(is_primary=False)
        for field, value in checked.__dict__.items():
            setattr(contact, field, value)
        contact.save()
        _record(organisation, "contact.saved", contact, by)
    return contact


def remove_contact(organisation_pk: int, contact_pk: int, *, by: Actor) -> None:
    """Forget a contact. :raises Refused, Missing, Conflict: each in words."""
    with transaction.atomic():
        organisation = lock_organisation(organisation_pk)
        gate(by, MANAGE, Seat.of(organisation))
        contact = _find(organisation, contact_pk)
        _record(organisation, "contact.removed", contact, by)
        contact.delete()


def reveal_contact(organisation: Organisation, contact_pk: int, *, by: Actor, reason: str) -> Contact:
    """Name and number in full, for a reason; the ledger keeps who asked and why.

    :raises Refused: not for this actor. :raises Invalid: no reason given. :raises Missing: no such contact.
    """
    gate(by, REVEAL, organisation)
    said = clean_words(reason, field="reason", limit=REASON_LENGTH)
    with transaction.atomic():
        contact = _find(organisation, contact_pk)
        after = {"contact": mask_name(contact.name), "reason": said}
        record(
            organisation.stream,
            "contact.revealed",
            by=by.person,
            after=after,
            place_path=organisation.place_id,
        )
    return contact


def _find(organisation: Organisation, contact_pk: int) -> Contact:
    contact = organisation.contacts.filter(pk=contact_pk).first()
    if contact is None:
        raise Missing(_("There is no such contact."), _("Open the organisation's page again."))
    return contact


def _record(organisation: Organisation, action: str, contact: Contact, by: Actor) -> None:
    kept = {
        "contact": mask_name(contact.name),
        "phone": mask_phone(contact.phone),
        "position": contact.position,
    }
    record(organisation.stream, action, by=by.person, place_path=organisation.place_id, after=kept)
