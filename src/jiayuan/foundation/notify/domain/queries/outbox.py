"""The outbox as the IT staff see it. What is counted is bounded: what lives, what is in trouble, a day's sendings."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from jiayuan.foundation.clock.now import now

from ...enums import LIVE, TROUBLE, State
from ...models import Delivery


@dataclass(frozen=True)
class Tally:
    """How much is where. ``late``: what should have gone out minutes ago."""

    waiting: int
    sent_today: int
    trouble: dict[State, int]
    late: int

    @property
    def in_trouble(self) -> int:
        return sum(self.trouble.values())


LATE_AFTER = timedelta(minutes=10)


def tally() -> Tally:
    """Three queries, each out of a partial index."""
    moment = now()
    live = Delivery.objects.filter(state__in=LIVE).aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=moment - LATE_AFTER))
    )
    trouble = dict(
        Delivery.objects.filter(state__in=TROUBLE).order_by().values_list("state").annotate(count=Count("pk"))
    )
    sent = Delivery.objects.filter(state=State.SENT, ended_at__gte=moment - timedelta(days=1)).count()
    return Tally(live["all"], sent, {State(state): trouble.get(state, 0) for state in TROUBLE}, live["late"])


def deliveries(state: str) -> "QuerySet[Delivery]":
    """Those in one state; ``trouble`` for whatever somebody should look at, ``waiting`` also for what is being sent."""
    rows = Delivery.objects.select_related("notice")
    if state == State.WAITING:
        return rows.filter(state__in=LIVE)
    return rows.filter(state=state) if state in State.values else rows.filter(state__in=TROUBLE)
