"""First part of an import: what the file is, and which column is which."""

from functools import partial

from ..enums import JobState
from ..reading.limits import Unreadable
from ..reading.problems import problem
from .files import emptied, forget_job_files, stage_job, staged_path
from .lease import Held
from .told import as_failure


def read_file(held: Held) -> None:
    """Stage the file; the job goes on to be checked, waits for columns to be named, or fails in words."""
    job = held.job
    try:
        found = stage_job(job)
    except Unreadable as error:
        said = partial(problem, error.code, error.facts)
        forget_job_files(job)
        held.end(JobState.FAILED, **emptied(), failure=as_failure(said))
        return
    mapping = job.mapping if job.is_mapped_by_hand else found.pop("mapping")
    found.pop("mapping", None)
    if not found["rows"]:
        forget_job_files(job)
        held.end(JobState.FAILED, **emptied(), failure=as_failure(partial(problem, "no-rows", {})))
        return
    staged = staged_path(job)
    held.save(
        state=JobState.READ, found=found, table=found["table"], header_row=found["header_row"], mapping=mapping,
        total=found["rows"],
    )  # fmt: skip
    staged.replace(staged_path(job))
