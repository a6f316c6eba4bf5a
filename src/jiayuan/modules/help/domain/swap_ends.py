"""Swaps that fall because what was asked does not stand any more: whoever waits for an answer, or is to give one, is
told. The caller holds the services."""

from collections.abc import Iterable

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.locking import lock_rows

from ..models import Swap
from ..station_enums import SwapState
from .special_locks import note


def drop_swaps(
    *, visits: Iterable[int] = (), person: int | None = None, post: int | None = None, by: Actor | None
) -> int:
    """Those waiting for an answer about these visits, or that ``person`` asked or was asked in ``post`` (None: in any).
    How many."""
    keys = list(visits)
    wanted = Q(visit__in=keys) | Q(other__in=keys)
    if person is not None:
        theirs = Q(giver=person) | Q(taker=person)
        wanted |= theirs & (Q(visit__service__post=post) | Q(other__service__post=post)) if post else theirs
    asked = Swap.objects.filter(state=SwapState.ASKED)
    waiting = list(asked.filter(wanted).values_list("pk", flat=True))
    lock_rows(Swap, waiting)
    found = list(asked.filter(pk__in=waiting).select_related("visit__service__post__station").order_by("pk"))
    for swap in found:
        swap.state, swap.answered_at = SwapState.GONE, now()
        swap.save(update_fields=["state", "answered_at", "updated_at"])
        note(swap.visit.service, "help.drop_swap", by, after={"swap": swap.pk, "visit": swap.visit_id})
    return len(found)
