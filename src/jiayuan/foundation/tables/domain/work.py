"""Working on imports, step by step, by whoever is free."""

import logging
from contextlib import suppress

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.source import Source, coming_from

from ..enums import JobState
from .bring_in import bring_in_rows
from .check import check_rows
from .lease import Held, Superseded, abandoned, put_back, take
from .read import read_file
from .told import as_failure

logger = logging.getLogger("jiayuan.tables")
STEPS = {
    JobState.UPLOADED: read_file,
    JobState.READ: check_rows,
    JobState.CONFIRMED: bring_in_rows,
    JobState.RUNNING: bring_in_rows,
}


def work_on(pk: int) -> bool:
    """Take a job as far as it goes without a decision. False where another runner has it. May be killed at any time."""
    held = take(pk)
    if held is None:
        return False
    with translation.override(held.job.language), coming_from(Source.IMPORT):
        try:
            while held.job.is_working:
                STEPS[JobState(held.job.state)](held)
                held.job.refresh_from_db()
                if held.job.runner != held.runner:
                    break
        except Superseded:
            return False
        except DatabaseError:
            with suppress(
                DatabaseError
            ):  # perhaps there is no database to say it to: then the lease runs out
                held.let_go()
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, the job says that it stopped)
            _fail(held, error)
    return True


def _fail(held: Held, error: Exception) -> None:
    """What was written stays; the job says why it stopped and can be gone on with."""
    if not isinstance(error, DomainError):
        logger.exception("import %s stopped", held.job.pk, exc_info=error)
    made = (lambda: error) if isinstance(error, DomainError) else _our_fault
    try:
        held.end(JobState.FAILED, failure=as_failure(made))
    except Superseded:
        return


def _our_fault() -> DomainError:
    return DomainError(
        _("Something went wrong on our side; it has been noted."),
        _("Go on with it once more. If it stops again, ask the IT staff."),
    )


def resume_abandoned() -> int:
    """Put the jobs whose runner died back into the queue. How many."""
    from ..tasks import run_job

    found = abandoned()
    for pk in found:
        put_back(pk)
        run_job.enqueue(pk)
    return len(found)
