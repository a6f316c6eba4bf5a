"""What is late climbs: to the street when the promise is broken, to the district when it stays broken."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.domain.record import record

from ..enums import OPEN_STATES, Escalation
from ..models import Case

PATIENCE = Term(2, TermUnit.WORKING_DAYS)
"""How long the street has before the district sees it."""
LONGEST_PATIENCE = timedelta(days=60)
"""Two working days fit into this over any holiday."""


def level_of(case: Case) -> Escalation:
    """Where a case stands by the clock alone."""
    if case.due_at is None or case.due_at >= now():
        return Escalation.NONE
    return Escalation.DISTRICT if deadline(case.due_at, PATIENCE) < now() else Escalation.STREET


def escalate_overdue(*, limit: int = 1000) -> int:
    """Raise what is late; safe to run at any time and twice at once. Returns how many were raised."""
    newly_late = Q(escalation=Escalation.NONE, due_at__lt=now())
    still_late = Q(escalation=Escalation.STREET, due_at__lt=patience_over_since())
    late = Case.objects.filter(newly_late | still_late, state__in=OPEN_STATES)
    return sum(_raise_case(pk) for pk in late.order_by("due_at").values_list("pk", flat=True)[:limit])


def patience_over_since() -> datetime:
    """The latest due time for which the street's patience is over by now, to the minute.

    Found by halving, for the clock only counts forwards; so that what is merely waiting fills no batch.
    """
    earliest, latest = now() - LONGEST_PATIENCE, now()
    while latest - earliest > timedelta(minutes=1):
        middle = earliest + (latest - earliest) / 2
        if deadline(middle, PATIENCE) < now():
            earliest = middle
        else:
            latest = middle
    return earliest


def _raise_case(pk: int) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        level = level_of(case)
        if level in (Escalation.NONE, case.escalation) or case.escalation == Escalation.DISTRICT:
            return False
        before, case.escalation = case.escalation, level
        case.save(update_fields=["escalation", "updated_at"])
        record(
            case.stream,
            "cases.escalate",
            before={"escalation": before},
            after={"escalation": level},
            place_path=case.place_id,
            source=Source.SYSTEM,
        )
    return True
