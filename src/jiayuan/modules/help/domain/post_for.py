"""A worker writes a wish for somebody who called or stands at the counter."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Faults, Invalid
from jiayuan.foundation.common.text import clean, clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce
from jiayuan.foundation.people.domain.consent import check_manner, record_consent
from jiayuan.foundation.people.rules import ACT_FOR_OTHERS

from ..limits import NAME
from ..models import Wish
from .post import Posted, WishDraft, check_draft, post_wish


def post_for_somebody(draft: WishDraft, *, manner: str, by: Actor, nonce: str | None = None) -> Posted:
    """Write down that they agreed, and post their wish: both or neither. The same ``nonce`` gives the same wish.

    :raises Refused: ``by`` does not work for residents. :raises Invalid: as ``record_consent`` and ``post_wish``, all
        at once; for the name of who wishes ``field="contact_name"``.
    """
    nonce = clean_nonce(nonce)
    if nonce is not None and Wish.objects.filter(nonce=nonce).exists():
        return post_wish(draft, by=by, nonce=nonce)
    gate(by, ACT_FOR_OTHERS)
    faults = Faults()
    name = faults.take(lambda: _name(draft.contact_name))
    faults.take(lambda: check_manner(manner))
    if faults.found:
        faults.take(lambda: check_draft(draft))
    faults.settle()
    with transaction.atomic():
        consent = record_consent(helper=by, purpose=_("Make a wish"), manner=manner, beneficiary_name=name)
        posted = post_wish(replace(draft, consent=consent), by=by, nonce=nonce)
        if not posted.is_new:
            transaction.set_rollback(True)
    return posted


def _name(typed: str) -> str:
    if not clean(typed):
        raise Invalid(
            _("It is not said who wishes."),
            _("Write the name, or what the neighbours call them."),
            field="contact_name",
        )
    return clean_words(typed, field="contact_name", limit=NAME)
