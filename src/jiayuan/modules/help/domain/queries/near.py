"""Wishes as helpers find them."""

from collections.abc import Sequence

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.abilities import abilities_of

from ...enums import TAKING_STATES, Urgency
from ...models import Claim, PostMember, Wish

MOST = 60
_RANK = {Urgency.TODAY: 0, Urgency.WEEK: 1, Urgency.CALM: 2}


def offered_wishes(actor: Actor) -> Sequence[Wish]:
    """Open wishes offered to this helper: those that ask for what they can do first, the urgent before the rest, the
    oldest first. Five queries."""
    if actor.pk is None:
        return ()
    rows = list(Wish.objects.offered_to(actor.pk).select_related("place").order_by("opened_at", "pk")[:MOST])
    ability = abilities_of([actor.pk]).get(actor.pk) if rows else None
    mine = set(ability.skills) if ability is not None else set()
    return sorted(rows, key=lambda wish: (not mine.intersection(wish.skills), _RANK[Urgency(wish.urgency)]))


def taken_wishes(actor: Actor) -> Sequence[Claim]:
    """What this helper has on hand first, then what they did of late."""
    rows = Claim.objects.filter(person=actor.pk, state__in=TAKING_STATES)
    found = rows.select_related("wish__place", "wish__contact", "post__station").order_by("-pk")[:MOST]
    return sorted(found, key=lambda claim: (not claim.is_held, -claim.pk))


def helps_in(actor: Actor) -> Sequence[PostMember]:
    """Where they help, verified or waiting for it."""
    rows = PostMember.objects.current().filter(person=actor.pk)
    return list(rows.select_related("post__station").order_by("pk"))
