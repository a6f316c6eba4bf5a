"""Visits that are called off together: each a step of its own in the ledger, and whoever is concerned told once, by the
entry that says why. The caller holds the service."""

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.locking import lock_rows

from ..models import SpecialService, Visit
from ..station_enums import VisitState
from .special_locks import note
from .swap_ends import drop_swaps
from .visit_plan import first_day


def call_off_planned(service: SpecialService, visits: "QuerySet[Visit]", *, by: Actor | None) -> list[int]:
    """Those still to come; their keys. Where the hour has passed somebody may have been there: it waits for a word of
    that, and without one it is looked after."""
    coming = visits.filter(state=VisitState.PLANNED, day__gte=first_day(service))
    keys = list(coming.values_list("pk", flat=True))
    lock_rows(Visit, keys)
    rows = list(Visit.objects.filter(pk__in=keys, state=VisitState.PLANNED).order_by("day", "pk"))
    for visit in rows:
        visit.state, visit.ended_at = VisitState.OFF, now()
        visit.save(update_fields=["state", "ended_at", "updated_at"])
        note(service, "help.call_off_visit", by, after={"visit": visit.pk, "together": True})
    drop_swaps(visits=[each.pk for each in rows], by=by)
    return [each.pk for each in rows]
