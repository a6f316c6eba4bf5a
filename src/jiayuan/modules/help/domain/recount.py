"""Help that was counted and turns out to be none, and help that is help after all.

Locks come after those of the wish and of the fund, which the caller holds.
"""

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.locking import lock_rows

from ..enums import Uncounted
from ..models import Payment, ServiceRecord
from .services import note_service


def take_back(rows: "QuerySet[ServiceRecord]", because: Uncounted, *, by: Actor) -> int:
    """These do not count from now on, and stay readable. How many there were."""
    found = _locked(rows.filter(struck_at=None))
    for row in found:
        row.struck_by, row.struck_at, row.because = by.person, now(), because
        row.save()
        note_service(row, "help.take_back", by, {"because": because})
    return len(found)


def count_again(rows: "QuerySet[ServiceRecord]", because: Uncounted, *, by: Actor) -> int:
    """What was taken back for this reason counts once more; not what the fund has been given back for. How many."""
    found = _locked(rows.filter(because=because))
    paid = set(Payment.objects.standing().filter(service__in=found).values_list("pk", flat=True))
    again = [row for row in found if row.payment_id is None or row.payment_id in paid]
    for row in again:
        row.struck_by, row.struck_at, row.because = None, None, ""
        row.save()
        note_service(row, "help.count_again", by, {"because": because})
    return len(again)


def _locked(rows: "QuerySet[ServiceRecord]") -> list[ServiceRecord]:
    """By station, since each station has its chain in the ledger."""
    lock_rows(ServiceRecord, rows.values_list("pk", flat=True))
    return list(rows.select_related("post__station").order_by("post__station_id", "pk"))
