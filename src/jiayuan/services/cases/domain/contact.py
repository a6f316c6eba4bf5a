"""Reading how to reach a reporter. Every reading is recorded, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import Case, Contact
from .perform import role_of


def reveal_contact(case: Case, *, by: Actor, reason: str) -> Contact:
    """The contact in clear. ``reason`` is kept in the ledger beside who read it."""
    gate(by, "cases.reveal_contact", case)
    reason = clean_words(reason, field="reason", limit=200)
    with transaction.atomic():
        contact = Contact.objects.filter(case=case).first()
        if contact is None:
            raise Missing(
                _("The reporter left no phone number."),
                _("Write a note; the reporter sees it with the case."),
            )
        record(
            case.stream,
            "cases.reveal",
            by=by.person,
            after={"words": reason, "role": role_of(case, by)},
            place_path=case.place_id,
        )
    return contact
