"""What one person sees of one wish: the one place in which that is decided.

========  =====  ========  ========  =================  =======
reader    card   for whom  progress  words and address  contact
========  =====  ========  ========  =================  =======
stranger  yes    no        steps     no                 no
helper    yes    yes       steps     no                 no
claimer   yes    yes       steps     yes                relay
wisher    yes    yes       steps     yes                own
desk      yes    yes       names     yes                masked
checker   yes    no        steps     no                 masked
========  =====  ========  ========  =================  =======

"Relay": lines that the house passes on (:mod:`.relay`); neither side learns a number. Who wished writes there too.

A checker is the desk of another community that was drawn to call who wished and has not yet (:mod:`..callbacks`); it
opens the number on the page of the call alone, and that is recorded.

A helper is somebody verified to whom the wish is offered now; a claimer holds a lease of it. Workers of another
community, merchants it is not offered to, and the district's own helpers without a role for the place are strangers.
"""

from dataclasses import dataclass
from enum import Enum

from jiayuan.foundation.access.actor import Actor

from ...enums import PUBLIC_STATES
from ...models import CallBack, Claim, Wish
from ...rules import DESK, helps_with, is_the_wisher, works_here
from ..locks import no_such_wish


class Reader(Enum):
    STRANGER = "stranger"
    HELPER = "helper"
    CLAIMER = "claimer"
    WISHER = "wisher"
    DESK = "desk"
    CHECKER = "checker"


@dataclass(frozen=True)
class Seen:
    """``claim``: the reader's own seat, if they hold one or held it to the end."""

    wish: Wish
    reader: Reader
    claim: Claim | None = None

    @property
    def shows_concern(self) -> bool:
        return self.reader not in (Reader.STRANGER, Reader.CHECKER)

    @property
    def shows_words(self) -> bool:
        return self.reader in (Reader.CLAIMER, Reader.WISHER, Reader.DESK)


def see(wish: Wish, actor: Actor) -> Seen:
    """As whom this actor sees the wish. At most three queries.

    :raises Missing: strangers do not learn of a wish that is not public, not even that there is one.
    """
    if is_the_wisher(actor, wish):
        return Seen(wish, Reader.WISHER)
    claim = _seat_of(wish, actor)
    if claim is not None and claim.is_held:
        return Seen(wish, Reader.CLAIMER, claim)
    if works_here(actor, wish):
        return Seen(wish, Reader.DESK, claim)
    if claim is None and _calls_back(wish, actor):
        return Seen(wish, Reader.CHECKER)
    if claim is None and wish.state not in PUBLIC_STATES:
        raise no_such_wish()
    return Seen(
        wish, Reader.HELPER if claim is not None or helps_with(actor, wish) else Reader.STRANGER, claim
    )


def _calls_back(wish: Wish, actor: Actor) -> bool:
    """Asked of those alone who work at a desk."""
    if not actor.reach.has_any(DESK):
        return False
    drawn = CallBack.objects.waiting().called_by(*actor.reach.paths_for(*DESK))
    return drawn.filter(wish=wish).exists()


def _seat_of(wish: Wish, actor: Actor) -> Claim | None:
    if actor.pk is None:
        return None
    rows = Claim.objects.filter(wish=wish, person=actor.pk).select_related("post__station")
    return rows.order_by("-pk").first()
