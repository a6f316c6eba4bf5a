"""The same was reported again soon after it was closed: noticed by the clock, when the new report has its category."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.duties.models import DutyRun
from jiayuan.foundation.places.geo import metres_between, metres_to_degrees

from ...doubt_enums import DoubtKind
from ...enums import State
from ...models import Case, CaseQuerySet
from .raising import raise_doubt

DUTY = "cases look again"
WITHIN = timedelta(days=30)
NEAR = 50
"""Metres between two reports of the same spot."""
LOOKED_BACK = timedelta(days=3)
"""Reports as old as this may have been given their true category only now."""
CHUNK = 200
"""Read to the end before anything is written: on SQLite a reading that is still open sees the past, and whoever writes
meanwhile shuts it out from writing at all."""


def notice_repeats() -> int:
    """Look at what was reported lately; after an outage at all that came meanwhile. Safe to run twice at once. Returns
    how many closings are newly in doubt."""
    lately = Case.objects.whole().filter(reported_at__gte=_since(), reported_at__lte=now())
    reports = lately.exclude(state__in=[State.REJECTED, State.MERGED])
    rows, last, noticed = reports.select_related("version").order_by("pk"), 0, 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        noticed += sum(_look(report) for report in chunk)
        last = chunk[-1].pk
    return noticed


def _since() -> datetime:
    """The last run that ended well, and what may have been filed anew since; at most as far as a repeat counts."""
    last = DutyRun.objects.filter(pk=DUTY).values_list("ok_at", flat=True).first()
    return max((last or now() - WITHIN) - LOOKED_BACK, now() - WITHIN)


def _look(report: Case) -> int:
    return sum(_raise(earlier, report, metres) for earlier, metres in earlier_closings(report))


def earlier_closings(report: Case) -> Iterator[tuple[Case, int]]:
    """Cases of the same category on the same spot that were closed within thirty days before, and how many metres
    away. Without a pin: of the same place and address."""
    closed = (
        Case.objects.whole()
        .filter(
            state=State.CLOSED,
            closed_at__gte=report.reported_at - WITHIN,
            closed_at__lt=report.reported_at,
            version__category=report.version.category_id,
        )
        .exclude(pk=report.pk)
    )
    for earlier in _around(closed, report):
        metres = _metres(earlier, report)
        if metres <= NEAR:
            yield earlier, metres


def _around(closed: CaseQuerySet, report: Case) -> CaseQuerySet:
    if report.latitude is None or report.longitude is None:
        written = ~Q(address="") & Q(place_id=report.place_id, address=report.address)
        return closed.filter(written)
    up, along = metres_to_degrees(NEAR, report.latitude)
    return closed.filter(
        latitude__range=(report.latitude - up, report.latitude + up),
        longitude__range=(report.longitude - along, report.longitude + along),
    )


def _metres(earlier: Case, report: Case) -> int:
    pins = (earlier.latitude, earlier.longitude, report.latitude, report.longitude)
    if any(each is None for each in pins):
        return 0
    a, b, c, d = (float(each) for each in pins if each is not None)
    return round(metres_between((a, b), (c, d)))


def _raise(earlier: Case, report: Case, metres: int) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=earlier.pk)
        if case.state != State.CLOSED or case.closed_at is None:
            return False
        days = (report.reported_at - case.closed_at).days
        measured = {"number": report.number, "days": days, "metres": metres}
        return raise_doubt(case, DoubtKind.AGAIN, measured, round_number=case.round)
