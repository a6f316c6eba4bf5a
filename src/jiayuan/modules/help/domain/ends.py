"""What an end means for who is still at a wish. The caller holds it, saves and records."""

from jiayuan.foundation.clock.now import now

from ..enums import ClaimState, WishState
from ..models import Claim, Wish
from .asking_ends import close_askings
from .fund_book import let_go_of_wishes
from .ladder import leave_ladder
from .services import count_seats

Released = dict[str, list[int]]
"""Who need not go on, by their claims and askings, for the entry that they are told by."""


def end_wish(wish: Wish, state: WishState) -> Released:
    """Over: nobody is looked for, nobody need go on, and nobody pays for it any more. What was done of a wish that is
    not fulfilled was done all the same, and counts; a fulfilled one was counted with its yes."""
    wish.state, wish.ended_at = state, now()
    leave_ladder(wish)
    released = release_claims(wish)
    let_go_of_wishes([wish.pk])
    if state != WishState.FULFILLED:
        count_seats(wish)
    return released


def release_claims(wish: Wish) -> Released:
    """Whoever is still at it, or was asked, need not go on; which, for the entry that they are told by."""
    released = list(Claim.objects.held().filter(wish=wish).order_by("pk"))
    for claim in released:
        claim.state, claim.ended_at = ClaimState.RELEASED, now()
        claim.save()
    closed = close_askings(wish)
    found = {"released": [each.pk for each in released], "unasked": closed}
    return {name: keys for name, keys in found.items() if keys}
