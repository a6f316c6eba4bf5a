"""Wishes as the desk reads them: the list of its places, and all about one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.services.cases.numbers import key_of

from ...enums import LIVE_STATES
from ...models import Claim, Wish
from ...models.wish import WishQuerySet
from ...rules import SEE
from ..locks import no_such_wish
from .opened import open_wish

LIVE = "live"
NEED = "need"
"""Taken up in the last twelve months."""
STILL_OPEN = "still_open"
"""Somebody is still looked for, each wish once in however many parts."""


@dataclass(frozen=True)
class WishFilter:
    """Empty fields ask for all. ``state`` is one, or ``live`` for those that are not over."""

    state: str = ""
    tier: str = ""
    kind: str = ""
    place: str = ""
    q: str = ""

    @property
    def is_empty(self) -> bool:
        return self == WishFilter()


def desk_wishes(actor: Actor) -> WishQuerySet:
    """Those of the places that somebody works for; their own elsewhere are on their phone."""
    return Wish.objects.visible_to(actor).within(*actor.reach.paths_for(*DESK_STAFF))


def listed(actor: Actor, wanted: WishFilter) -> WishQuerySet:
    """With their places, as the list shows them."""
    rows = desk_wishes(actor)
    if wanted.state == LIVE:
        rows = rows.filter(state__in=LIVE_STATES)
    elif wanted.state == NEED:
        rows = rows.needs(today())
    elif wanted.state == STILL_OPEN:
        rows = rows.still_open()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.tier:
        rows = rows.filter(tier=wanted.tier)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.place:
        rows = rows.within(wanted.place)
    if wanted.q:
        said = Q(title__icontains=wanted.q) | Q(words__icontains=wanted.q)
        rows = rows.filter(said | Q(pk=key_of(wanted.q.upper().removeprefix("W"))))
    return rows.select_related("place").defer("place__boundary")


def desk_wish(number: str, actor: Actor) -> Wish:
    """:raises Missing: there is no such wish in the places that this actor works for."""
    wish = open_wish(number)
    if not may(actor, SEE, wish) or not actor.reach.holds(DESK_STAFF, wish.place_id):
        raise no_such_wish()
    return wish


def claims_of(wish: Wish) -> Sequence[Claim]:
    """All that were ever made, the latest first. One query."""
    rows = Claim.objects.filter(wish=wish).select_related("person", "post__station")
    return list(rows.order_by("-pk"))
