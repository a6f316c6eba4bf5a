"""Appeals that nobody decided in time: the district sees them, and is told."""

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.ledger.domain.record import record

from ...models import Appeal

BATCH = 500


def raise_late_appeals() -> int:
    """Raise what is late; safe to run at any time and twice at once. Returns how many were raised."""
    late = Appeal.objects.waiting().filter(decide_by__lt=now(), raised_at=None)
    return sum(_raise(pk) for pk in late.order_by("decide_by").values_list("pk", flat=True)[:BATCH])


def _raise(pk: int) -> bool:
    with transaction.atomic():
        rows = Appeal.objects.select_for_update(of=("self",)).waiting().filter(pk=pk, raised_at=None)
        appeal = rows.first()
        if appeal is None:
            return False
        appeal.raised_at = now()
        appeal.save(update_fields=["raised_at"])
        case = appeal.line.case
        record(
            case.stream,
            "cases.raise_appeal",
            after={"line": appeal.line_id, "appeal": appeal.pk, "month": str(appeal.line.month)},
            place_path=case.place_id,
            source=Source.DEMO if current_source() == Source.DEMO else Source.SYSTEM,
        )
    return True
