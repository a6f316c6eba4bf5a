"""What the outbox need not keep."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from jiayuan.foundation.clock.now import now

from ..enums import ENDED
from ..models import Delivery, Notice

DELIVERIES_KEPT = timedelta(days=90)
NOTICES_KEPT = timedelta(days=730)
_BATCH = 5000


def tidy_outbox() -> int:
    """Deliveries that ended long ago go, with their addresses; then numbers without an account, and old notices."""
    gone = _delete(Delivery.objects.filter(state__in=ENDED, ended_at__lt=now() - DELIVERIES_KEPT))
    numbers = Notice.objects.filter(person=None, deliveries=None, created_at__lt=now() - DELIVERIES_KEPT)
    old = Notice.objects.filter(deliveries=None, created_at__lt=now() - NOTICES_KEPT)
    return gone + _delete(numbers) + _delete(old)


def _delete(rows: "QuerySet[Any]") -> int:
    """So many at once that no writer waits long; the rest goes tomorrow."""
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    return int(rows.model.objects.filter(pk__in=found).delete()[0])
