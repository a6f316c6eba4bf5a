"""What who wished said of it, for those whom it is for."""

from jiayuan.services.voice.models import Rating

from ...enums import ClaimState, WishState
from .seen import Reader, Seen


def thanks_of(seen: Seen) -> Rating | None:
    """For who wished and who did it, and nobody else. At most one query."""
    is_helper = seen.claim is not None and seen.claim.state == ClaimState.DONE
    if seen.wish.state != WishState.FULFILLED or not (is_helper or seen.reader is Reader.WISHER):
        return None
    return Rating.objects.filter(subject=seen.wish.stream).first()
