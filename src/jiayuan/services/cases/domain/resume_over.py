"""A suspension was granted for so many working days: when they are over, the case goes on by itself."""

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.domain.record import record

from ..enums import State
from ..models import Case, Pause
from . import clockwork
from .locking import lock_case


def resume_over(*, limit: int = 1000) -> int:
    """Resume what has been suspended long enough; safe to run at any time and twice at once. Returns how many."""
    over = Pause.objects.filter(until=None, planned_until__lte=now()).order_by("planned_until")
    return sum(_resume_case(pk) for pk in over.values_list("run__case_id", flat=True)[:limit])


def _resume_case(pk: int) -> bool:
    """The clock goes on from the end that was planned, however late it is noticed: the unit knew that end."""
    with transaction.atomic():
        case = lock_case(pk)
        pause = Pause.objects.filter(run__case=case, until=None, planned_until__lte=now()).first()
        if pause is None or not _is_suspended(case):
            return False
        before = {"state": case.state, "due_at": None}
        clockwork.resume(case, until=pause.planned_until)
        case.state = State.HANDLING
        case.revision += 1
        case.save(update_fields=["state", "due_at", "escalation", "revision", "updated_at"])
        record(
            case.stream,
            "cases.resume",
            before=before,
            after={"state": case.state, "due_at": case.due_at, "planned_until": pause.planned_until},
            place_path=case.place_id,
            source=Source.SYSTEM,
        )
    return True


def _is_suspended(case: Case) -> bool:
    return case.state == State.SUSPENDED
