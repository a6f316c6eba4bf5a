"""A supervision order that is not answered in time is raised to the district."""

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.domain.record import record

from ..enums import OrderState
from ..models import Case, SupervisionOrder


def escalate_orders(*, limit: int = 500) -> int:
    """Safe to run at any time and twice at once. Returns how many were raised."""
    late = SupervisionOrder.objects.filter(state=OrderState.OPEN, due_at__lt=now(), late_since=None)
    return sum(_raise(*keys) for keys in late.order_by("due_at").values_list("pk", "case_id")[:limit])


def _raise(pk: int, case_id: int) -> bool:
    """With the case locked first, as everything that changes an order does."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        order = SupervisionOrder.objects.get(pk=pk)
        if order.state != OrderState.OPEN or order.late_since is not None or order.due_at >= now():
            return False
        order.late_since = now()
        order.save(update_fields=["late_since"])
        record(
            case.stream,
            "cases.order_late",
            after={"order": order.number},
            place_path=case.place_id,
            source=Source.SYSTEM,
        )
    return True
