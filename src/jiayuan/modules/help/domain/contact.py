"""Reading how to reach who wished. Every reading is recorded, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..limits import REASON
from ..models import Wish, WishContact
from ..rules import READ_CONTACT


def reveal_contact(wish: Wish, *, by: Actor, reason: str) -> WishContact:
    """The contact in clear; of a part that of its wish. ``reason`` is kept in the ledger beside who read it.

    :raises Refused, Invalid, Missing: not the community; no reason; nothing was left.
    """
    gate(by, READ_CONTACT, wish)
    reason = clean_words(reason, field="reason", limit=REASON)
    with transaction.atomic():
        contact = WishContact.objects.filter(wish=wish.parent_id or wish.pk).first()
        if contact is None:
            raise Missing(_("No name and no number were left."), _("Go by, or wait until they ask."))
        record(
            wish.stream,
            "help.read_contact",
            by=by.person,
            after={"words": reason, "role": "desk"},
            place_path=wish.place_id,
        )
    return contact
