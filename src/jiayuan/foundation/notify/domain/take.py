"""Whose turn it is, and into whose hands it goes: leases that a death gives back, and fences against ghosts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from jiayuan.foundation.clock.now import now

from ..enums import MOVE, Event, State
from ..models import Delivery

LEASE = 120
"""Seconds; several times what a provider's slowest answer may take."""


def take(limit: int, *, lease: int = LEASE) -> Sequence[Delivery]:
    """The next deliveries, in our hands until the lease is over. Two messengers never take the same."""
    moment = now()
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).due(moment)
        found = list(rows.select_related("notice__person__quiet_hours").order_by("due_at", "pk")[:limit])
        taken = Delivery.objects.filter(pk__in=[each.pk for each in found])
        until = moment + timedelta(seconds=lease)
        if found:
            taken.update(state=MOVE[Event.TAKE].target, leased_until=until, fence=F("fence") + 1)
    for each in found:
        each.state, each.leased_until, each.fence = State.SENDING, until, each.fence + 1
    return found


def hand_over(delivery: Delivery, *, lease: int = LEASE) -> bool:
    """Write down, for all to see, that the sending begins; False if meanwhile it went into other hands.

    Whoever finds this mark without an outcome knows that the message may have left.
    """
    moment = now()
    delivery.handed_at, delivery.attempts = moment, delivery.attempts + 1
    return _ours(delivery).filter(leased_until__gt=moment).update(
        handed_at=moment, attempts=delivery.attempts, leased_until=moment + timedelta(seconds=lease), is_forced=False
    ) == 1  # fmt: skip


def write(delivery: Delivery, event: Event, **fields: Any) -> bool:
    """The outcome, by the hands that hold it and no other. True if it was ours to write."""
    target = MOVE[event].target
    ended = None if target == State.WAITING else now()
    return bool(_ours(delivery).update(state=target, leased_until=None, ended_at=ended, **fields))


def _ours(delivery: Delivery) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, fence=delivery.fence, state=State.SENDING)
