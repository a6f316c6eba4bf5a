"""The seats of a wish: how many there are, and what it is now that so many are taken and so many done."""

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid

from ..enums import ClaimState, WishState
from ..limits import CONFIRM_TERM, MOST_SEATS
from ..models import Claim, Wish
from .ladder import leave_ladder, offer_again


def follow_seats(wish: Wish) -> None:
    """The state of a locked wish whose seats are all taken follows them. The caller saves and records."""
    states = list(Claim.objects.taking().filter(wish=wish).values_list("state", flat=True))
    if len(states) < wish.seats:
        return
    leave_ladder(wish)
    is_done = all(state == ClaimState.DONE for state in states)
    wish.state = WishState.DONE if is_done else WishState.CLAIMED
    wish.confirm_by = deadline(now(), CONFIRM_TERM) if is_done else None


def set_seats(wish: Wish, seats: int) -> None:
    """So many helpers it takes from now on. The caller saves and records. :raises Invalid, Conflict: each in words."""
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid(
            _("A wish takes from 1 to %(most)s helpers.") % {"most": MOST_SEATS},
            _("For more, plan a gathering."),
            field="seats",
        )
    claims = list(Claim.objects.taking().filter(wish=wish).order_by("seat"))
    if seats < len(claims):
        raise Conflict(
            _("More helpers than that have taken it on already."), _("Speak with them first."), code="seats"
        )
    _move_up(claims)
    wish.seats = seats
    if len(claims) == seats:
        follow_seats(wish)
    elif wish.state == WishState.CLAIMED:
        offer_again(wish)


def _move_up(claims: list[Claim]) -> None:
    """Nobody sits on a seat that there is no more."""
    for seat, claim in enumerate(claims, 1):
        if claim.seat != seat:
            claim.seat = seat
            claim.save(update_fields=["seat", "updated_at"])
