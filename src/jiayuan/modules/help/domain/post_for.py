"""A worker writes a wish for somebody who called or stands at the counter."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce
from jiayuan.foundation.people.domain.consent import record_consent

from ..limits import NAME
from ..models import Wish
from .post import Posted, WishDraft, post_wish


def post_for_somebody(draft: WishDraft, *, manner: str, by: Actor, nonce: str | None = None) -> Posted:
    """Write down that they agreed, and post their wish: both or neither. The same ``nonce`` gives the same wish.

    :raises Refused: ``by`` does not work for residents. :raises Invalid: as ``record_consent`` and ``post_wish``; for
        the name of who wishes ``field="contact_name"``.
    """
    nonce = clean_nonce(nonce)
    if nonce is not None and Wish.objects.filter(nonce=nonce).exists():
        return post_wish(draft, by=by, nonce=nonce)
    name = clean_words(draft.contact_name, field="contact_name", limit=NAME)
    with transaction.atomic():
        consent = record_consent(helper=by, purpose=_("Make a wish"), manner=manner, beneficiary_name=name)
        posted = post_wish(replace(draft, consent=consent), by=by, nonce=nonce)
        if not posted.is_new:
            transaction.set_rollback(True)
    return posted
