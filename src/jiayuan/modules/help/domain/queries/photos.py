"""Who sees photos of what was done, and how long a browser may keep them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.evidence.keeping import Keeping

from ...enums import TAKING_STATES, ClaimState, WishState
from ...models import Wish, WishPhoto
from ...rules import holds_a_seat, is_the_wisher, works_here
from .seen import Reader, Seen


def may_see_wish_photo(actor: Actor, photo: Any) -> bool:
    """Everybody while it hangs on the wall; else who wished, who holds a seat, and the desk of the place."""
    row = WishPhoto.objects.filter(photo=photo).select_related("claim__wish").first()
    if row is None:
        return False
    wish = row.claim.wish
    return row.is_up or works_here(actor, wish) or is_the_wisher(actor, wish) or holds_a_seat(actor, wish)


def keeping_of_wish_photo(photo: Any) -> Keeping:
    """No phone keeps what stays among those concerned; what hangs on the wall is asked for again."""
    is_up = WishPhoto.objects.up().filter(photo=photo).exists()
    return Keeping.MOMENT if is_up else Keeping.NEVER


def photos_of(seen: Seen) -> Sequence[WishPhoto]:
    """What this reader sees of one wish, before first. At most one query."""
    wish = seen.wish
    holds = seen.claim is not None and seen.claim.state in TAKING_STATES
    if not (holds or seen.reader in (Reader.WISHER, Reader.DESK)):
        if wish.state != WishState.FULFILLED:
            return ()
        return list(WishPhoto.objects.up().filter(claim__wish=wish).order_by("-side", "pk"))
    rows = WishPhoto.objects.filter(claim__wish=wish, claim__state__in=TAKING_STATES)
    return list(rows.select_related("claim__person").order_by("-side", "pk"))


@dataclass(frozen=True)
class AtTheDesk:
    """``lacks_yes``: who wished has not been asked about all of them, and can be."""

    lacks_yes: bool
    is_up: bool


def photos_at_the_desk(wish: Wish) -> Sequence[WishPhoto]:
    """All of a wish, before first. One query."""
    return list(
        WishPhoto.objects.filter(claim__wish=wish, claim__state__in=TAKING_STATES).order_by("-side", "pk")
    )


def desk_standing(photos: Sequence[WishPhoto]) -> AtTheDesk:
    return AtTheDesk(any(each.wisher_yes_at is None for each in photos), any(each.is_up for each in photos))


@dataclass(frozen=True)
class Standing:
    """How the photos of a wish stand to the wall for one reader: what they can say, and what they said."""

    can_agree: bool = False
    has_agreed: bool = False
    is_up: bool = False


def standing_of(seen: Seen, photos: Sequence[WishPhoto]) -> Standing:
    """For who wished of all photos, for who did it of their own; for everybody else there is nothing to say."""
    if seen.reader is Reader.WISHER:
        given = [each.wisher_yes_at is not None for each in photos]
    elif seen.claim is not None and seen.claim.state == ClaimState.DONE:
        photos = [each for each in photos if each.claim_id == seen.claim.pk]
        given = [each.helper_yes_at is not None for each in photos]
    else:
        return Standing()
    return Standing(not all(given), any(given), any(each.is_up for each in photos))
