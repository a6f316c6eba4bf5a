"""A wish and its parts, as who wished, the desk and helpers find one from the other."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from ...enums import ENDS, ClaimState, WishState
from ...models import Claim, Wish
from .seen import Reader, Seen


def parts_of(wish: Wish) -> Sequence[Wish]:
    """In their order. One query where it was split, else none."""
    if wish.split_at is None:
        return ()
    return list(
        Wish.objects.filter(parent=wish).select_related("place").defer("place__boundary").order_by("part")
    )


def done_parts_of(wish: Wish) -> Sequence[Wish]:
    """Of a wish that was fulfilled in part, those of which something was done. One query there, else none."""
    if wish.state != WishState.PARTLY:
        return ()
    done = Claim.objects.filter(wish=OuterRef("pk"), state=ClaimState.DONE)
    rows = Wish.objects.filter(Q(state=WishState.FULFILLED) | Exists(done), parent=wish)
    return list(rows.order_by("part"))


def parts_seen(seen: Seen) -> Sequence[Wish]:
    """For who wished all parts of the whole; for whoever reads a part the cards of the others, while it runs. At most
    one query."""
    wish = seen.wish
    if seen.reader is Reader.WISHER:
        parts = parts_of(wish)
        for part in parts:  # to be shown, and never saved
            part.reason = seen.told(part.reason)
        return parts
    if wish.parent_id is None or wish.state in ENDS:
        return ()
    others = Wish.objects.public().filter(parent=wish.parent_id).exclude(pk=wish.pk)
    return list(others.order_by("part"))
