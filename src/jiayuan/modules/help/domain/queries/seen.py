"""What one person sees of one wish: the one place in which that is decided.

========  =====  ========  ========  =================  =======
reader    card   for whom  progress  words and address  contact
========  =====  ========  ========  =================  =======
stranger  yes    no        steps     no                 no
helper    yes    yes       steps     no                 no
claimer   yes    yes       steps     yes                relay
wisher    yes    yes       steps     yes                own
its slip  yes    no        steps     masked             no
desk      yes    yes       names     yes                masked
checker   yes    no        steps     no                 masked
========  =====  ========  ========  =================  =======

"Relay": lines that the house passes on (:mod:`.relay`); neither side learns a number. Who wished writes there too.

Who has nothing but the slip may be who wished, who has no account, or whoever found it. So it opens what a slip is for,
how far it is, saying yes or no and a line to the helper, and all words without numbers, names and doors; but not the
voice, nor the photos that were sent along, for in these nothing can be left out.

A checker is the desk of another community that was drawn to call who wished (:mod:`..callbacks`), also once the call
was made; it opens the number on the page of the call alone, while it waits, and that is recorded.

A part of a wish has readers of its own: who holds the lease of one reads its words and the address, and of the others
what strangers read. The wish that was split has no card, for whoever held a seat of it before either; its own words
are read by who wished and the desk alone. And so is the reason why a wish ended without being fulfilled.

A helper is somebody verified to whom the wish is offered now; a claimer holds a lease of it. Workers of another
community, merchants it is not offered to, and the district's own helpers without a role for the place are strangers.
"""

from dataclasses import dataclass
from enum import Enum

from jiayuan.foundation.access.actor import Actor
from jiayuan.services.cases.domain.redact import blank_people

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
    by_slip: bool = False
    """As who wished, with nothing but the slip."""

    @property
    def shows_concern(self) -> bool:
        return self.reader not in (Reader.STRANGER, Reader.CHECKER) and not self.by_slip

    @property
    def shows_words(self) -> bool:
        return self.reader in (Reader.CLAIMER, Reader.WISHER, Reader.DESK)

    @property
    def shows_recordings(self) -> bool:
        """The voice note, and the photos that were sent along."""
        return self.shows_words and not self.by_slip

    def told(self, words: str) -> str:
        """Words that this reader reads, as they may read them."""
        return blank_people(words) if self.by_slip else words

    @property
    def shows_reason(self) -> bool:
        """Free words of who wished or of the desk, which were not said to helpers."""
        return self.reader in (Reader.WISHER, Reader.DESK)


def see(wish: Wish, actor: Actor) -> Seen:
    """As whom this actor sees the wish. At most three queries.

    :raises Missing: strangers do not learn of a wish that is not public, not even that there is one.
    """
    if is_the_wisher(actor, wish):
        return Seen(wish, Reader.WISHER, by_slip=has_only_the_slip(actor, wish))
    claim = _seat_of(wish, actor)
    if claim is not None and claim.is_held:
        return Seen(wish, Reader.CLAIMER, claim)
    if works_here(actor, wish):
        return Seen(wish, Reader.DESK, claim)
    has_no_card = not wish.has_public_card if claim is None else wish.split_at is not None
    if (claim is None or has_no_card) and _calls_back(wish, actor):
        return Seen(wish, Reader.CHECKER)
    if has_no_card:
        raise no_such_wish()
    return Seen(
        wish, Reader.HELPER if claim is not None or helps_with(actor, wish) else Reader.STRANGER, claim
    )


def has_only_the_slip(actor: Actor, wish: Wish) -> bool:
    """As who wished, and with nothing else to show for it."""
    if actor.pk is not None and wish.wisher_id == actor.pk:
        return False
    slips = {each.token_hash for each in (wish, wish.parent) if each is not None}
    return bool(slips & actor.found)


def _calls_back(wish: Wish, actor: Actor) -> bool:
    """Asked of those alone who work at a desk."""
    if not actor.reach.has_any(DESK):
        return False
    drawn = CallBack.objects.called_by(*actor.reach.paths_for(*DESK))
    return drawn.filter(wish=wish).exists()


def _seat_of(wish: Wish, actor: Actor) -> Claim | None:
    if actor.pk is None:
        return None
    rows = Claim.objects.filter(wish=wish, person=actor.pk).select_related("post__station")
    return rows.order_by("-pk").first()
