"""A helper was there and met nobody: the lease goes on, the community calls, and the helper can try again on a day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce

from ..enums import Urgency
from ..limits import AGAIN_DAYS, CONTACT_TERMS, REASON
from ..models import Claim
from ..rules import AMEND, KEEP_CLAIM
from .claims import check_held, record_claim, touch_wish
from .leases import lease_end
from .locks import lock_claim
from .visits import evening_of


def meet_nobody(pk: int, *, by: Actor, nonce: str | None = None) -> Claim:
    """Nothing was missed: the time to be in touch begins anew. :raises Missing, Refused, Conflict: each in words."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        if already_recorded(kept) is not None:
            return claim
        gate(by, KEEP_CLAIM, claim)
        check_held(claim)
        if claim.absent_at is not None and (claim.again_on is None or claim.again_on > today()):
            return claim
        claim.absent_at, claim.again_on = now(), None
        claim.contact_by = max(
            claim.contact_by, lease_end(claim.absent_at, CONTACT_TERMS[Urgency(claim.wish.urgency)])
        )
        claim.fulfil_by = max(claim.fulfil_by, claim.contact_by)
        claim.save()
        touch_wish(claim.wish)
        record_claim(claim, "help.nobody_there", by, {}, kept)
    return claim


def go_again(pk: int, day: date | None, *, by: Actor, nonce: str | None = None) -> Claim:
    """The lease lasts until the evening of that day at least. :raises Invalid: (field ``day``) it is not near."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        if already_recorded(kept) is not None:
            return claim
        gate(by, KEEP_CLAIM, claim)
        check_held(claim)
        if claim.absent_at is None:
            raise Conflict(_("Nobody is waited for there."), _("Look at the wish again."))
        last = timezone.localdate(claim.absent_at, timezone.get_default_timezone()) + timedelta(
            days=AGAIN_DAYS
        )
        if day is None or not today() <= day <= last:
            raise Invalid(
                _("Choose a day until %(day)s.") % {"day": day_with_weekday(last)},
                _("If that is too soon, give it back; nobody minds."),
                field="day",
            )
        claim.again_on = day
        claim.contact_by = max(claim.contact_by, evening_of(day))
        claim.fulfil_by = max(claim.fulfil_by, claim.contact_by)
        claim.save()
        touch_wish(claim.wish)
        record_claim(claim, "help.go_again", by, {"day": str(day)}, kept)
    return claim


def look_after_absence(pk: int, *, words: str, by: Actor, nonce: str | None = None) -> Claim:
    """The community called, or knows. :raises Missing, Refused, Invalid: each in words."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        if already_recorded(kept) is not None:
            return claim
        gate(by, AMEND, claim.wish)
        said = clean_words(words, field="words", limit=REASON)
        if claim.absent_at is None:
            return claim
        claim.absent_at = claim.again_on = None
        claim.save()
        touch_wish(claim.wish)
        record_claim(claim, "help.look_after_absence", by, {"words": said}, kept)
    return claim
