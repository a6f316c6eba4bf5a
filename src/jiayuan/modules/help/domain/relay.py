"""Writing to the other side of a wish. The house passes it on: nobody's number is given away, not even by mistake."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.masks import NOTHING_LEFT, blank_words
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..enums import LIVE_STATES, TAKING_STATES, ClaimState
from ..limits import MOST_LINES, RELAY
from ..models import Claim, RelayLine
from ..rules import KEEP_CLAIM, WRITE_TO_HELPER
from .claims import note_contact
from .locks import lock_claim


def write_as_wisher(claim_pk: int, words: str, *, by: Actor, nonce: str | None = None) -> RelayLine:
    """To one of the helpers. :raises Missing, Refused, Conflict, Invalid: see :func:`_write`."""
    return _write(claim_pk, words, by, nonce, from_wisher=True)


def write_as_helper(claim_pk: int, words: str, *, by: Actor, nonce: str | None = None) -> RelayLine:
    """To who wished; the first line counts as being in touch."""
    return _write(claim_pk, words, by, nonce, from_wisher=False)


def is_open(claim: Claim) -> bool:
    """Both sides may write: the lease runs, or it was just done and the wish is not over."""
    return claim.state in TAKING_STATES and claim.wish.state in LIVE_STATES


def _write(pk: int, words: str, by: Actor, nonce: str | None, *, from_wisher: bool) -> RelayLine:
    """One line, once for each ``nonce``. What is said stays out of the ledger: only that something was passed on.

    :raises Refused: not a side of it. :raises Conflict: no longer held, or enough was written.
    :raises Invalid: nothing is written, or too much.
    """
    kept = clean_nonce(f"{pk}/{'wisher' if from_wisher else 'helper'}/{nonce}") if nonce else None
    with transaction.atomic():
        claim = lock_claim(pk)
        gate(by, WRITE_TO_HELPER if from_wisher else KEEP_CLAIM, claim)
        if (
            kept
            and (sent := RelayLine.objects.filter(nonce=kept).select_related("claim").first()) is not None
        ):
            return sent
        _check_open(claim)
        said = blank_words(clean_words(words, field="words", limit=RELAY), NOTHING_LEFT)[:RELAY]
        line = RelayLine.objects.create(
            wish=claim.wish, claim=claim, from_wisher=from_wisher, words=said, at=now(), nonce=kept
        )
        record(
            claim.wish.stream,
            "help.relay",
            by=by.person,
            after={"claim": claim.pk, "line": line.pk, "role": "wisher" if from_wisher else "helper"},
            place_path=claim.wish.place_id,
        )
        if not from_wisher and claim.state == ClaimState.HELD:
            note_contact(claim.pk, by=by)
    return line


def _check_open(claim: Claim) -> None:
    if not is_open(claim):
        raise Conflict(
            _("This is over, so nothing is passed on any more."),
            _("Ask the community office if something is still open."),
            code="state",
        )
    if RelayLine.objects.filter(claim=claim).count() >= MOST_LINES:
        raise Conflict(
            _("You have written to each other a great deal."),
            _("Meet, or ask the community office to help."),
            code="enough",
        )
