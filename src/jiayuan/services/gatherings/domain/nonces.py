"""Once means once, for each: a nonce is its sender's own, so that nobody meets what somebody else sent."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import clean_nonce


def own_nonce(nonce: str | None, by: Actor) -> str | None:
    """As it is kept: nothing as None, anything too long by its hash."""
    return clean_nonce(f"{by.pk}/{nonce}") if nonce else None
