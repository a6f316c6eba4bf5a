"""Files of imports and exports, and the rows staged of them, hold personal data: they do not stay.

An import that ends for want of a decision is a change of its state like any other: locked, looked at again, recorded.
What is taken from those that have ended (files, what was read of them, faults) changes nothing that anybody decided,
and when it is due follows from their end, which the ledger has: nothing is recorded of it.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.stored import remove_strays
from jiayuan.foundation.ledger.domain.record import record

from ..enums import ENDED, JobState
from ..models import Export, Fault, Job
from .files import emptied, forget_job_files, sweep_staged

DECIDE_WITHIN = timedelta(days=7)
KEEP_FAULTS = timedelta(days=30)
KEEP_EXPORTS = timedelta(days=1)
KEEP_STRAYS = timedelta(hours=6)


def forget_files() -> int:
    """Cancel what nobody decided about for a week; forget exports after a day, faults after a month. How many files."""
    for pk in _undecided().values_list("pk", flat=True):
        _lapse(pk)
    forgotten = 0
    ended = Job.objects.filter(state__in=ENDED, updated_at__lt=now() - DECIDE_WITHIN)
    for job in ended.exclude(**emptied()):
        forgotten += bool(job.file)
        forget_job_files(job)
        for name, nothing in emptied().items():
            setattr(job, name, nothing)
        job.save(update_fields=[*emptied()])  # its end stays when it was
    Fault.objects.filter(job__state__in=ENDED, job__updated_at__lt=now() - KEEP_FAULTS).delete()
    for export in Export.objects.filter(created_at__lt=now() - KEEP_EXPORTS).exclude(file=""):
        export.file.delete(save=False)
        export.file = ""
        export.save(update_fields=["file", "updated_at"])
        forgotten += 1
    return (
        forgotten
        + sweep_staged()
        + remove_strays("tables", Job.objects.all(), Export.objects.all(), before=now() - KEEP_STRAYS)
    )


def _undecided() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.PREVIEWED, updated_at__lt=now() - DECIDE_WITHIN)


def _lapse(pk: int) -> None:
    """Nobody decided: it ends as if it had been cancelled, and the ledger says that nobody did it. Whoever decides in
    this very moment comes first."""
    with transaction.atomic():
        job = _undecided().select_for_update(of=("self",)).filter(pk=pk).first()
        if job is None:
            return
        job.state, job.finished_at = JobState.CANCELLED, now()
        # When it was last touched stays: by that its file goes.
        job.save(update_fields=["state", "finished_at"])
        record(job.stream, "tables.lapsed", after={"list": job.sheet, "rows": job.total})
