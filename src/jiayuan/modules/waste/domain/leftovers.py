"""What is left of a day that is over: nobody enters any more what came of a stop, so it was missed, and told so; and
so is what stood in no stop at all.

Half a day is waited: a phone without network in the evening sends in the morning.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.one_by_one import one_by_one

from ..models import Round, RoundStop
from ..round_enums import LIVE_ROUNDS, RoundAction, StopReason, StopState
from .left_calls import tell_left_calls
from .rounds import WAITED, turn
from .stops import record_end


def close_days(limit: int = 500) -> int:
    """Rounds of days that are over, in which something was left, and then what no round took. How many of both."""
    over = local(now() - WAITED).date()
    left = Q(state__in=LIVE_ROUNDS) | Q(stops__state=StopState.WAITING)
    keys = Round.objects.filter(left, day__lt=over).order_by("pk").values_list("pk", flat=True).distinct()
    closed = one_by_one(list(keys[:limit]), lambda pk: _close(pk, over), what="round of a day that is over")
    return closed + tell_left_calls(over)


def _close(pk: int, over: date) -> int:
    with transaction.atomic():
        found = lock_first(Round.objects.select_related("vehicle", "operator"), pk)
        if found is None or found.day >= over:
            return 0
        moment = now()
        for stop in RoundStop.objects.filter(round=found, state=StopState.WAITING).order_by("pk"):
            stop.state, stop.reason, stop.ended_at = StopState.MISSED, StopReason.UNTOLD, moment
            stop.save()
            record_end(found, stop, "waste.stop_miss", Actor())
        if found.state in LIVE_ROUNDS:
            found.ended_at = moment
            turn(found, RoundAction.CLOSE, Actor(), None)
    return 1
