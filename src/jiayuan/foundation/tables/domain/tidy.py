"""Files of imports and exports, and the rows staged of them, hold personal data: they do not stay."""

from datetime import timedelta

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.stored import remove_strays

from ..enums import ENDED, JobState
from ..models import Export, Fault, Job
from .files import emptied, forget_job_files, sweep_staged

DECIDE_WITHIN = timedelta(days=7)
KEEP_FAULTS = timedelta(days=30)
KEEP_EXPORTS = timedelta(days=1)
KEEP_STRAYS = timedelta(hours=6)


def forget_files() -> int:
    """Cancel what nobody decided about for a week; forget exports after a day, faults after a month. How many files."""
    stale = Job.objects.filter(state=JobState.PREVIEWED, updated_at__lt=now() - DECIDE_WITHIN)
    stale.update(state=JobState.CANCELLED, finished_at=now())
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
