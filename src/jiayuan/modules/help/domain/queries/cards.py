"""What waits for somebody on the phone home."""

from collections.abc import Sequence

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor

from ...enums import LIVE_STATES, WishState
from ...models import Claim, Wish
from ...models.wish import WishQuerySet

MOST = 5


def mine(actor: Actor) -> WishQuerySet:
    """What this person, or who holds these tokens, wished, with its parts."""
    condition = Q(pk__in=[])
    if actor.person is not None:
        condition |= Q(wisher_id=actor.pk)
    if actor.tokens:
        condition |= Q(token_hash__in=actor.tokens) | Q(parent__token_hash__in=actor.tokens)
    return Wish.objects.filter(condition)


def own_wishes(actor: Actor) -> Sequence[Wish]:
    """The latest that run, with their places; parts stand on the page of their wish. At most one query."""
    if actor.pk is None and not actor.tokens:
        return ()
    return list(
        mine(actor).whole().filter(state__in=LIVE_STATES).select_related("place").order_by("-pk")[:MOST]
    )


def wishes_to_confirm(actor: Actor) -> Sequence[Wish]:
    if actor.pk is None and not actor.tokens:
        return ()
    return list(
        mine(actor).filter(state=WishState.DONE).select_related("place").order_by("confirm_by")[:MOST]
    )


def wishes_on_hand(actor: Actor) -> Sequence[Claim]:
    if actor.pk is None:
        return ()
    rows = Claim.objects.held().filter(person=actor.pk).select_related("wish__place")
    return list(rows.order_by("fulfil_by")[:MOST])
